"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, acts, holds, impersonal

holds(
    "consensus.asked", "consensus.asked", "person",
    what=_("who is asked in a call for consensus"), why=_("Silence counts only of those who were asked."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "consensus.objections", "consensus.objection", "person reason annex",
    what=_("objections, their reasons, and who raised them; unsigned ones name nobody to anybody"), why=_("An objection is met by an answer."),
    readers=(Reader.SELF, Reader.MEMBERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
acts("consensus.led", "consensus.call", "opened_by")
acts("consensus.met", "consensus.objection", "met_by how_met")
impersonal("consensus.call", "subject_kind subject_id question result withdrawal_reason")
