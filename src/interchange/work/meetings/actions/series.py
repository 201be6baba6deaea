"""Series, and planning a session in one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import actions as search
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.numbering import BETWEEN, next_under
from interchange.work.meetings.actions import deadlines
from interchange.work.meetings.actions.common import locked, place_in_time
from interchange.work.meetings.actions.documents import new_document
from interchange.work.meetings.models import JoiningLink, Series, Session
from interchange.work.meetings.vocabulary import BEFORE_START, Audience, DocumentKind, SessionKind, SessionState

FIELDS = ("title", "about", "kind", "audience", "level", "topics", "place")
# words that stand elsewhere in numbers or addresses
RESERVED = {BETWEEN, "INF", "APP", "MEM", "LET", "CALL", "MS", "HOURS", "CALENDAR", "NEW-SERIES", "CLOCK-RULES", "BETWEEN", "REVISE"}


def make_series(actor: Viewer, values: Mapping[str, Any], *, at: datetime) -> Series:
    """A new series. Its body ("TEN-LAB") stands in every number it gives and is never changed. Raises `Refused` naming each field."""
    require(actor, "series.manage")
    body = str(values.get("body", "")).strip().upper()
    problems = _check(values)
    if not body or len(body) > 12 or not body[0].isalpha() or not all((sign.isalnum() and sign.isascii()) or sign == "-" for sign in body):
        problems.append(Problem("body", _("A code has letters, digits and hyphens, at most 12."), _("For example TEN-LAB.")))
    elif body in RESERVED or Series.objects.filter(body=body).exists():
        problems.append(Problem("body", _("This code is taken."), _("Choose another.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        made = Series.objects.create(
            slug=body.lower(), body=body, title=values["title"].strip(), about=str(values.get("about", "")).strip(),
            kind=values.get("kind") or SessionKind.PLENARY, audience=values.get("audience") or Audience.MEMBERS,
            level=values.get("level") or Level.PUBLIC, topics=list(values.get("topics") or []), made_at=at,
        )  # fmt: skip
        record(actor, "series.made", made, at=at, after={"body": made.slug, "kind": made.kind, "level": made.level})
        return made


def plan_session(actor: Viewer, series_id: int, values: Mapping[str, Any], *, at: datetime) -> Session:
    """Plan the next session of a series. It gets its number now, for good; a time may come later. Raises `Refused` naming each field."""
    require(actor, "session.manage")
    problems = _check(values)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        series = see(actor, "series.manage", pk=series_id)
        number = int(next_under(series.body).rsplit("/", 1)[1])
        made = Session(
            series=series, number=number, state=SessionState.PLANNED, changed_at=at, made_at=at, title=values["title"].strip(),
            about=str(values.get("about", "")).strip(), kind=values.get("kind") or series.kind,
            audience=values.get("audience") or series.audience, level=values.get("level") or series.level,
            topics=list(values.get("topics") or series.topics), place=str(values.get("place", "")).strip(),
        )  # fmt: skip
        if values.get("local_day") and values.get("local_time"):
            _not_past(values, at)
            zone = values.get("time_zone") or made.time_zone
            place_in_time(made, values["local_day"], values["local_time"], zone, int(values.get("minutes") or 120))
        elif values.get("minutes"):
            made.minutes = int(values["minutes"])
        made.save()
        deadlines.write(made)
        new_document(actor, made, DocumentKind.AGENDA, title=_("Agenda"), level=Level.MEMBERS, topics=made.topics, at=at)  # TEN/3/1, always
        record(
            actor, "session.planned", made, at=at, after={"state": made.state, "symbol": made.symbol.lower(), "starts_at": made.starts_at}
        )
        search.put(made)
        return made


def _not_past(values: Mapping[str, Any], at: datetime) -> None:
    if values["local_day"] < at.date():
        raise Refused.of("local_day", _("This day is over."), _("Choose a day to come."))


def edit_session(actor: Viewer, session_id: int, values: Mapping[str, Any], *, revision: int, at: datetime) -> Session:
    """Change what a session is called and about, before it starts. Raises `Stale` for an older revision, `Refused` naming each field.

    Its time is changed by `set_time`, which tells those invited.
    """
    problems = _check(values)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        session = locked(actor, "session.manage", session_id)
        if session.revision != revision:
            raise Stale(session)
        if session.state not in (*BEFORE_START, SessionState.POSTPONED):
            raise Refused.of("", _("The session has begun or is over; its announcement stays as it was."), "")
        if session.convened_at is not None and (values.get("audience") or session.audience) != session.audience:
            raise Refused.of(
                "audience", _("Invitations are out; who is invited is settled."), _("Cancel the session, or invite people by name.")
            )
        before = {"level": session.level, "kind": session.kind}
        for name in FIELDS:
            if name in values:
                new = values[name]
                setattr(session, name, new.strip() if isinstance(new, str) else new)
        session.revision += 1
        session.save()
        after = {"level": session.level, "kind": session.kind, "revision": session.revision}
        record(actor, "session.edited", session, at=at, before=before, after=after)
        search.put(session)
        return session


def set_joining_link(actor: Viewer, session_id: int, *, url: str, note: str = "", at: datetime) -> JoiningLink | None:
    """Say where to join remotely; an empty address takes the link away. Only those who said yes see it, and only around the session."""
    if url and not url.startswith("https://"):
        raise Refused.of("url", _("A joining link begins with https://."), _("Copy the whole address."))
    with transaction.atomic():
        session = locked(actor, "session.chair", session_id)
        if not url:
            JoiningLink.objects.filter(session=session).delete()
            made = None
        else:
            made, _new = JoiningLink.objects.update_or_create(session=session, defaults={"url": url, "note": note.strip()})
        record(actor, "session.link-set", session, at=at, after={"link": bool(url)})
        return made


def _check(values: Mapping[str, Any]) -> list[Problem]:
    problems = []
    title = str(values.get("title", "")).strip()
    if not title or len(title) > 160:
        problems.append(Problem("title", _("It needs a title of at most 160 characters."), _("Say in a few words what it is about.")))
    for name, known in (("kind", SessionKind.values), ("audience", Audience.values), ("level", Level.values)):
        if values.get(name) and values[name] not in known:
            problems.append(Problem(name, _("That is not one of the choices."), _("Choose an entry of the list.")))
    if set(values.get("topics") or []) - set(vocabulary.codes("topics")):
        problems.append(Problem("topics", _("That is not one of the topics."), _("Choose entries of the list.")))
    return problems
