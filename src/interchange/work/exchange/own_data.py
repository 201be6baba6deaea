"""What this room holds of a person. What they said under the rule of non-attribution is not among it: nothing ties it to them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground.accounts.own_data import Erased, Item, Kept, held, provide
from interchange.ground.files.models import StoredFile
from interchange.work.exchange.models import Answer, Ask, Attachment, Named, Offer, Question
from interchange.work.exchange.vocabulary import AskState, OfferState


def _collect(person_id: int) -> dict[str, Any]:
    return {
        "questions": list(Question.objects.filter(asker_id=person_id).values("number", "title", "text", "topics", "state", "asked_at")),
        "answers": list(
            Answer.objects.filter(author_id=person_id).values("question__number", "text", "sources", "said_at", "accepted_at", "removed_at")
        ),
        "asked": list(Ask.objects.filter(person_id=person_id).values("question__number", "state", "asked_at", "replied_at")),
        "offers": list(Offer.objects.filter(person_id=person_id).values("title", "text", "topics", "state", "made_at")),
        "named_in": list(Named.objects.filter(person_id=person_id).values_list("question__number", flat=True)),
    }


def _files(person_id: int) -> Iterable[StoredFile]:
    return [
        one.stored
        for one in Attachment.objects.filter(answer__author_id=person_id, stored__removed_at__isnull=True).select_related("stored")
    ]


def _plan(person_id: int) -> list[Item]:
    plan: list[Item] = []
    found = held(
        person_id,
        asks=Ask.objects.filter(person_id=person_id),
        offers=Offer.objects.filter(person_id=person_id),
        questions=Question.objects.filter(asker_id=person_id),
        answers=Answer.objects.filter(author_id=person_id),
    )
    if found & {"asks", "offers"}:
        plan.append(Erased(_("your offers of help, and what you were asked about")))
    if found & {"questions", "answers"}:
        plan.append(Kept(_("your questions and answers, without your name"), _("others build on them")))
    return plan


def _erase(person_id: int, at: datetime) -> None:
    Ask.objects.filter(person_id=person_id, state=AskState.ASKED).delete()
    Named.objects.filter(person_id=person_id).delete()
    Offer.objects.filter(person_id=person_id).update(text="", title=_("Erased"), state=OfferState.ENDED)


provide("exchange", collect=_collect, plan=_plan, erase=_erase, files=_files)
