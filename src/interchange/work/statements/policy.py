"""A State chooses who reads what it filed (F6): everyone, Member States and members, or the Secretariat alone. Its own people read all of its own.

What is drafted in answer is the Secretariat's until it is given. Who typed a statement is for the State and the Secretariat.
"""

from django.db.models import Q

from interchange.ground.files import purposes
from interchange.ground.policy.levels import Level, levels_open_to, speaks_for_a_state
from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rows, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.states.policy import own, states_of
from interchange.work.statements.models import Answer, Attachment, Backing, Briefing, Round, RoundPaper, Statement
from interchange.work.statements.vocabulary import BriefingState, RoundState

FILE = "statements.statement"
office = role(Role.OFFICER)
overseers = role(Role.OFFICER, Role.ADMINISTRATOR)


def _open(viewer: Viewer) -> Q:
    return Q(level__in=[level for level in levels_open_to(viewer) if level != Level.RESTRICTED])


def _statements(viewer: Viewer) -> Q:
    if overseers(viewer):
        return EVERYTHING
    mine = states_of(viewer)
    backed = Q(pk__in=Backing.objects.filter(member_state__in=mine).values("statement_id")) if mine else NOTHING
    return _open(viewer) | own(viewer) | backed


def _words(viewer: Viewer) -> Q:
    """Statements whose words the viewer may read: of one that was withdrawn only the State and the Secretariat do, others find its number."""
    return _statements(viewer) & (EVERYTHING if overseers(viewer) else Q(withdrawn_at__isnull=True) | own(viewer))


def _rounds(viewer: Viewer) -> Q:
    return EVERYTHING if overseers(viewer) else ~Q(state=RoundState.DRAFT) & _open(viewer)


rule("statement.view", Statement, who=anyone, which=_statements, conflict=(FILE, "pk"))
rule("statement.read", Statement, who=anyone, which=_words, conflict=(FILE, "pk"))
rule("statement.file", who=speaks_for_a_state)
rule("statement.own", Statement, who=speaks_for_a_state, which=lambda v: own(v), conflict=(FILE, "pk"))
rule(
    "statement.correspond",
    Statement,
    who=lambda v: overseers(v) or speaks_for_a_state(v),
    which=lambda v: EVERYTHING if overseers(v) else own(v),
    conflict=(FILE, "pk"),
)
rule("statement.handle", Statement, who=office, which=lambda v: EVERYTHING, conflict=(FILE, "pk"))
rule(
    "answer.view",
    Answer,
    who=anyone,
    which=lambda v: (
        EVERYTHING if overseers(v) else Q(given_at__isnull=False, statement__in=rows(v, "statement.read").order_by().values("pk"))
    ),
    conflict=(FILE, "statement_id"),
)
rule("consultation.view", Round, who=anyone, which=_rounds)
rule("consultation.manage", Round, who=office, which=lambda v: EVERYTHING)
rule("consultation.comment", Round, who=speaks_for_a_state, which=lambda v: Q(state=RoundState.OPEN) & _open(v))
rule("briefing.view", Briefing, who=anyone, which=lambda v: EVERYTHING if overseers(v) else Q(state=BriefingState.RELEASED) & _open(v))
rule("briefing.write", Briefing, who=office, which=lambda v: Q(state=BriefingState.DRAFT))


def _attachments(viewer: Viewer) -> Q:
    return Q(pk__in=Attachment.objects.filter(statement__in=rows(viewer, "statement.read").order_by().values("pk")).values("file_id"))


def _papers(viewer: Viewer) -> Q:
    return Q(pk__in=RoundPaper.objects.filter(round__in=rows(viewer, "consultation.view").order_by().values("pk")).values("file_id"))


PDF = ["application/pdf"]
purposes.define("statement-file", label="Attachment of a statement", max_bytes=20_000_000, kinds=PDF, readable=_attachments)
purposes.define("round-paper", label="Paper of a round", max_bytes=20_000_000, kinds=PDF, readable=_papers)
