"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, holds, impersonal

holds(
    "privacy.looks", "privacy.look", "by about",
    what=_("which officer opened whose data, and in which hour"), why=_("Misuse can be found, and people touched by it can be told."),
    readers=(Reader.SELF, Reader.AUDITORS, Reader.ADMINISTRATORS), keep="privacy.looks",
)  # fmt: skip
holds(
    "privacy.touched", "privacy.touched", "person address",
    what=_("whose data an incident may have reached"), why=_("They are told what concerns them."),
    readers=(Reader.SELF, Reader.NAMED), keep=Keep.WITHOUT_NAME, whose="person", address="address",
)  # fmt: skip
holds(
    "privacy.incidents",
    "privacy.incident",
    "what account consequences decision_reason report opened_by decided_by notice_by told_by closed_by",
    what=_("incidents: what happened, through whose account, and who decided"), why=_("What went wrong is mended, and can be explained."),
    readers=(Reader.NAMED,), keep=Keep.RECORD, whose="account",
)  # fmt: skip
holds(
    "privacy.handlers", "privacy.handler", "person named_by",
    what=_("officers named for an incident"), why=_("Few people know of it, and it is known who."),
    readers=(Reader.NAMED,), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "privacy.measures", "privacy.measure", "text by",
    what=_("what was done about an incident, and by whom"), why=_("What went wrong is mended, and can be explained."),
    readers=(Reader.NAMED,), keep=Keep.RECORD, whose="by",
)  # fmt: skip
impersonal("privacy.look", "model subject_id")
impersonal("privacy.incident", "number title keys notice")
impersonal("privacy.touched", "keys")
