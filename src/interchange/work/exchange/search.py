"""Questions with their answers can be found, by members. No name is in the index, so that nobody is found by theirs."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, define
from interchange.ground.text.render import plain
from interchange.work.exchange.models import Question
from interchange.work.exchange.vocabulary import QuestionState


def _document(one: Question) -> Document | None:
    if one.state == QuestionState.WITHDRAWN:
        return None
    answers = [plain(text) for text in one.answers.filter(removed_at__isnull=True).values_list("text", flat=True)]
    return Document(one.title, " · ".join([one.number, plain(one.text), *answers]), f"/exchange/questions/{one.pk}/")


define("question", label=_("Questions"), model=Question, verb="peer-question.list", document=_document)
