"""Change an option, a Member State's entry or a holiday. Every change has a reason and stands in the journal."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary import queries
from interchange.ground.vocabulary.models import Holiday, MemberState, Option
from interchange.ground.vocabulary.options import DEFINITIONS, Definition
from interchange.ground.vocabulary.vocabulary import DevelopmentStatus, Standing

TEXT_LIMIT = 200  # characters of an option that is a text
NAME_LIMIT = 80  # characters of a holiday's name
Value = int | bool | str


def _definition(key: str) -> Definition:
    if key not in DEFINITIONS:
        raise NotAllowed("option.set")  # shown as 404, like everything that is not there
    return DEFINITIONS[key]


def _no_reason(reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem("reason", _("A change needs a reason."), _("Say in a few words why."))]


def _wrong_value(definition: Definition, value: Value) -> list[Problem]:
    if isinstance(definition.default, bool):
        return [] if isinstance(value, bool) else [Problem("value", _("This is a question of yes or no."), _("Choose one."))]
    if isinstance(definition.default, int):
        if isinstance(value, bool) or not isinstance(value, int):
            return [Problem("value", _("This is a whole number."), _("Write digits only."))]
        least, most = definition.least, definition.most
        if (least is not None and value < least) or (most is not None and value > most):
            bounds = {"least": "−∞" if least is None else least, "most": "∞" if most is None else most}
            return [Problem("value", _("%(value)d is out of bounds.") % {"value": value}, _("Between %(least)s and %(most)s.") % bounds)]
        return []
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_LIMIT:
        return [Problem("value", _("This is a text of 1 to %(n)d characters.") % {"n": TEXT_LIMIT})]
    return []


def _code(value: Value) -> int | bool | None:
    """What may stand in the journal: numbers and booleans; a text could hold anything and stays out."""
    return None if isinstance(value, str) else value


def set_option(actor: Viewer, key: str, value: Value, *, reason: str, at: datetime) -> Option:
    """Set an option from now on. Setting what it is already changes nothing.

    Raises `Refused` naming "value" (wrong kind, out of the bounds that its definition names) and "reason" (none given), and
    `NotAllowed` for a key that no room defined.
    """
    require(actor, "option.set")
    definition = _definition(key)
    problems = _wrong_value(definition, value) + _no_reason(reason)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        held = Option.objects.select_for_update().filter(key=key).first()
        if held is not None and held.value == value and type(held.value) is type(value):
            return held
        before = definition.default if held is None else held.value
        made, _made = Option.objects.update_or_create(key=key, defaults={"value": value, "changed_at": at})
        record(
            actor,
            "option.set",
            ("vocabulary.option", key),
            at=at,
            before={"key": key, "value": _code(before)},
            after={"key": key, "value": _code(value)},
            reason=reason,
        )
        return made


def reset_option(actor: Viewer, key: str, *, reason: str, at: datetime) -> Value:
    """Go back to the default; returns it. Harmless where it is in force already. Raises `Refused` without a reason."""
    require(actor, "option.set")
    definition = _definition(key)
    problems = _no_reason(reason)
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        held = Option.objects.select_for_update().filter(key=key).first()
        if held is not None:
            before = held.value
            held.delete()
            record(
                actor,
                "option.reset",
                ("vocabulary.option", key),
                at=at,
                before={"key": key, "value": _code(before)},
                after={"key": key, "value": _code(definition.default)},
                reason=reason,
            )
    return definition.default


def set_state(
    actor: Viewer, iso2: str, *, region: str, development_status: str, since: date | None, reason: str, at: datetime
) -> MemberState:
    """Note a Member State's regional group (its own choice), since when, and the development status it stated ("": not stated).

    Raises `Refused` naming "region", "development_status", "since" or "reason". Entering what stands there changes nothing.
    """
    require(actor, "state.edit")
    problems = _no_reason(reason)
    if region not in queries.codes("regions"):
        problems.append(Problem("region", _("There is no such regional group."), _("Choose one from the list.")))
    if development_status and development_status not in DevelopmentStatus.values:
        problems.append(Problem("development_status", _("There is no such status."), _("Choose one from the list.")))
    if since is not None and since > at.astimezone(clock.network_zone()).date():
        problems.append(Problem("since", _("This day is still to come."), _("Enter the change when it is in force.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        state = MemberState.objects.select_for_update().filter(pk=iso2).first()
        if state is None:
            raise NotAllowed("state.edit")
        before = {"region": state.region, "development_status": state.development_status, "since": state.region_since}
        after = {"region": region, "development_status": development_status, "since": since}
        if before == after:
            return state
        state.region, state.development_status, state.region_since = region, development_status, since
        state.save(update_fields=["region", "development_status", "region_since"])
        record(actor, "state.edited", state, at=at, before=before, after=after, reason=reason)
        transaction.on_commit(queries.forget)
        return state


def set_holiday(actor: Viewer, day: date, *, name: str, standing: str, reason: str, at: datetime) -> Holiday:
    """Enter or confirm a holiday of the offices at Geneva, or note that they work on that day after all.

    Deadlines that were set already are instants and stay; only those counted from now on change. Raises `Refused` naming "day" (it is
    past), "name", "standing" or "reason". Entering what stands there changes nothing.
    """
    require(actor, "holiday.edit")
    problems = _no_reason(reason)
    if day < at.astimezone(clock.network_zone()).date():
        problems.append(Problem("day", _("This day is past."), _("What was counted with it stays as it was.")))
    if not name.strip() or len(name.strip()) > NAME_LIMIT:
        problems.append(Problem("name", _("A name of 1 to %(n)d characters is needed.") % {"n": NAME_LIMIT}))
    if standing not in {Standing.CONFIRMED, Standing.WORKING}:
        problems.append(Problem("standing", _("It is either a holiday or a working day."), _("Choose one.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        held = Holiday.objects.select_for_update().filter(pk=day).first()
        if held is not None and (held.standing, held.name) == (standing, name.strip()):
            return held
        before = {"standing": held.standing} if held is not None else {}
        made, _made = Holiday.objects.update_or_create(pk=day, defaults={"name": name.strip(), "standing": standing, "changed_at": at})
        record(
            actor, "holiday.set", ("vocabulary.holiday", day.isoformat()), at=at, before=before, after={"standing": standing}, reason=reason
        )
        return made
