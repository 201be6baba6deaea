"""The words of the room (DOMAIN G1-G7, X7): states and moves, kinds, deadlines, answers, and the numbers that may be set."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from interchange.ground.moves import MoveTable
from interchange.ground.vocabulary.options import define


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CONVENED = "convened", _("Convened")
    AGENDA_PROVISIONAL = "agenda-provisional", _("Provisional agenda out")
    AGENDA_ADOPTED = "agenda-adopted", _("Agenda adopted")
    IN_SESSION = "in-session", _("In session")
    CLOSED = "closed", _("Closed")
    SUMMARY_DRAFT = "summary-draft", _("Summary being drafted")
    MEMBER_CHECK = "member-check", _("Summary checked by members")
    APPROVED = "approved", _("Summary approved")
    PUBLIC = "public", _("Summary published")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


S = SessionState
BEFORE_START = (S.PLANNED, S.CONVENED, S.AGENDA_PROVISIONAL, S.AGENDA_ADOPTED)
CALLED = (S.CONVENED, S.AGENDA_PROVISIONAL, S.AGENDA_ADOPTED)  # invitations are out, the session has not begun
HELD = (S.IN_SESSION, S.CLOSED, S.SUMMARY_DRAFT, S.MEMBER_CHECK, S.APPROVED, S.PUBLIC)
SESSION_MOVES = MoveTable(
    "Session",
    {
        "convene": ([S.PLANNED], S.CONVENED),
        "publish-agenda": ([S.CONVENED], S.AGENDA_PROVISIONAL),
        "adopt-agenda": ([S.AGENDA_PROVISIONAL], S.AGENDA_ADOPTED),
        "open": ([S.AGENDA_PROVISIONAL, S.AGENDA_ADOPTED], S.IN_SESSION),
        "close": ([S.IN_SESSION], S.CLOSED),
        "draft-summary": ([S.CLOSED], S.SUMMARY_DRAFT),
        "send-to-check": ([S.SUMMARY_DRAFT], S.MEMBER_CHECK),
        "redraft": ([S.MEMBER_CHECK, S.APPROVED], S.SUMMARY_DRAFT),
        "approve": ([S.MEMBER_CHECK], S.APPROVED),
        "publish": ([S.APPROVED], S.PUBLIC),
        "postpone": (BEFORE_START, S.POSTPONED),
        "cancel": ([*BEFORE_START, S.POSTPONED], S.CANCELLED),
        "reconvene": ([S.POSTPONED, S.CANCELLED], S.CONVENED),
    },
)


class SessionKind(models.TextChoices):
    PLENARY = "plenary", _("Plenary")
    TOPIC_GROUP = "topic-group", _("Topic group")
    WORKSHOP = "workshop", _("Workshop")
    LEARNING = "learning", _("Learning session")
    PUBLIC_MEETING = "public-meeting", _("Public meeting")
    BRIEFING = "briefing", _("Briefing for Member States")


class Audience(models.TextChoices):
    """Who is invited when a session is convened."""

    MEMBERS = "members", _("All active members")
    LISTED = "listed", _("The members named")
    STATES = "states", _("Focal points of Member States")


class DeadlineKind(models.TextChoices):
    """What is due when (G2), in the order of time."""

    CONVENING_NOTE = "convening-note", _("Convening note")
    PROVISIONAL_AGENDA = "provisional-agenda", _("Provisional agenda")
    PAPERS = "papers", _("Papers")
    COMMENTS = "comments", _("Comments on papers")
    SUMMARY_DRAFT = "summary-draft", _("Draft summary")
    MEMBER_CHECK = "member-check", _("Members’ check of the summary")
    PUBLIC_SUMMARY = "public-summary", _("Public summary")


CUT_OFFS = (DeadlineKind.PAPERS, DeadlineKind.COMMENTS)  # others' dates: they pass, nobody is behind


class Answer(models.TextChoices):
    NONE = "none", _("Not answered")
    ON_SITE = "on-site", _("Comes to the place")
    REMOTE = "remote", _("Takes part remotely")
    APOLOGY = "apology", _("Sends apologies")


YES = (Answer.ON_SITE, Answer.REMOTE)
SAID = {Answer.ON_SITE: _("I come to the place"), Answer.REMOTE: _("I take part remotely"), Answer.APOLOGY: _("I send my apologies")}


class ItemKind(models.TextChoices):
    INFORM = "inform", _("For information")
    DISCUSS = "discuss", _("For discussion")
    DECIDE = "decide", _("For decision")


class ProposalState(models.TextChoices):
    OPEN = "open", _("Waiting for the chair")
    TAKEN = "taken", _("Taken up in the agenda")
    DECLINED = "declined", _("Not taken up")


class AgendaForm(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    ADOPTED = "adopted", _("Adopted")
    REVISED = "revised", _("Revised after adoption")


class DocumentKind(models.TextChoices):
    AGENDA = "agenda", _("Agenda")
    PAPER = "paper", _("Working paper")
    INFORMATION = "information", _("Information paper")
    PARTICIPANTS = "participants", _("List of participants")
    SUMMARY = "summary", _("Summary")
    OTHER = "other", _("Other document")


class Mode(models.TextChoices):
    """How somebody is in the room."""

    ON_SITE = "on-site", _("On site")
    REMOTE = "remote", _("Remote")


class PollChoice(models.TextChoices):
    """Sense of the room: no vote."""

    SUPPORT = "support", _("I support it")
    LIVE_WITH = "live-with", _("I can live with it")
    CANNOT = "cannot", _("I cannot live with it")


class OutcomeKind(models.TextChoices):
    DECISION = "decision", _("Decision")
    CONCLUSION = "conclusion", _("Conclusion")
    ACTION = "action", _("Action")
    QUESTION = "question", _("Question to Member States")
    REFERRAL = "referral", _("Referred as a policy matter")


class OutcomeState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    IN_CONSENSUS = "in-consensus", _("Open for objections")
    ADOPTED = "adopted", _("Adopted")
    NOT_ADOPTED = "not-adopted", _("No consensus")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OUTCOME_MOVES = MoveTable(
    "Outcome",
    {
        "adopt": ([OutcomeState.PROPOSED, OutcomeState.IN_CONSENSUS], OutcomeState.ADOPTED),
        "ask-consensus": ([OutcomeState.PROPOSED], OutcomeState.IN_CONSENSUS),
        "fail": ([OutcomeState.IN_CONSENSUS], OutcomeState.NOT_ADOPTED),
        "withdraw": ([OutcomeState.PROPOSED, OutcomeState.IN_CONSENSUS], OutcomeState.WITHDRAWN),
    },
)


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


ACTION_MOVES = MoveTable(
    "ActionPoint",
    {
        "finish": ([ActionState.OPEN], ActionState.DONE),
        "drop": ([ActionState.OPEN], ActionState.DROPPED),
        "reopen": ([ActionState.DONE, ActionState.DROPPED], ActionState.OPEN),
    },
)


class PlaceState(models.TextChoices):
    """How a registration for a public meeting stands."""

    ASKED = "asked", _("Not confirmed")
    CONFIRMED = "confirmed", _("Has a place")
    WAITING = "waiting", _("On the waiting list")
    WITHDRAWN = "withdrawn", _("Withdrawn")


P = PlaceState
PLACE_MOVES = MoveTable(
    "Registration",
    {
        "ask-anew": ([P.WITHDRAWN], P.ASKED),
        "confirm": ([P.ASKED], P.CONFIRMED),
        "queue": ([P.ASKED], P.WAITING),
        "move-up": ([P.WAITING], P.CONFIRMED),
        "withdraw": ([P.ASKED, P.CONFIRMED, P.WAITING], P.WITHDRAWN),
    },
)


class FindingKind(models.TextChoices):
    """What the check of a summary finds (U65)."""

    NAME = "name", _("Name of a participant")
    INITIALS = "initials", _("Initials")
    TITLE = "title", _("Title with a name")
    AFFILIATION = "affiliation", _("Affiliation of a participant")
    QUOTE = "quote", _("Words taken over from a participant")
    ADDRESS = "address", _("Address or handle")
    POINTER = "pointer", _("Words that point to somebody")


class RecusalSource(models.TextChoices):
    OWN = "own", _("Stepped aside")
    ASSESSMENT = "assessment", _("By the assessment of interests")


NIGHT_ENDS, NIGHT_BEGINS = 7, 22  # local hours: a meeting outside 07:00-22:00 is a night meeting (G3)
SHOWN_FROM = 5  # fewer answers than this are not broken down by profile

_T = _("Counted from the start of the session.")
convening_days = define("meetings.convening-days", 42, _("Convening note: days before the start"), _T, least=7, most=120)
agenda_days = define("meetings.agenda-days", 28, _("Provisional agenda: days before the start"), _T, least=3, most=90)
paper_days = define("meetings.paper-days", 14, _("Papers: days before the start"), _T, least=1, most=60)
comment_days = define("meetings.comment-days", 3, _("Comments on papers: days before the start"), _T, least=0, most=30)
draft_days = define("meetings.draft-days", 10, _("Draft summary: working days after the start"), _T, least=1, most=40)
check_days = define(
    "meetings.check-days",
    10,
    _("Members’ check: working days after the draft"),
    _("Two working weeks to read and answer."),
    least=3,
    most=40,
)
public_days = define("meetings.public-days", 30, _("Public summary: days after the start"), _T, least=5, most=180)
link_before = define(
    "meetings.link-before", 60, _("Joining link: minutes before the start"), _("Early enough to try sound and picture."), least=5, most=1440
)
link_after = define(
    "meetings.link-after",
    60,
    _("Joining link: minutes after the end"),
    _("Sessions overrun; who drops out comes back."),
    least=0,
    most=1440,
)
refresh_days = define(
    "meetings.refresh-days",
    14,
    _("Interests are asked for: days before the start"),
    _("Time enough to look through them, near enough to be true on the day."),
    least=1,
    most=60,
)
quorum_percent = define(
    "meetings.quorum-percent", 33, _("Quorum: per cent of active members"), _("A third; needed only to adopt."), least=0, most=100
)
link_hours = define(
    "meetings.registration-link-hours",
    48,
    _("Public meeting: hours in which a registration can be confirmed"),
    _("Two days, so that a letter read the next morning is in time."),
    least=1,
    most=336,
)
registration_kept_months = define(
    "retention.registration-months",
    3,
    _("Months that registrations for a public meeting are kept after it"),
    _("Long enough to answer questions about the meeting and to write the report."),
    least=0,
    most=24,
)
