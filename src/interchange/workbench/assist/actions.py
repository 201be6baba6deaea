"""Ask for help with a text; delete a run."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary import queries as vocabulary
from interchange.workbench.assist import aids, service
from interchange.workbench.assist.models import Run
from interchange.workbench.assist.vocabulary import TEXT_LIMIT, Kind, Nature, RunState, closed_texts, members_texts


def may_be_sent(nature: str) -> bool:
    """Whether a text of that nature may leave the house, as the options say."""
    return nature == Nature.OPEN or (nature == Nature.MEMBERS and members_texts()) or (nature == Nature.CLOSED and closed_texts())


def ask(actor: Viewer, *, kind: str, nature: str, text: str, language: str = "", send: bool = True, at: datetime) -> Run:
    """Have the house's own aids made at once and, where an endpoint is set, may be used for such a text and is wanted (`send`), ask it in the worker.

    Raises `Refused` naming "kind", "nature", "text" or "language"; a text that may not leave the house is refused where it was to be sent.
    """
    require(actor, "assist.ask")
    problems = []
    if kind not in Kind.values:
        problems.append(Problem("kind", _("There is no such help."), _("Choose one of the list.")))
    if nature not in Nature.values:
        problems.append(Problem("nature", _("Say who may read the text."), _("It decides where it may go.")))
    if not text.strip():
        problems.append(Problem("text", _("There is no text."), _("Paste the text that you want help with.")))
    elif len(text) > TEXT_LIMIT:
        problems.append(Problem("text", _("At most %(n)d characters.") % {"n": TEXT_LIMIT}, _("Take it in parts.")))
    wanted = send and service.is_on()
    if kind == Kind.TRANSLATION and language not in vocabulary.LANGUAGES:
        problems.append(Problem("language", _("Into which language?"), _("Choose one of the list.")))
    if wanted and nature in Nature.values and not may_be_sent(nature):
        problems.append(
            Problem(
                "nature", _("Such a text may not be sent to the AI service."), _("Untick “ask the AI service”: the house helps by itself.")
            )
        )
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        made = Run.objects.create(
            owner_id=actor.me, kind=kind, nature=nature, language=language if kind == Kind.TRANSLATION else "", text=text.strip(),
            aids=aids.of(actor, text), state=RunState.WAITING if wanted else RunState.AIDS, asked_at=at,
        )  # fmt: skip
        record(actor, "assist.asked", made, at=at, after={"kind": kind, "nature": nature, "sent": wanted, "characters": len(text)})
        if wanted:
            from interchange.workbench.assist.tasks import answer

            transaction.on_commit(lambda: answer.enqueue(str(made.pk)))
        return made


def delete(actor: Viewer, pk: Any, *, at: datetime) -> None:
    """Delete a run for good."""
    with transaction.atomic():
        found = see(actor, "assist.own", Run.objects.select_for_update(), pk=pk)
        record(actor, "assist.deleted", found, at=at)
        found.delete()
