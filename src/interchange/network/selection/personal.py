"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, acts, holds, impersonal, listed

ON_FILE = (Reader.OFFICERS, Reader.REVIEWERS)
holds(
    "selection.reviewers", "selection.reviewerprofile", "person organisation parent_group country topics profiles",
    what=_("affiliation, country and topics of reviewers"), why=_("Files go to reviewers who know the field and have no conflict."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.ACCOUNT,
)  # fmt: skip
holds(
    "selection.assignments", "selection.assignment", "reviewer assigned_by reasons",
    what=_("who reviews which file"), why=_("Two people read each file, apart from each other."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME, whose="application__person reviewer", looks=True,
)  # fmt: skip
holds(
    "selection.remarks", "selection.review", "remark",
    what=_("what a reviewer wrote of an applicant"), why=_("Marks are explained."),
    readers=ON_FILE, keep="selection.words", whose="assignment__application__person assignment__reviewer",
)  # fmt: skip
holds(
    "selection.marks", "selection.mark", "comment",
    what=_("marks of an applicant by criterion, with comments"), why=_("Choices follow the call’s criteria."),
    readers=ON_FILE, keep="selection.words", whose="review__assignment__application__person",
)  # fmt: skip
holds(
    "selection.checks", "selection.eligibilitycheck", "officer items reason parts",
    what=_("whether an applicant is eligible, and why not"), why=_("One officer checks by one list."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="selection.words", whose="application__person officer",
)  # fmt: skip
holds(
    "selection.choices", "selection.choice", "chosen_by reason",
    what=_("who was chosen, for the waiting list or not, and why"), why=_("The set is balanced and can be explained."),
    readers=(Reader.OFFICERS, Reader.AUDITORS), keep="selection.words", whose="application__person chosen_by",
)  # fmt: skip
holds(
    "selection.requests", "selection.reviewrequest", "handler statement reason",
    what=_("requests to look at a decision again, and the answer"), why=_("Whoever thinks that a rule was broken is heard by somebody who took no part."),
    readers=(Reader.SELF, Reader.OFFICERS), keep="selection.words", whose="application__person handler", looks=True,
)  # fmt: skip
holds(
    "selection.recusals", "selection.recusal", "person recorded_by",
    what=_("who stepped back from a file, and the kind of reason"), why=_("Conflicts are kept out, and counted."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
holds(
    "selection.calibration", "selection.calibrationmark", "reviewer",
    what=_("marks that reviewers give in the calibration"), why=_("Reviewers mark alike before they begin."),
    readers=(Reader.SELF, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
acts("selection.rounds", "selection.calibrationround", "opened_by")
acts("selection.overrides", "selection.capoverride", "first_officer second_officer first_reason second_reason")
acts("selection.releases", "selection.release", "prepared_by released_by")
acts("selection.reports", "selection.selectionreport", "drafted_by approved_by")
for verb in ("selection.table", "eligibility.check", "assignment.manage", "set.build", "offer.manage", "release.prepare"):
    listed(verb, "calls.identity")
listed("appeal.manage", "selection.requests")
impersonal("selection.calibrationround", "note")
impersonal("selection.capoverride", "value")
impersonal("selection.cap", "value")
impersonal("selection.target", "value")
impersonal("selection.selectionreport", "data remark")
