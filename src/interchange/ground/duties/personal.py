"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, holds, impersonal

holds(
    "duties.owed", "duties.duty", "person",
    what=_("what somebody is asked to do, and by when"), why=_("Everybody sees what waits for them."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
impersonal("duties.duty", "kind subject_kind subject_id subject_label url")
