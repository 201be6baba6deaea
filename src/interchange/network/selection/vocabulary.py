"""The words of the room: states, reasons, dimensions of balance, and the numbers a Secretariat may set."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary.options import define


class CheckResult(models.TextChoices):
    """What an eligibility check ends in (DOMAIN S2)."""

    ELIGIBLE = "eligible", _("Eligible")
    RETURNED = "returned", _("Returned for completion")
    INELIGIBLE = "ineligible", _("Not eligible")


class ChecklistItem(models.TextChoices):
    """The four questions of the eligibility check (DOMAIN S2)."""

    COMPLETE = "complete", _("Every required part is there and can be read")
    ENGLISH = "english", _("Working English is stated and the texts are in English")
    PROFILE = "profile", _("The profile chosen is one of the call’s and fits the evidence")
    DECLARATIONS = "declarations", _("All declarations are accepted; interests are declared or said to be none")


class RepairPart(models.TextChoices):
    """The steps of the application form that can be opened again for completion."""

    IDENTITY = "identity", _("About you")
    PROFILE = "profile", _("Profile and topics")
    AFFILIATION = "affiliation", _("Organisation")
    EVIDENCE = "evidence", _("Evidence of work")
    TEXT = "text", _("Motivation and contribution")
    PRACTICAL = "practical", _("Practical matters")
    FILES = "files", _("Curriculum vitae and letter")
    DECLARATIONS = "declarations", _("Declarations")


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", _("Asked for")
    FILED = "filed", _("Filed")
    RECUSED = "recused", _("Stepped aside")
    SET_ASIDE = "set-aside", _("Set aside")


LIVE = [AssignmentState.ASSIGNED, AssignmentState.FILED]


class SuggestReason(models.TextChoices):
    """Why a reviewer is suggested for a file."""

    TOPICS = "topics", _("knows the topics of the application")
    PROFILE = "profile", _("knows the applicant’s profile")
    LOAD = "load", _("has few files so far")
    ROOM = "room", _("has room for more files")
    CHOSEN = "chosen", _("chosen by an officer")
    DIVERGENCE = "divergence", _("third review, because the first two differ")
    REPLACEMENT = "replacement", _("takes the place of a reviewer who stepped aside")


class Obstacle(models.TextChoices):
    """Why a reviewer cannot have a file (DOMAIN S4)."""

    SELF = "self", _("is the applicant")
    CONFLICT = "conflict", _("has a recorded conflict of interest")
    AFFILIATION = "affiliation", _("works for the same organisation or group")
    COUNTRY = "country", _("lives in the same country")
    CO_AUTHOR = "co-author", _("published together with the applicant")
    FULL = "full", _("has as many files as agreed")
    ALREADY = "already", _("has this file already")
    NOT_REVIEWER = "not-reviewer", _("is not a reviewer now")


class RecusalBy(models.TextChoices):
    REVIEWER = "reviewer", _("The reviewer")
    OFFICER = "officer", _("An officer")
    RULE = "rule", _("A rule")


class Method(models.TextChoices):
    """How filed reviews come to one figure; always said beside the figure (DOMAIN S3: no silent average)."""

    ONE = "one", _("one review")
    MEAN = "mean", _("middle of two reviews that agree")
    MEDIAN = "median", _("median of three reviews")
    OPEN = "open", _("two reviews that differ; a third is asked for")


class Dimension(models.TextChoices):
    """What a set is balanced by (DOMAIN S7)."""

    PROFILE = "profile", _("Profile")
    SECTOR = "sector", _("Sector")
    ORGANISATION_KIND = "organisation-kind", _("Kind of organisation")
    REGION = "region", _("Region")
    GENDER = "gender", _("Gender")
    DEVELOPMENT = "development-status", _("Development status")
    AFFILIATION = "affiliation", _("Organisation or group")
    NATIONALITY = "nationality", _("Nationality")


# Dimensions whose values come from short lists and are shown as bars; the other two are only capped.
BALANCED = [d for d in Dimension if d not in (Dimension.AFFILIATION, Dimension.NATIONALITY)]
NOT_STATED = "not-stated"


class Answer(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed without an answer")


class Ground(models.TextChoices):
    """The procedural grounds for asking for a review of a decision (DOMAIN S10)."""

    WRONG_RULE = "wrong-rule", _("A rule was applied wrongly")
    OVERLOOKED_FILE = "overlooked-file", _("A part of my file was overlooked")
    CONFLICT = "conflict-of-interest", _("Somebody with a conflict of interest took part")


class RequestOutcome(models.TextChoices):
    UPHELD = "upheld", _("Upheld: the file gets a fresh review")
    DISMISSED = "dismissed", _("Dismissed")


SEVERITY_SHRINKAGE = 4.0  # reviews' worth of "no difference" that a reviewer's record is weighed against
LOCK_MINUTES = 30  # how long an opened file counts as being looked at by an officer
LIST_MONTHS_IN_DAYS = 365

reviews_per_file = define(
    "review.per-file", 2, _("Reviews per application"), _("Two independent readings; a third only where they differ."), least=1, most=2
)
default_capacity = define(
    "review.capacity", 40, _("Files per reviewer"), _("About two hours a week over a review month."), least=1, most=500
)
review_days = define(
    "review.days", 21, _("Days to file a review"), _("Three weeks leave room for a full evening per week."), least=1, most=120
)
avoid_country = define(
    "review.avoid-country",
    True,
    _("Keep reviewers away from files of their own country"),
    _("Removes a suspicion at little cost while reviewers are many."),
)
offer_days = define("offer.days", 21, _("Days to answer an offer"), _("Long enough to ask an employer."), least=1, most=90)
waiting_days = define(
    "waiting.days",
    LIST_MONTHS_IN_DAYS,
    _("Days that a place on the waiting list is good for"),
    _("A new call follows after about a year."),
    least=30,
    most=1000,
)
waiting_notice_days = define(
    "waiting.notice-days",
    14,
    _("Days before the end of the waiting list when a notice is sent"),
    _("Time to ask a question."),
    least=1,
    most=60,
)
request_days = define(
    "appeal.days",
    30,
    _("Days to ask for a review of a decision"),
    _("A month is customary for complaints on procedure."),
    least=1,
    most=120,
)
request_answer_days = define(
    "appeal.answer-days", 30, _("Days to answer a request for review"), _("As long as the time to ask."), least=1, most=120
)
