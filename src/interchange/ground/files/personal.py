"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, holds, impersonal

holds(
    "files.owners", "files.storedfile", "owner name",
    what=_("files that somebody gave, and their names"), why=_("A file belongs to whoever gave it, and is erased with them."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.ACCOUNT,
)  # fmt: skip
impersonal("files.storedfile", "media_type sha256")
