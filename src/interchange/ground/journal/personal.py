"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, holds, impersonal

holds(
    "journal.remarks", "journal.remark", "text",
    what=_("reasons that somebody typed"), why=_("Decisions are explained to whoever looks into them later."),
    readers=(Reader.OFFICERS, Reader.AUDITORS, Reader.ADMINISTRATORS), keep=Keep.ACCOUNT, whose="event__actor_id",
)  # fmt: skip
impersonal("journal.event", "verb subject_kind subject_id before after previous_hash hash")  # ids and codes only, which `record` sees to
impersonal("journal.head", "hash")
