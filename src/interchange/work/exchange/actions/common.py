"""What several verbs share."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from django.db.models import Q
from django.utils.translation import gettext as _

from interchange.ground import clock, sealing
from interchange.ground.errors import Problem
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send_all
from interchange.work.exchange import vocabulary as words
from interchange.work.exchange.models import Question

PLACE = re.compile(r"(https?://[^\s<>\"'\\]+|/(?!/)[^\s<>\"'\\]*)$")


def day_of(at: datetime) -> datetime:
    """The beginning of that day at the network's seat: the moment under which sealed things stand, so that the time tells nothing of who."""
    return datetime.combine(at.astimezone(clock.network_zone()).date(), time(), tzinfo=clock.network_zone())


def moment_of(question: Question, at: datetime) -> datetime:
    """When something about a question is said to have happened."""
    return day_of(at) if question.unattributed else at


def known_as(question: Question, actor: Viewer) -> Viewer:
    """Under which name the journal and letters keep what somebody did: the house's, where nothing is attributed."""
    return SYSTEM if question.unattributed else actor


def mark(question: Question, actor: Viewer) -> str:
    """The actor's seal on a question; empty where names are kept."""
    return sealing.seal(question.secret, actor.me) if question.unattributed else ""


def fingerprint(question_id: int, who: str, text: str) -> str:
    """SHA-256 of question, author and words, without regard to spaces."""
    return hashlib.sha256("\0".join([str(question_id), who, " ".join(text.split())]).encode()).hexdigest()


def need(field: str, text: str, missing: str, remedy: str, most: int) -> list[Problem]:
    """A problem where a text is empty or longer than `most` characters."""
    if not text.strip():
        return [Problem(field, missing, remedy)]
    if len(text) > most:
        return [Problem(field, _("At most %(n)d characters.") % {"n": most}, _("Shorten it."))]
    return []


def wrong_sources(sources: Sequence[Mapping[str, str]]) -> list[Problem]:
    """Problems of an answer's sources: each needs an address of the web or of this house."""
    if len(sources) > words.SOURCES:
        return [Problem("sources", _("At most %(n)d sources.") % {"n": words.SOURCES}, _("Name the best."))]
    if any(not PLACE.match(one["url"]) or len(one["url"]) > 400 for one in sources):
        return [Problem("sources", _("Each line needs an address."), _("Write “Title | https://...”, one a line."))]
    return []


def clean_sources(sources: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Sources as they are kept; one without a title is called by its address."""
    return [{"title": (one.get("title", "").strip() or one["url"])[:200], "url": one["url"].strip()} for one in sources]


def tell(template: str, question: Question, people: Iterable[int], key: str, *, at: datetime) -> int:
    """Write to people about a question, each once for the key, but to nobody with a conflict; returns to how many."""
    values = {"title": question.title, "number": question.number, "url": f"/exchange/questions/{question.pk}/"}
    told = sorted(set(people))
    if told:
        told = sorted(set(told) - barred(question))
        send_all(
            SYSTEM,
            [Draft(template, values, person_id=pk, subject=question, key=f"{template}:{question.pk}:{key}:{pk}") for pk in told],
            at=at,
        )
    return len(told)


def barred(question: Question) -> set[int]:
    """Those with a conflict about the question or about a thing that it names. Two queries."""
    about = Q(kind="exchange.question", object_id=question.pk)
    for kind, key in question.named.filter(person__isnull=True).values_list("subject_kind", "subject_id"):
        if key.isdecimal():
            about |= Q(kind=kind, object_id=int(key))
    return set(Conflict.objects.filter(about).values_list("person_id", flat=True))
