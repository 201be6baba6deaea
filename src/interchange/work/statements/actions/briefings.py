"""Briefings: begun from what the house knows, edited, searched for names, released as page, PDF and mail in one transaction."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send_all
from interchange.ground.text.render import plain
from interchange.ground.vocabulary.numbering import next_number
from interchange.network.states import queries as states
from interchange.work.statements import composing, queries
from interchange.work.statements.actions.common import refuse, words
from interchange.work.statements.models import Briefing, LeftIn
from interchange.work.statements.vocabulary import BRIEFING_MOVES, TEXT_LIMIT, TITLE_LIMIT, BriefingState

LONGEST = 3 * TEXT_LIMIT


def begin_briefing(actor: Viewer, *, title: str, first_day: date, last_day: date, level: str, at: datetime) -> Briefing:
    """Begin a briefing about a span of days with a draft from the journal and the outcomes. The same title and days again give the first draft."""
    require(actor, "briefing.write")
    said = " ".join(title.split())
    problems = []
    if not 1 <= len(said) <= TITLE_LIMIT:
        problems.append(Problem("title", _("A briefing needs a title of at most %(n)d characters.") % {"n": TITLE_LIMIT}))
    if last_day < first_day or (last_day - first_day).days > 400:
        problems.append(Problem("last_day", _("The last day comes after the first, within thirteen months."), _("Choose other days.")))
    if level not in {Level.PUBLIC, Level.STATES}:
        problems.append(Problem("level", _("A briefing is public or for Member States."), _("Choose one.")))
    refuse(problems)
    with transaction.atomic():
        same = Briefing.objects.filter(title=said, first_day=first_day, last_day=last_day, state=BriefingState.DRAFT).first()
        if same is not None:
            return same
        made = Briefing.objects.create(
            number=next_number("BRF", at.year, width=3), title=said, first_day=first_day, last_day=last_day, level=level, text=composing.compose(first_day, last_day),
            made_at=at, changed_at=at,
        )  # fmt: skip
        record(actor, "briefing.begun", made, at=at, after={"state": made.state, "first": first_day, "last": last_day, "level": level})
        return made


def _locked(actor: Viewer, pk: int) -> Briefing:
    return see(actor, "briefing.write", Briefing.objects.select_for_update(of=("self",)), pk=pk)


def save_briefing(actor: Viewer, pk: int, *, text: str, revision: int, at: datetime) -> Briefing:
    """Change the draft. Raises `Stale` where somebody changed it since `revision` was read."""
    said = words("text", text, _("Write the briefing."), limit=LONGEST) + "\n"
    with transaction.atomic():
        found = _locked(actor, pk)
        if found.text == said:
            return found
        if found.revision != revision:
            raise Stale(found)
        found.text, found.revision, found.changed_at = said, found.revision + 1, at
        found.save(update_fields=["text", "revision", "changed_at"])
        record(actor, "briefing.changed", found, at=at, after={"revision": found.revision})
        return found


def leave_in(actor: Viewer, pk: int, *, excerpt: str, reason: str, at: datetime) -> LeftIn:
    """Leave words in that the check found, with a reason. Only words that it did find. Again is harmless."""
    said = words("reason", reason, _("Leaving this in needs a reason."), _("For example: the name of a tool, not of a member."))
    with transaction.atomic():
        found = _locked(actor, pk)
        if excerpt not in {one.text[:300] for one in queries.names_left(found)}:
            held = found.left_in.filter(excerpt=excerpt).first()
            if held is not None:
                return held
            raise Refused.of("", _("The check does not find these words any more."), _("Reload the page."))
        made = LeftIn.objects.create(briefing=found, excerpt=excerpt, reason=said, by_id=actor.me, at=at)
        record(actor, "briefing.left-in", found, at=at, after={"left_in": made.pk}, reason=said)
        return made


def release_briefing(actor: Viewer, pk: int, *, at: datetime) -> Briefing:
    """Release it: page and PDF for its readers from this instant, and a letter with its words to whoever speaks for a State, all at once.

    The text is searched for names once more: `Refused` while a place is neither gone nor left in with a reason. Again is harmless.
    """
    with transaction.atomic():
        done = Briefing.objects.filter(pk=pk, state=BriefingState.RELEASED).first()
        if done is not None:
            require(actor, "briefing.write")
            return done
        found = _locked(actor, pk)
        left = queries.names_left(found)
        if left:
            raise Refused.of(
                "",
                _("The check found %d places that may tell who took part.") % len(left),
                _("Take them out, or leave each in with a reason."),
            )
        found.state, found.released_at, found.released_by_id = BRIEFING_MOVES.target("release", found.state), at, actor.me
        found.save()
        record(actor, "briefing.released", found, at=at, before={"state": "draft"}, after={"state": found.state, "level": found.level})
        people = sorted({person for each in states.all_speakers(at).values() for person in each})
        values = {"number": found.number, "title": found.title, "text": plain(found.text), "url": found.get_absolute_url()}
        drafts = [
            Draft("statements.briefing", values, person_id=person, subject=found, key=f"statements.briefing:{found.pk}:{person}")
            for person in people
        ]
        send_all(SYSTEM, drafts, at=at)
        return found
