"""What a State does: file, make wider, clarify, withdraw, give a translation."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, Problem, Refused
from interchange.ground.files.actions import store
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import is_wider
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import actions as search
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.numbering import next_number
from interchange.ground.vocabulary.workdays import working_deadline
from interchange.network.states import queries as states
from interchange.network.states.policy import states_of
from interchange.work.meetings.models import Session
from interchange.work.statements import linked, places
from interchange.work.statements.actions.common import (
    ACKNOWLEDGE,
    ANSWER,
    CLARIFY,
    CLEAR,
    DISPOSE,
    end_of,
    locked,
    move,
    owe_office,
    refuse,
    settle_all,
    tell,
    words,
)
from interchange.work.statements.models import LEVELS, Attachment, Backing, Clarification, Link, Round, Statement, Translation
from interchange.work.statements.vocabulary import (
    FILES_MOST,
    TEXT_LEAST,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Kind,
    Rendering,
    StatementState,
    acknowledge_days,
    answer_days,
)


def is_late(closes_at: datetime, at: datetime) -> bool:
    """Whether something comes after the closing second: the whole of that second is in time."""
    return at.replace(microsecond=0) > closes_at


def _behind(actor: Viewer, state: str, group: str, named: Sequence[str]) -> tuple[list[str], str, list[Problem]]:
    """The States that stand behind it, the group's name, and what is wrong with them."""
    if not group:
        return (
            [state],
            "",
            [Problem("states", _("States are named for a group only."), _("Choose the group, or name none."))] if named else [],
        )
    found = next((one for one in states.coordinated(actor) if one.code == group), None)
    if found is None or found.coordinator != state:
        return (
            [],
            "",
            [
                Problem(
                    "group",
                    _("Your State does not coordinate this group."),
                    _("File it for your State alone, or ask the Secretariat to note the coordinator."),
                )
            ],
        )
    chosen = sorted(set(named))
    outside = [code for code in chosen if code not in found.states]
    problems = []
    if outside:
        listed = ", ".join(vocabulary.country(code) for code in outside)
        problems.append(
            Problem("states", _("Not in the group’s list: %s.") % listed, _("Take them out, or ask the Secretariat to change the list."))
        )
    if not set(chosen) - {state}:
        problems.append(
            Problem(
                "states",
                _("Name each State on whose behalf this is filed."),
                _("States that are not named are not shown as supporting it."),
            )
        )
    return sorted({*chosen, state}), found.name, problems


def file_statement(
    actor: Viewer, given: Mapping[str, Any], *, states: Sequence[str] = (), files: Sequence["UploadedFile[Any]"] = (), round_id: int | None = None, session_id: int | None = None, at: datetime
) -> Statement:  # fmt: skip
    """File something for one's State, or for a group that it coordinates: `given` are kind, title, text, language, level, member_state (needed where
    one speaks for several), group, about. `states` are those on whose behalf it is filed, each by code; none is taken for granted.

    The receipt comes at once. The same words from the same State again give the first statement. A comment after the closing second is marked late, never
    refused. With `session_id` it is put to a session to come: it stands beside it, and first among what its agenda can take up. Raises `Refused` with every
    problem: kind, title, text, level, member_state, group, states (one that is not in the group's list), files, session.
    """
    require(actor, "statement.file")
    title = " ".join(str(given.get("title", "")).split())
    text = str(given.get("text", "")).replace("\r\n", "\n").strip()
    kind, level, language = str(given.get("kind", "")), str(given.get("level", "")), str(given.get("language") or "en")
    mine = states_of(actor)
    state = str(given.get("member_state") or (mine[0] if len(mine) == 1 else ""))
    group = str(given.get("group") or "")
    about = " ".join(str(given.get("about", "")).split())[:200]
    problems = []
    if kind not in Kind.values or (kind == Kind.COMMENT) != (round_id is not None):
        problems.append(Problem("kind", _("Say what it is."), _("Choose one of the list; a comment is given in on its round’s page.")))
    if not 1 <= len(title) <= TITLE_LIMIT:
        problems.append(
            Problem(
                "title", _("It needs a title of at most %(n)d characters.") % {"n": TITLE_LIMIT}, _("Say in a few words what it is about.")
            )
        )
    if not TEXT_LEAST <= len(text) <= TEXT_LIMIT:
        limits = {"least": TEXT_LEAST, "most": f"{TEXT_LIMIT:,}"}
        problems.append(
            Problem("text", _("The text has from %(least)d to %(most)s characters.") % limits, _("Attach what is longer as a file."))
        )
    if language not in dict(vocabulary.languages()):
        problems.append(Problem("language", _("That language is not known."), _("Choose one of the list.")))
    if level not in LEVELS:
        problems.append(Problem("level", _("Say who may read it."), _("Choose one of the list.")))
    if len(files) > FILES_MOST:
        problems.append(Problem("files", _("At most %(n)d files.") % {"n": FILES_MOST}, _("Put some of them together.")))
    behind, group_name = [state], ""
    if state not in mine:
        problems.append(Problem("member_state", _("You do not speak for this State."), _("Choose one of yours.")))
    else:
        behind, group_name, more = _behind(actor, state, group, states)
        problems += more
    session = places.session_to_come(actor, session_id, at) if session_id is not None else None
    if session_id is not None and session is None:
        problems.append(Problem("session", _("The session takes no questions now."), _("Put it to the next one, or to none.")))
    refuse(problems)
    with transaction.atomic():
        found_round = see(actor, "consultation.comment", Round.objects.select_for_update(), pk=round_id) if round_id is not None else None
        same = (
            Statement.objects.filter(member_state=state, kind=kind, title=title, text=text, round=found_round)
            .exclude(state=StatementState.WITHDRAWN)
            .first()
        )
        if same is not None:
            return same
        day = at.astimezone(clock.network_zone()).date()
        made = Statement.objects.create(
            number=next_number("MS", at.year, width=3), kind=kind, member_state_id=state, group=group, group_name=group_name, by_id=actor.me, title=title, text=text,
            language=language, level=level, filed_at=at, acknowledge_by=working_deadline(at, int(acknowledge_days())), about=about, round=found_round,
            target_at=end_of(day + timedelta(days=int(answer_days()))), late=found_round is not None and is_late(found_round.closes_at, at),
        )  # fmt: skip
        Backing.objects.bulk_create(Backing(statement=made, member_state_id=code) for code in behind)
        for upload in files:
            Attachment.objects.create(statement=made, file=store(actor, upload, purpose="statement-file", field="files", at=at))
        after = {"state": made.state, "kind": kind, "by": state, "level": level, "late": made.late, "states": len(behind)}
        record(actor, "statement.filed", made, at=at, after=after)
        if session is not None:
            put_to(actor, made, session, at=at)
        search.put(made)
        if found_round is None:
            owe_office(ACKNOWLEDGE, made, at=at, due_at=made.acknowledge_by)
            owe_office(ANSWER, made, at=at, due_at=made.target_at)
        else:
            owe_office(DISPOSE, made, at=at, due_at=None)
        filed = clock.in_words(at, actor.time_zone)
        tell(
            made,
            "receipt",
            "filed",
            at=at,
            filed=filed,
            late=made.late,
            comment=found_round is not None,
            target=clock.in_words(made.target_at, actor.time_zone),
        )
        return made


def put_to(actor: Viewer, made: Statement, session: Session, *, at: datetime) -> Link:
    """Put a statement to a session, in the caller's transaction: it stands beside it from now on."""
    kind, key = "meetings.session", str(session.pk)
    link = Link.objects.create(
        statement=made, subject_kind=kind, subject_id=key, label=f"{session.symbol} {session.title}"[:200], url=session.get_absolute_url(), made_at=at
    )  # fmt: skip
    linked.forget()
    transaction.on_commit(linked.forget)
    record(actor, "statement.put-to-session", made, at=at, after={"session": session.pk})
    return link


def widen(actor: Viewer, pk: int, *, level: str, at: datetime) -> Statement:
    """Let more people read a statement. The same level again changes nothing. Raises `Refused` where fewer would: what was read cannot be unread."""
    with transaction.atomic():
        found = locked(actor, "statement.own", pk)
        if level not in LEVELS:
            raise Refused.of("level", _("Say who may read it."), _("Choose one of the list."))
        if level == found.level:
            return found
        if found.withdrawn_at is not None:
            raise Refused.of("", _("It was withdrawn."), _("File it anew."))
        if not is_wider(level, found.level):
            raise Refused.of(
                "level",
                _("It can be read by more people already; that cannot be made narrower."),
                _("Withdraw it if you must: its number and the day stay, its words go."),
            )
        before, found.level = found.level, level
        found.save(update_fields=["level"])
        record(actor, "statement.widened", found, at=at, before={"level": before}, after={"level": level})
        search.put(found)
        return found


def withdraw(actor: Viewer, pk: int, *, at: datetime) -> Statement:
    """Take a statement back before it is answered. Its number, its State and both days stay to be read by whoever could read it; its words do not."""
    with transaction.atomic():
        found = locked(actor, "statement.own", pk)
        if found.state == StatementState.WITHDRAWN:
            return found
        move(actor, found, "withdraw", at=at, withdrawn_at=at)
        settle_all(found, ACKNOWLEDGE, ANSWER, CLARIFY, CLEAR, DISPOSE, at=at)
        search.put(found)
        return found


def clarify(actor: Viewer, pk: int, *, text: str, at: datetime) -> Clarification:
    """Answer what the Secretariat asked. The time that the State took is given back to the clock."""
    said = words("clarification", text, _("Write what the Secretariat asked for."), limit=TEXT_LIMIT)
    with transaction.atomic():
        found = locked(actor, "statement.own", pk)
        asked = found.clarifications.filter(answered_at__isnull=True).first()
        if asked is None:
            last = found.clarifications.last()
            if last is not None and last.answer == said:
                return last
            raise Refused.of("", _("The Secretariat asks nothing now."))
        asked.answer, asked.answered_at = said, at
        asked.save()
        days = (at.astimezone(clock.network_zone()).date() - asked.asked_at.astimezone(clock.network_zone()).date()).days
        target = end_of(found.target_at.astimezone(clock.network_zone()).date() + timedelta(days=days))
        move(actor, found, "clarify", at=at, target_at=target, after={"target_at": target})
        settle_all(found, CLARIFY, at=at)
        owe_office(ANSWER, found, at=at, due_at=target)
        return asked


def translate(actor: Viewer, pk: int, *, language: str, rendering: str, title: str, text: str, at: datetime) -> Translation:
    """Put a text in another language beside the State's own, marked as what it is: the State its own, the Secretariat a courtesy or machine translation."""
    with transaction.atomic():
        found = see(actor, "statement.read", Statement.objects.select_for_update(of=("self",)), pk=pk)
        own = found.member_state_id in states_of(actor)
        if not own:
            require(actor, "statement.handle", found)
        problems = []
        if language not in dict(vocabulary.languages()) or language == found.language:
            problems.append(Problem("language", _("Choose another language than the original’s."), ""))
        if rendering not in Rendering.values or (rendering == Rendering.OFFICIAL and not own):
            problems.append(Problem("rendering", _("Say what it is."), _("Only the State itself can say that a translation is its own.")))
        if not title.strip() or len(title) > TITLE_LIMIT or not text.strip() or len(text) > 2 * TEXT_LIMIT:
            problems.append(Problem("text", _("Give title and text."), ""))
        refuse(problems)
        if found.withdrawn_at is not None:
            raise NotAllowed("statement.read")
        made, _new = Translation.objects.update_or_create(
            statement=found,
            language=language,
            defaults={"rendering": rendering, "title": title.strip(), "text": text.strip(), "made_at": at},
        )
        record(actor, "statement.translated", found, at=at, after={"language": language, "rendering": rendering})
        return made
