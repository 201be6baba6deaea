"""The room's letters, and what a reply to one does: it answers the question. None tells who asked or who answered."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates
from interchange.ground.post.models import Letter
from interchange.ground.post.replies import Reply
from interchange.ground.post.vocabulary import Rhythm
from interchange.work.exchange.actions.answering import answer_by_mail
from interchange.work.exchange.models import Question
from interchange.work.exchange.vocabulary import LIVE


def _by_mail(letter: Letter) -> bool:
    """Whether a letter's question takes answers by mail: not under the rule of non-attribution."""
    return Question.objects.filter(pk=letter.subject_id or 0, unattributed=False, state__in=LIVE).exists()


_S = {"name": "Ada Sample", "title": "Which marks survive a second upload?", "number": "TEN/Q/2027/0001", "url": "/exchange/questions/1/"}
_ANSWER = Reply(_("Your reply to this mail is your answer to the question."), answer_by_mail, _by_mail)
templates.define("exchange.asked", title=_("A question is put to you"), essential=False, sample=_S, reply=_ANSWER)
templates.define("exchange.named", title=_("A question names you"), essential=False, sample=_S, reply=_ANSWER)
templates.define("exchange.answered", title=_("An answer to your question"), essential=False, sample=_S)
templates.define("exchange.accepted", title=_("Your answer is accepted"), essential=False, sample=_S)
templates.define("exchange.new", title=_("New questions on your topics"), essential=False, rhythm=Rhythm.WEEKLY, sample=_S, reply=_ANSWER)
kinds.define("exchange.silent", _("Find somebody for {subject}, which nobody has answered"))
