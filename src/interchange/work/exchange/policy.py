"""Members and staff read and answer; the asker and those who steer accept, close and ask for help. Conflicts about a question take it away altogether."""

from django.db.models import Q

from interchange.ground import sealing
from interchange.ground.files import purposes
from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import EVERYTHING, NOTHING, role, rows, rule
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.work.exchange import vocabulary as words
from interchange.work.exchange.models import Answer, Ask, Attachment, Offer, Question

CONFLICT = ("exchange.question", "pk")
ON_IT = ("exchange.question", "question_id")
member = role(Role.MEMBER, Role.CHAIR)
steering = role(Role.CHAIR, Role.OFFICER)
STANDING = ~Q(state=words.QuestionState.WITHDRAWN)
TAKES_ANSWERS = Q(state__in=words.LIVE)


def sealed_by(viewer: Viewer) -> Q:
    """The sealed questions that the viewer asked. One query: each seal has a secret of its own."""
    found = Question.objects.filter(unattributed=True).values_list("pk", "secret", "seal")
    return Q(pk__in=[pk for pk, secret, seal in found if sealing.seal(secret, viewer.me) == seal])


def _own(viewer: Viewer) -> Q:
    return Q(asker_id=viewer.me) | sealed_by(viewer)


def _view(viewer: Viewer) -> Q:
    return EVERYTHING if viewer.has(Role.OFFICER) else STANDING | Q(asker_id=viewer.me)


def _kept(viewer: Viewer) -> Q:
    return STANDING & (EVERYTHING if steering(viewer) else _own(viewer))


def _answers(viewer: Viewer) -> Q:
    return Q(question__in=rows(viewer, "peer-question.view").values("pk"))


def _given(viewer: Viewer) -> Q:
    """One's own standing answers to questions that take some."""
    sealed = Answer.objects.filter(author__isnull=True, removed_at__isnull=True).values_list("pk", "question__secret", "seal")
    mine = [pk for pk, secret, seal in sealed if sealing.seal(secret, viewer.me) == seal]
    return Q(question__state__in=words.LIVE, removed_at__isnull=True) & (Q(author_id=viewer.me) | Q(pk__in=mine))


def _removable(viewer: Viewer) -> Q:
    return Q(removed_at__isnull=True) if viewer.has(Role.OFFICER) else _given(viewer)


def _files(viewer: Viewer) -> Q:
    if not is_insider(viewer):
        return NOTHING
    standing = Attachment.objects.filter(
        answer__removed_at__isnull=True, answer__question__in=rows(viewer, "peer-question.view").values("pk")
    )
    return Q(pk__in=standing.values("stored_id"))


rule("peer-question.list", Question, who=is_insider, which=lambda v: STANDING, conflict=CONFLICT)
rule("peer-question.view", Question, who=is_insider, which=_view, conflict=CONFLICT)
rule("peer-question.ask", who=member)
rule("peer-question.own", Question, who=member, which=lambda v: TAKES_ANSWERS & _own(v), conflict=CONFLICT)
rule("peer-question.keep", Question, who=role(Role.MEMBER, Role.CHAIR, Role.OFFICER), which=_kept, conflict=CONFLICT)
rule("peer-question.answer", Question, who=member, which=lambda v: TAKES_ANSWERS, conflict=CONFLICT)
rule("peer-question.discuss", Question, who=is_insider, which=lambda v: STANDING & Q(unattributed=False), conflict=CONFLICT)
rule("peer-answer.view", Answer, who=is_insider, which=_answers)
rule("peer-answer.edit", Answer, who=member, which=_given, conflict=ON_IT)
rule("peer-answer.remove", Answer, who=role(Role.MEMBER, Role.CHAIR, Role.OFFICER), which=_removable, conflict=ON_IT)
rule(
    "help-ask.reply",
    Ask,
    who=member,
    which=lambda v: Q(person_id=v.me, state=words.AskState.ASKED) & Q(question__state__in=words.LIVE),
    conflict=ON_IT,
)
rule("help-offer.list", Offer, who=is_insider, which=lambda v: EVERYTHING)
rule("help-offer.make", who=member)
rule(
    "help-offer.keep",
    Offer,
    who=role(Role.MEMBER, Role.CHAIR, Role.OFFICER),
    which=lambda v: Q(state=words.OfferState.OPEN) & (EVERYTHING if v.has(Role.OFFICER) else Q(person_id=v.me)),
)
rule("help-offer.plan", Offer, who=role(Role.OFFICER, Role.MEETING_MANAGER), which=lambda v: Q(state=words.OfferState.OPEN))
rule("cooperation.view", who=is_insider)
purposes.define(
    "answer",
    label="File of an answer",
    max_bytes=words.FILE_BYTES,
    kinds=["application/pdf"],
    readable=_files,
)
