"""Rounds of comments: prepared, opened for all States at one instant, made longer for everyone, published with the table of dispositions."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.files.actions import remove, store
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.numbering import next_number
from interchange.work.statements.actions.common import end_of, refuse, words
from interchange.work.statements.actions.releasing import begin
from interchange.work.statements.models import Release, Round, RoundPaper
from interchange.work.statements.vocabulary import (
    ROUND_MOVES,
    TEXT_LEAST,
    TEXT_LIMIT,
    TITLE_LIMIT,
    ReleaseKind,
    Rendering,
    RoundState,
    StatementState,
    round_days,
)


def _locked(actor: Viewer, pk: int) -> Round:
    return see(actor, "consultation.manage", Round.objects.select_for_update(), pk=pk)


def _too_short(closes_at: datetime, at: datetime) -> list[Problem]:
    zone = clock.network_zone()
    first = at.astimezone(zone).date() + timedelta(days=int(round_days()))
    if closes_at.astimezone(zone).date() >= first:
        return []
    words_ = {"n": int(round_days()), "day": first.isoformat()}
    return [Problem("closes_on", _("A round is open for at least %(n)d days.") % words_, _("Choose %(day)s or later.") % words_)]


def prepare_round(
    actor: Viewer, given: Mapping[str, Any], *, at: datetime, round_id: int | None = None, revision: int | None = None
) -> Round:
    """Prepare a round, or change one that is not open: title, note, template, level, closes_on (a day; its last second in `time_zone` counts).

    Raises `Refused` with every problem, `Stale` where it was changed since `revision` was read.
    """
    require(actor, "consultation.manage")
    title, note = " ".join(str(given.get("title", "")).split()), str(given.get("note", "")).strip()
    zone = str(given.get("time_zone") or clock.network_zone())
    problems = []
    if not 1 <= len(title) <= TITLE_LIMIT:
        problems.append(Problem("title", _("A round needs a title of at most %(n)d characters.") % {"n": TITLE_LIMIT}))
    if not TEXT_LEAST <= len(note) <= TEXT_LIMIT:
        problems.append(Problem("note", _("Write the opening note."), _("Say what is asked, why, and what happens with the comments.")))
    if given.get("level") not in {Level.PUBLIC, Level.STATES}:
        problems.append(Problem("level", _("Papers of a round are public or for Member States."), _("Choose one.")))
    closes_on, closes_at = given.get("closes_on"), None
    if not isinstance(closes_on, date):
        problems.append(Problem("closes_on", _("Say on which day it closes."), ""))
    else:
        try:
            closes_at = end_of(closes_on, zone, "closes_on")
            problems += _too_short(closes_at, at)
        except Refused as wrong:
            problems += wrong.problems
    refuse(problems)
    with transaction.atomic():
        if round_id is None:
            made = Round(number=next_number("RND", at.year, width=3), made_at=at)
        else:
            made = _locked(actor, round_id)
            if made.state != RoundState.DRAFT:
                raise NotAMove("Round", made.state, "change")
            if revision is not None and made.revision != revision:
                raise Stale(made)
            made.revision += 1
        made.title, made.note, made.template = title, note, str(given.get("template", "")).strip()[:4000]
        made.level, made.time_zone = str(given["level"]), zone
        made.closes_at = closes_at  # type: ignore[assignment]  # refused above where there is none
        made.save()
        record(actor, "consultation.prepared", made, at=at, after={"state": made.state, "closes_at": made.closes_at, "level": made.level})
        return made


def add_paper(actor: Viewer, pk: int, *, title: str, language: str, rendering: str, file: "UploadedFile[Any]", at: datetime) -> RoundPaper:
    """Put a paper in a round that is not open yet: nobody but the Secretariat can open it, or learn of it, before."""
    problems = []
    if not 1 <= len(title.strip()) <= TITLE_LIMIT:
        problems.append(Problem("title", _("A paper needs a title.")))
    if language not in dict(vocabulary.languages()):
        problems.append(Problem("language", _("That language is not known."), _("Choose one of the list.")))
    if rendering and rendering not in Rendering.values:
        problems.append(Problem("rendering", _("Say what it is."), _("Choose one of the list.")))
    refuse(problems)
    with transaction.atomic():
        found = _locked(actor, pk)
        if found.state != RoundState.DRAFT:
            raise NotAMove("Round", found.state, "add a paper")
        kept = store(actor, file, purpose="round-paper", field="file", at=at)
        made = RoundPaper.objects.create(round=found, title=title.strip(), language=language, rendering=rendering, file=kept)
        record(actor, "consultation.paper-added", found, at=at, after={"paper": made.pk, "language": language, "sha256": kept.sha256})
        return made


def take_paper_out(actor: Viewer, paper_id: int, *, at: datetime) -> Round:
    """Take a paper out of a round that is not open yet."""
    with transaction.atomic():
        paper = RoundPaper.objects.select_related("file").filter(pk=paper_id).first()
        found = _locked(actor, paper.round_id if paper else 0)
        if found.state != RoundState.DRAFT or paper is None:
            raise NotAMove("Round", found.state, "take a paper out")
        file = paper.file
        paper.delete()
        remove(actor, file, at=at)
        record(actor, "consultation.paper-removed", found, at=at, after={"paper": paper_id})
        return found


def open_round(actor: Viewer, pk: int, *, at: datetime) -> Round:
    """Open a round: every State can read its papers from this very instant; the worker writes to all of them. Again is harmless."""
    with transaction.atomic():
        found = _locked(actor, pk)
        if found.state == RoundState.OPEN:
            return found
        problems = _too_short(found.closes_at, at)
        if not found.papers.exists():
            problems.append(Problem("", _("A round has at least one paper."), _("Add the paper that is to be commented on.")))
        refuse(problems)
        found.state, found.opens_at = ROUND_MOVES.target("open", found.state), at
        found.save()
        record(
            actor,
            "consultation.opened",
            found,
            at=at,
            before={"state": "draft"},
            after={"state": found.state, "opens_at": at, "closes_at": found.closes_at},
        )
        begin(actor, found, ReleaseKind.OPENING, at=at)
        return found


def extend_round(actor: Viewer, pk: int, *, closes_on: date, reason: str, at: datetime) -> Round:
    """Give everybody more time, with a reason; never less. Comments that were marked late stay so marked only if they are late by the new moment."""
    said = words("reason", reason, _("Longer time needs a reason."), _("Every State reads it."))
    with transaction.atomic():
        found = _locked(actor, pk)
        closes_at = end_of(closes_on, found.time_zone, "closes_on")
        if closes_at == found.closes_at:
            return found
        target = ROUND_MOVES.target("extend", found.state)
        if closes_at <= found.closes_at or closes_at <= at:
            raise Refused.of("closes_on", _("The new day comes after the one that was given."), _("Choose a later day."))
        before, found.closes_at, found.state = found.closes_at, closes_at, target
        found.save()
        found.comments.filter(late=True, filed_at__lt=closes_at + timedelta(seconds=1)).update(late=False)
        record(actor, "consultation.extended", found, at=at, before={"closes_at": before}, after={"closes_at": closes_at}, reason=said)
        begin(actor, found, ReleaseKind.EXTENSION, at=at)
        return found


def publish_round(actor: Viewer, pk: int, *, text: str, at: datetime) -> Round:
    """Publish the final text with the table: what became of each comment, and why. All States at once. Again is harmless.

    Raises `Refused` before the closing second is over, and while a comment has no disposition.
    """
    said = words("text", text, _("Write the final text."), limit=3 * TEXT_LIMIT)
    with transaction.atomic():
        found = _locked(actor, pk)
        if found.state == RoundState.PUBLISHED:
            return found
        target = ROUND_MOVES.target("publish", found.state)
        if at < found.closes_at + timedelta(seconds=1):
            raise Refused.of(
                "", _("The round is open until %s.") % clock.in_words(found.closes_at, actor.time_zone), _("Comments may still come.")
            )
        left = found.comments.filter(disposition="").exclude(state=StatementState.WITHDRAWN).count()
        if left:
            raise Refused.of("", _("%d comments have no disposition yet.") % left, _("Say of each what became of it, and why."))
        before, found.state = found.state, target
        found.final_text, found.published_at = said, at
        found.save()
        record(
            actor,
            "consultation.published",
            found,
            at=at,
            before={"state": before},
            after={"state": found.state, "comments": found.comments.count()},
        )
        begin(actor, found, ReleaseKind.FINAL, at=at)
        return found


__all__ = ["Release", "add_paper", "extend_round", "open_round", "prepare_round", "publish_round", "take_paper_out"]
