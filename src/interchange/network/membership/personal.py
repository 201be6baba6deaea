"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Reader, holds, impersonal, listed

holds(
    "membership.member", "membership.membership", "person end_reason resignation_letter",
    what=_("membership: number, term, how it ended"), why=_("The network knows its members, and for how long."),
    readers=(Reader.SELF, Reader.MEMBERS, Reader.OFFICERS), keep="membership.files", looks=True,
)  # fmt: skip
holds(
    "membership.profile", "membership.profile", "person organisation country sectors topics languages time_zone expertise",
    what=_("what the directory shows: affiliation, country, topics, expertise"), why=_("Members find each other; others see what a person agreed to."),
    readers=(Reader.MEMBERS, Reader.CONSENTED), keep="membership.files", basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "membership.leaves", "membership.leave", "reason",
    what=_("leave, with its reason"), why=_("Members on leave are not counted for quorums, nor asked for things."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="membership.files", whose="membership__person",
)  # fmt: skip
holds(
    "membership.suspensions", "membership.suspension", "reason by",
    what=_("suspension, with its reason and who ordered it"), why=_("Access stops at once where it must."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="membership.files", whose="membership__person by",
)  # fmt: skip
holds(
    "membership.proceedings",
    "membership.proceeding",
    "opened_by first_officer second_officer review_decided_by grounds reply decision_reason review_ground review_reason",
    what=_("proceedings about a removal: grounds, reply, decision, review"), why=_("Nobody is removed unheard, nor by one person."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="membership.files", whose="membership__person", looks=True,
)  # fmt: skip
holds(
    "membership.renewals", "membership.renewal", "decided_by note",
    what=_("requests for a second term, with a note of activity"), why=_("Terms are renewed once, knowingly."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="membership.files", whose="membership__person",
)  # fmt: skip
listed("membership.manage", "membership.member")
impersonal("membership.membership", "number")
