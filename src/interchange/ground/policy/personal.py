"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, holds, impersonal

holds(
    "policy.roles", "policy.rolegrant", "person",
    what=_("roles, from when to when"), why=_("Rights follow roles, and who held one when must be provable."),
    readers=(Reader.SELF, Reader.ADMINISTRATORS, Reader.AUDITORS), keep=Keep.WITHOUT_NAME, looks=True,
)  # fmt: skip
holds(
    "policy.conflicts", "policy.conflict", "person",
    what=_("in which files somebody has no part, and the kind of reason"), why=_("Whoever has a conflict of interest sees nothing of the file."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
impersonal("policy.rolegrant", "scope")
impersonal("policy.conflict", "kind")
