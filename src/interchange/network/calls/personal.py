"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, acts, holds, impersonal, listed

FILE = (Reader.SELF, Reader.OFFICERS, Reader.REVIEWERS)
holds(
    "calls.identity", "calls.application", "person given_name family_name publication_name country nationalities time_zone languages",
    what=_("who applies: names, country, nationalities, time zone, languages"), why=_("The Secretariat knows who applies, writes to them, and composes the network from all regions."),
    readers=FILE, keep="calls.unsuccessful", looks=True,
)  # fmt: skip
holds(
    "calls.application",
    "calls.application",
    "other_profiles sectors topics other_expertise organisation parent_group position motivation contribution proposed_topic usable_hours "
    "support_needed answers",
    what=_("what somebody brings: affiliation, expertise, motivation, time, answers to the call’s questions"), why=_("Reviewers judge by the call’s criteria, and by nothing else."),
    readers=FILE, keep="calls.unsuccessful", whose="person", looks=True,
)  # fmt: skip
holds(
    "calls.drafts", "calls.applicationversion", "content",
    what=_("what was submitted, as it stood at each submission"), why=_("Both sides can see what was decided upon; drafts go after the closing."),
    readers=FILE, keep="calls.drafts", whose="application__person",
)  # fmt: skip
holds(
    "calls.decision", "calls.application", "decided_by decision_reason repair_parts",
    what=_("the decision, its reason, and who took it"), why=_("A decision is explained and answered for."),
    readers=(Reader.SELF, Reader.OFFICERS, Reader.AUDITORS), keep="calls.unsuccessful", whose="person decided_by",
)  # fmt: skip
holds(
    "calls.evidence", "calls.evidence", "title link own_part co_authors",
    what=_("evidence of own work, with the names of co-authors"), why=_("Experience is shown by work; co-authors do not review each other."),
    readers=FILE, keep="calls.unsuccessful", whose="application__person",
)  # fmt: skip
holds(
    "calls.balance", "calls.balancedata", "gender early_career",
    what=_("gender and early career, both optional"), why=_("The network is balanced in sums; reviewers do not see it."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="calls.balance", basis=Basis.CONSENT, whose="application__person", looks=True,
)  # fmt: skip
holds(
    "calls.access-needs", "calls.accessneeds", "text",
    what=_("what somebody needs to take part (may tell of health), optional"), why=_("Sessions are arranged so that everybody can take part; reviewers do not see it."),
    readers=(Reader.SELF, Reader.OFFICERS, Reader.ORGANISERS), keep="calls.unsuccessful", basis=Basis.CONSENT, whose="application__person", looks=True,
)  # fmt: skip
holds(
    "calls.interests", "calls.interest", "entity topics",
    what=_("declared interests: entity, category, years, size"), why=_("Conflicts of interest are seen before they do harm."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="calls.interests", whose="declaration__person",
)  # fmt: skip
holds(
    "calls.declarations", "calls.interestdeclaration", "person topics_to_avoid assessment_reason",
    what=_("that interests were declared, and what follows from them"), why=_("Each assessment has a result and a day to look again."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="calls.interests", looks=True,
)  # fmt: skip
holds(
    "calls.acceptances", "calls.acceptance", "person",
    what=_("which text somebody accepted, when, and when consent was taken back"), why=_("Both sides may need to prove it."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "calls.invitations", "calls.invitation", "email",
    what=_("addresses that were invited to apply"), why=_("A gap in the composition is filled by asking."),
    readers=(Reader.OFFICERS,), keep=Keep.ACCOUNT, address="email",
)  # fmt: skip
acts("calls.inviters", "calls.invitation", "invited_by")
acts("calls.assessors", "calls.interestdeclaration", "assessed_by")
listed("interests.assess", "calls.declarations")
impersonal("calls.application", "number")
impersonal("calls.acceptance", "language")
impersonal("calls.declarationtext", "language title body")
impersonal("calls.call", "number title summary body time_zone profiles")
impersonal("calls.criterion", "title description anchors")
impersonal("calls.question", "label help choices")
