"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, acts, holds, impersonal

holds(
    "threads.comments", "threads.comment", "author text quote fingerprint",
    what=_("comments and who wrote them"), why=_("Work is discussed by people who can be asked."),
    readers=(Reader.MEMBERS, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "threads.earlier", "threads.earlierversion", "text",
    what=_("earlier words of comments"), why=_("What was changed after others answered can be seen."),
    readers=(Reader.MEMBERS, Reader.OFFICERS), keep=Keep.WITHOUT_NAME, whose="comment__author",
)  # fmt: skip
holds(
    "threads.following", "threads.following", "person",
    what=_("discussions that somebody follows or muted"), why=_("People hear of what they want to hear of."),
    readers=(Reader.SELF,), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
acts("threads.treated", "threads.comment", "removed_by disposed_by removal_reason disposition_reason")
impersonal("threads.following", "subject_kind subject_id")
impersonal("threads.comment", "subject_kind subject_id anchor")
