"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, acts, holds, impersonal

holds(
    "direction.ballots", "direction.participation", "person",
    what=_("who took part in a ranking; what they voted is kept apart and names nobody"), why=_("The turnout is known, and nobody votes twice."),
    readers=(Reader.SELF, Reader.SUMS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "direction.marks", "direction.ballot", "key marks reasons",
    what=_("ballots behind a seal; deleted at the close"), why=_("Votes are secret, and can be changed until the close."),
    readers=(Reader.SELF,), keep=Keep.PURPOSE,
)  # fmt: skip
holds(
    "direction.support", "direction.support", "person",
    what=_("who supports a proposal"), why=_("Three supporters of two profiles bring a topic forward."),
    readers=(Reader.MEMBERS,), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "direction.interest", "direction.interest", "person sectors",
    what=_("who wants to lead, contribute, review or follow"), why=_("Work begins where enough people of several sectors do it."),
    readers=(Reader.MEMBERS,), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "direction.workers", "direction.worker", "person sectors",
    what=_("who works on a work item, as what"), why=_("A work item has a lead and contributors."),
    readers=(Reader.MEMBERS, Reader.CONSENTED), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
acts("direction.proposals", "direction.proposal", "author", readers=(Reader.MEMBERS, Reader.OFFICERS))
acts("direction.calls", "direction.interestcall", "opened_by")
acts("direction.rounds", "direction.round", "opened_by")
acts("direction.items", "direction.workitem", "adopted_by")
impersonal(
    "direction.proposal",
    "number title problem why_technical affected output challenges tools links scope found character scope_reason referral addressee lineage_reason",
)
impersonal("direction.round", "number title question rule secret electorate result reason")
impersonal("direction.rounditem", "title")
impersonal("direction.ballotbox", "problem")
impersonal("direction.workitem", "number title charter liaison ipr reason extension_reason extension_decision report")
impersonal("direction.milestone", "title")
impersonal("direction.output", "title url")
