"""The figures: for each what it is called, what it means, and which events of the journal it counts (DOMAIN X1)."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interchange.work.statements.vocabulary import PUT_BEFORE

Words = str | Promise

SECTIONS: dict[str, Words] = {
    "calls": _("Calls and selection"),
    "members": _("Members"),
    "meetings": _("Meetings"),
    "direction": _("What members decided to work on"),
    "states": _("Input of Member States"),
    "integrity": _("Interests, patents, complaints"),
    "knowledge": _("What the network knows"),
    "data": _("Letters and personal data"),
}


@dataclass(frozen=True)
class Figure:
    """How often something happened in a year.

    Counted are events with one of `verbs`, of `kind` where it is given, whose values hold `where` (after) and `was` (before); with
    `distinct` each thing, or each pair of thing and the named value, counts once a year. `people`: it tells of what people did, so small
    numbers are hidden and it moves by five.
    """

    code: str
    section: str
    label: Words
    meaning: Words
    verbs: tuple[str, ...]
    kind: str = ""
    where: dict[str, object] = field(default_factory=dict)
    distinct: str = ""
    people: bool = False


@dataclass(frozen=True)
class Wait:
    """How long something took: from the first of `begin` to the first of `end` about one thing, counted in the year in which it ended.

    `late`: the value of the beginning that names the day by which it was due, where there is one.
    """

    code: str
    section: str
    label: Words
    meaning: Words
    begin: tuple[str, ...]
    end: tuple[str, ...]
    kind: str
    due: str = ""


FIGURES = (
    Figure("calls-published", "calls", _("Calls published"), _("Calls for applications opened to the public."), ("call.published",)),
    Figure("applications", "calls", _("Applications submitted"), _("Applications sent in, each counted once."), ("application.submitted",), distinct="thing"),
    Figure("applications-withdrawn", "calls", _("Applications withdrawn"), _("Taken back by the applicant before a decision."), ("application.withdraw",), people=True),
    Figure("reviews", "calls", _("Reviews"), _("Reviews filed; each application is read by two people who do not see each other’s marks."), ("review.filed",), kind="calls.application"),
    Figure("third-reviews", "calls", _("Reviews that differed widely"), _("Applications whose two reviews differed so much that a third was asked."), ("review.diverged",)),
    Figure("decisions", "calls", _("Decisions"), _("Applications decided by the Secretariat."), ("application.decide",)),
    Figure("offers", "calls", _("Offers made"), _("Places offered."), ("application.offer",)),
    Figure("offers-accepted", "calls", _("Offers accepted"), _("Places accepted."), ("application.accept-offer",)),
    Figure("reviews-asked", "calls", _("Requests for review"), _("Decisions that an applicant asked to have looked at again."), ("appeal.filed",), people=True),
    Figure("admitted", "members", _("Members admitted"), _("Memberships that began."), ("membership.admitted",)),
    Figure("ended", "members", _("Memberships ended"), _("Memberships that ended, for whatever reason."), ("membership.end",), people=True),
    Figure("resigned", "members", _("Resignations"), _("Members who said that they leave."), ("membership.resigned",), people=True),
    Figure("offices", "members", _("Offices given"), _("Appointments as chair, vice-chair or rapporteur."), ("membership.appointed",)),
    Figure("meetings", "meetings", _("Meetings held"), _("Sessions that were opened."), ("session.open",), distinct="thing"),
    Figure("attendances", "meetings", _("Attendances"), _("People in the room or connected, each counted once a session."), ("attendance.here",), distinct="person"),
    Figure("papers", "meetings", _("Papers issued"), _("Documents issued under a number."), ("document.issued",)),
    Figure("opened", "meetings", _("Papers opened wider"), _("Documents that more people may read than before."), ("document.opened",)),
    Figure("adopted", "meetings", _("Outcomes adopted in a session"), _("Decisions, conclusions and referrals adopted with quorum."), ("outcome.adopted",)),
    Figure("written", "meetings", _("Outcomes adopted in writing"), _("Adopted by a call for consensus among all members."), ("outcome.decided-in-writing",)),
    Figure("objections", "meetings", _("Objections raised"), _("Reasoned objections to a text put for consensus."), ("objection.raised",)),
    Figure("objections-met", "meetings", _("Objections met"), _("Objections answered so that they no longer stand."), ("objection.met",)),
    Figure("summaries", "meetings", _("Summaries published"), _("Summaries of sessions; they name nobody who spoke."), ("summary.published",)),
    Figure("questions-of-states", "states", _("Questions to a meeting"), _("Questions that a Member State put to a session."), (PUT_BEFORE, "statement.put-to-session")),
    Figure("topics", "direction", _("Topics proposed"), _("Topics that a member showed to the members."), ("topic.publish",)),
    Figure("topics-adopted", "direction", _("Topics adopted"), _("Topics that became a work item."), ("topic.adopted",)),
    Figure("rounds", "direction", _("Rounds counted"), _("Secret rounds in which members ranked topics, closed and counted."), ("round.counted",)),
    Figure("items-closed", "direction", _("Work items closed"), _("Work items that ended with a report."), ("item.close",)),
    Figure("peer-questions", "direction", _("Questions among members"), _("Questions that members put to each other."), ("peer-question.asked",)),
    Figure("peer-answers", "direction", _("Answers among members"), _("Answers that members gave."), ("peer-answer.given",)),
    Figure("statements", "states", _("Statements filed"), _("Submissions, questions, suggestions, requests and comments of Member States."), ("statement.filed",)),
    Figure("statements-answered", "states", _("Statements answered"), _("Answers drafted by one officer, cleared by another and given."), ("statement.answer",)),
    Figure("statements-disposed", "states", _("Comments with a disposition"), _("Comments in rounds that got a disposition with its reason."), ("statement.dispose",), distinct="thing"),
    Figure("briefings", "states", _("Briefings released"), _("Briefings for Member States; they name nobody who spoke."), ("briefing.released",)),
    Figure("declarations", "integrity", _("Declarations of interests"), _("Declarations filed or renewed."), ("interests.declared",)),
    Figure("confirmed", "integrity", _("Interests confirmed before a meeting"), _("Members who confirmed before a session that their declaration still holds."), ("interests.confirmed",)),
    Figure("conflicts", "integrity", _("Conflicts of interest recorded"), _("Files or items closed to somebody because of a conflict."), ("conflict.recorded",), people=True),
    Figure("stepped-aside", "integrity", _("Stepped aside"), _("Reviewers and members who stepped aside from a file or an item."), ("review.recused", "item.stepped-aside"), people=True),
    Figure("ipr", "integrity", _("Patent disclosures"), _("Disclosures of patents or other rights that touch an item."), ("ipr.disclosed",)),
    Figure("proceedings", "integrity", _("Proceedings"), _("Proceedings opened to end a membership against the member’s will."), ("proceeding.opened",), people=True),
    Figure("records", "knowledge", _("Works published"), _("Papers and reports published in the repository by members."), ("record.published",)),
    Figure("records-withdrawn", "knowledge", _("Works withdrawn"), _("Works withdrawn; their page says so and why."), ("record.withdrawn",)),
    Figure("terms-agreed", "knowledge", _("Terms agreed"), _("Concepts of the lexicon agreed by members."), ("term.agree",)),
    Figure("lexicon-releases", "knowledge", _("Releases of the lexicon"), _("Numbered states of the lexicon."), ("lexicon.released",)),
    Figure("map-changes", "knowledge", _("Changes of the map"), _("Proposals to the map published after two reviews."), ("map.published",)),
    Figure("map-releases", "knowledge", _("Releases of the map"), _("Numbered states of the map."), ("map.released",)),
    Figure("letters", "data", _("Series of letters released"), _("Series of letters that a second officer released."), ("batch.released",)),
    Figure("erasures", "data", _("People erased"), _("People whose data was erased at their wish or after its time."), ("person.erased",), people=True),
    Figure("incidents", "data", _("Incidents"), _("Incidents in which personal data was seen, lost, changed or out of reach."), ("incident.opened",)),
    Figure("incidents-told", "data", _("Incidents of which people were told"), _("Incidents whose notice went to everybody whose data they may have reached."), ("incident.people-told",), distinct="thing"),
    Figure("unmasked", "data", _("Names looked up"), _("Times an auditor looked at the names behind the journal, each with a reason."), ("journal.unmasked",)),
)  # fmt: skip

WAITS = (
    Wait("decision-review", "calls", _("Answer to a request for review"), _("Days from the request to its answer."), ("appeal.filed",), ("appeal.answered",), "selection.reviewrequest"),
    Wait("statement-answer", "states", _("Answer to a statement"), _("Days from filing to the answer; time that a State took to clarify is in it."), ("statement.filed",), ("statement.answer",), "statements.statement"),
    Wait("summary", "meetings", _("Summary of a meeting"), _("Days from the end of a session to its published summary."), ("session.close",), ("session.publish",), "meetings.session"),
    Wait("actions", "meetings", _("Actions done"), _("Days from giving an action to its being done; late is what was done after its day."), ("action.given",), ("action.finish",), "meetings.actionpoint", due="due"),
)  # fmt: skip

# People by group. The first two name a scheme of the reference lists; each is published by `ground/disclosure`.
ATTENDANCE = "attendance"
INTERESTS = "interests"
TABLES: dict[str, tuple[Words, Words]] = {
    "members.profiles": (_("Members by profile"), _("Members who are active or on leave.")),
    "members.regions": (_("Members by regional group"), _("By the Member State in which a member lives; others are in no group.")),
    "members.organisation-kinds": (_("Members by kind of organisation"), _("The kind of organisation that a member works for.")),
    "attendance.profiles": (_("Attendances by profile"), _("Attendances of members at all sessions so far, each counted once a session.")),
    "attendance.regions": (_("Attendances by regional group"), _("The same, by regional group.")),
    "interests.categories": (_("Members by interests declared"), _("Members whose present declaration names an interest of the kind; one may name several.")),
}  # fmt: skip
OVERLAPPING = {"interests.categories"}  # one person may be in several groups
