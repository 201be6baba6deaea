"""Making, publishing, extending calls."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send
from interchange.ground.search import actions as search
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.numbering import next_number
from interchange.network.calls.defaults import CRITERIA
from interchange.network.calls.models import Call, Criterion, Question
from interchange.network.calls.queries import standing_texts
from interchange.network.calls.vocabulary import REQUIRED_TEXTS, ApplicationState, CallState, QuestionKind

OWN_ADDRESSES = frozenset({"feed", "interests", "manage", "my-interests", "my-texts", "texts"})  # pages of the room beside those of calls
FIELDS = ("title", "summary", "body", "opens_at", "closes_at", "time_zone", "places", "profiles")


def create_call(actor: Viewer, values: Mapping[str, Any], *, at: datetime) -> Call:
    """A new call in preparation, with the default criteria and the standing texts. Raises `Refused` naming each wrong field."""
    require(actor, "call.edit")
    _check(values, at)
    with transaction.atomic():
        number = next_number("CALL", at.year, width=1)
        base = slugify(values["title"])[:50] or "call"
        slug = base if base not in OWN_ADDRESSES and not Call.objects.filter(slug=base).exists() else f"{base}-{number.rsplit('/', 1)[1]}"
        call = Call.objects.create(number=number, slug=slug, **{name: values[name] for name in FIELDS if name in values})
        call.texts.set(standing_texts(at).values())
        for order, criterion in enumerate(CRITERIA, 1):
            Criterion.objects.create(call=call, order=order, **criterion)
        record(
            actor,
            "call.created",
            call,
            at=at,
            after={"state": call.state, "number": call.number, "opens_at": call.opens_at, "closes_at": call.closes_at},
        )
        return call


def edit_call(actor: Viewer, call_id: int, values: Mapping[str, Any], *, revision: int, at: datetime) -> Call:
    """Change a call in preparation; once it is open, only its texts may be mended. Raises `Stale` for an older revision."""
    with transaction.atomic():
        call = see(actor, "call.edit", Call.objects.select_for_update(), pk=call_id)
        if call.revision != revision:
            raise Stale(call)
        frozen = call.state != CallState.DRAFT and call.opens_at <= at
        wanted = {name: values[name] for name in FIELDS if name in values}
        if frozen:
            changed = [
                name for name in ("opens_at", "closes_at", "places", "profiles") if name in wanted and wanted[name] != getattr(call, name)
            ]
            if changed:
                raise Refused(
                    *(
                        Problem(name, _("The call is open; this is frozen."), _("Extend the closing date by its own action, for everyone."))
                        for name in changed
                    )
                )
        else:
            _check({**{name: getattr(call, name) for name in FIELDS}, **wanted}, at)
        before = {"opens_at": call.opens_at, "closes_at": call.closes_at, "places": call.places}
        for name, value in wanted.items():
            setattr(call, name, value)
        call.revision += 1
        call.save()
        record(
            actor,
            "call.edited",
            call,
            at=at,
            before=before,
            after={"opens_at": call.opens_at, "closes_at": call.closes_at, "places": call.places, "fields": sorted(wanted)},
        )
        _find(call)
        return call


def set_criteria(actor: Viewer, call_id: int, criteria: Sequence[Mapping[str, Any]], *, at: datetime) -> Call:
    """Put the criteria in place of the present ones. Weights add up to 100; frozen once the call has opened."""
    with transaction.atomic():
        call = _thawed(actor, call_id, at)
        total = sum(int(entry["weight"]) for entry in criteria)
        if total != 100:
            raise Refused.of("criteria", _("The weights add up to %s.") % total, _("Make them add up to 100."))
        call.criteria.all().delete()
        for order, entry in enumerate(criteria, 1):
            Criterion.objects.create(
                call=call,
                order=order,
                **{name: entry[name] for name in ("key", "title", "description", "weight", "anchors") if name in entry},
            )
        record(actor, "call.criteria-set", call, at=at, after={"weights": {entry["key"]: int(entry["weight"]) for entry in criteria}})
        return call


def set_questions(actor: Viewer, call_id: int, questions: Sequence[Mapping[str, Any]], *, at: datetime) -> Call:
    """Put the call's own questions in place of the present ones; frozen once the call has opened."""
    with transaction.atomic():
        call = _thawed(actor, call_id, at)
        for entry in questions:
            if entry["kind"] in {QuestionKind.CHOICE, QuestionKind.CHOICES} and not entry.get("choices"):
                raise Refused.of("questions", _("“%s” offers no choices.") % entry["label"], _("Give at least two."))
        call.questions.all().delete()
        for order, entry in enumerate(questions, 1):
            Question.objects.create(
                call=call,
                order=order,
                **{name: entry[name] for name in ("key", "label", "help", "kind", "choices", "limit", "required") if name in entry},
            )
        record(actor, "call.questions-set", call, at=at, after={"questions": [entry["key"] for entry in questions]})
        return call


def publish_call(actor: Viewer, call_id: int, *, at: datetime) -> Call:
    """Make a call public. Refused for a closing that is past, a missing text version, or weights that do not add up."""
    with transaction.atomic():
        call = see(actor, "call.edit", Call.objects.select_for_update(), pk=call_id)
        if call.state == CallState.PUBLISHED:
            return call
        if call.state != CallState.DRAFT:
            raise NotAMove("Call", call.state, "publish")
        problems = []
        if call.closes_at <= at:
            problems.append(Problem("closes_at", _("The closing is past."), _("Choose a later one.")))
        kinds = set(call.texts.filter(published_at__isnull=False).values_list("kind", flat=True))
        lacking = [str(kind.label) for kind in REQUIRED_TEXTS if kind not in kinds]
        if lacking:
            problems.append(Problem("texts", _("No published version of: %s.") % ", ".join(lacking), _("Publish the text first.")))
        if sum(call.criteria.values_list("weight", flat=True)) != 100:
            problems.append(Problem("criteria", _("The weights do not add up to 100."), _("Mend the criteria.")))
        if not call.profiles:
            problems.append(Problem("profiles", _("The call asks for no profile."), _("Choose at least one.")))
        if problems:
            raise Refused(*problems)
        call.state, call.published_at = CallState.PUBLISHED, at
        call.save(update_fields=["state", "published_at"])
        record(actor, "call.published", call, at=at, before={"state": "draft"}, after={"state": call.state})
        _find(call)
        return call


def extend_call(actor: Viewer, call_id: int, closes_at: datetime, *, at: datetime, reason: str) -> Call:
    """Move the closing later, for everyone; holders of drafts are told. Never earlier, never after it has passed."""
    with transaction.atomic():
        call = see(actor, "call.edit", Call.objects.select_for_update(), pk=call_id)
        if call.state != CallState.PUBLISHED or call.closes_at < at:
            raise Refused.of("closes_at", _("Only a call that has not closed can be extended."), _("Open a new call."))
        if closes_at <= call.closes_at:
            raise Refused.of("closes_at", _("The new closing is not later."), _("A call can be extended, never cut short."))
        if not reason.strip():
            raise Refused.of("reason", _("An extension needs a reason."), _("It is told to everyone."))
        before = call.closes_at
        call.closes_at = closes_at
        call.revision += 1
        call.save(update_fields=["closes_at", "revision"])
        record(actor, "call.extended", call, at=at, before={"closes_at": before}, after={"closes_at": closes_at}, reason=reason)
        for draft in call.applications.filter(state=ApplicationState.DRAFT).select_related("person"):
            values = {
                "call": call.title,
                "closes": clock.in_words(closes_at, draft.person.time_zone),
                "url": f"/calls/{call.slug}/apply/",
                "reason": reason,
            }
            send(
                SYSTEM,
                Draft("calls.extended", values, person_id=draft.person_id, key=f"calls.extended:{draft.pk}:{closes_at.isoformat()}"),
                at=at,
            )
        _find(call)
        return call


def cancel_call(actor: Viewer, call_id: int, *, at: datetime, reason: str) -> Call:
    """Give a call up before it has opened."""
    return _end(actor, call_id, CallState.CANCELLED, "call.cancelled", at=at, reason=reason)


def archive_call(actor: Viewer, call_id: int, *, at: datetime, reason: str = "") -> Call:
    """Put a closed call away; it stays readable."""
    return _end(actor, call_id, CallState.ARCHIVED, "call.archived", at=at, reason=reason)


def _end(actor: Viewer, call_id: int, state: CallState, verb: str, *, at: datetime, reason: str) -> Call:
    with transaction.atomic():
        call = see(actor, "call.edit", Call.objects.select_for_update(), pk=call_id)
        if call.state == state:
            return call
        fits = (
            call.state == CallState.DRAFT or call.opens_at > at
            if state == CallState.CANCELLED
            else call.state == CallState.PUBLISHED and call.closes_at < at
        )
        if not fits:
            raise NotAMove("Call", call.state, state)
        before = call.state
        call.state = state
        call.save(update_fields=["state"])
        record(actor, verb, call, at=at, before={"state": before}, after={"state": state}, reason=reason)
        _find(call)
        return call


def _thawed(actor: Viewer, call_id: int, at: datetime) -> Call:
    call = see(actor, "call.edit", Call.objects.select_for_update(), pk=call_id)
    if call.state != CallState.DRAFT and call.opens_at <= at:
        raise Refused.of(
            "", _("The call is open; criteria and questions are frozen."), _("What everyone was told cannot change under them.")
        )
    return call


def _check(values: Mapping[str, Any], at: datetime) -> None:
    problems = []
    if not str(values.get("title", "")).strip():
        problems.append(Problem("title", _("A call needs a title."), _("Give one.")))
    if values["closes_at"] <= values["opens_at"]:
        problems.append(Problem("closes_at", _("The call would close before it opens."), _("Choose a later closing.")))
    if values["closes_at"] <= at:
        problems.append(Problem("closes_at", _("The closing is past."), _("Choose a later one.")))
    unknown = set(values.get("profiles", [])) - vocabulary.codes("profiles")
    if unknown:
        problems.append(Problem("profiles", _("Unknown profile: %s.") % ", ".join(sorted(unknown)), _("Choose from the list.")))
    try:
        clock.zone(values.get("time_zone", "Europe/Zurich"))
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(*problems)


def _find(call: Call) -> None:
    search.put(call)
