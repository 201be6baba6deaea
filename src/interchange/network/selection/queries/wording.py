"""Values of the balance and the solver's reasons in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground.vocabulary.vocabulary import DevelopmentStatus
from interchange.network.calls.vocabulary import Gender
from interchange.network.selection import neighbours, solver
from interchange.network.selection.vocabulary import NOT_STATED, Dimension

SCHEMES = {
    Dimension.PROFILE: "profiles",
    Dimension.SECTOR: "sectors",
    Dimension.ORGANISATION_KIND: "organisation-kinds",
    Dimension.REGION: "regions",
}


def value_label(dimension: str, value: str) -> str:
    """A value in words."""
    if value == NOT_STATED:
        return _("not stated")
    if dimension == Dimension.GENDER:
        return str(Gender(value).label) if value in Gender.values else value
    if dimension == Dimension.DEVELOPMENT:
        return str(DevelopmentStatus(value).label) if value in DevelopmentStatus.values else value
    if dimension in SCHEMES:
        return neighbours.label(SCHEMES[Dimension(dimension)], value)
    if dimension == Dimension.NATIONALITY:
        return neighbours.countries().get(value, value)
    return value.replace("-", " ")


def key_label(key: solver.Key) -> str:
    """A dimension and a value of it in words."""
    return f"{Dimension(key[0]).label}: {value_label(*key)}"


def why(reason: solver.Reason, places: int, numbers: dict[int, str]) -> str:
    """Why a person is in or out of a suggested set, in a sentence."""
    said = {
        "keys": ", ".join(key_label(key) for key in reason.keys),
        "other": numbers.get(reason.other, "") if reason.other is not None else "",
        "loss": f"{reason.loss:.1f}",
        "rank": reason.rank,
        "places": places,
    }
    match reason.code:
        case "kept":
            return _("In: chosen by an officer before.")
        case "left":
            return _("Out: an officer decided otherwise before.")
        case "in-rank" if reason.keys:
            return _("In: place %(rank)d by points. Also counts for %(keys)s.") % said
        case "in-rank":
            return _("In: place %(rank)d by points.") % said
        case "in-target":
            return _("In: place %(rank)d by points, needed for the target %(keys)s.") % said
        case "in-caps":
            return _("In: place %(rank)d by points; people with more points would break a cap or miss a target.") % said
        case "out-cap" if said["other"]:
            return (
                _(
                    "Out: place %(rank)d by points, but the cap is reached for %(keys)s. "
                    "Instead of %(other)s it would be possible, at a cost of %(loss)s points."
                )
                % said
            )
        case "out-cap":
            return _("Out: place %(rank)d by points, but the cap is reached for %(keys)s.") % said
        case "out-swap":
            return (
                _("Out: place %(rank)d by points, but a target would be missed: the best exchange, for %(other)s, costs %(loss)s points.")
                % said
            )
        case "out-rank":
            return _("Out: place %(rank)d by points of %(places)d places; the best exchange, for %(other)s, costs %(loss)s points.") % said
    return _("Out: place %(rank)d by points; every place is taken by choices made before.") % said


def warning(goal: solver.Goal | None, count: int) -> str:
    """How far a count is from a target, in words; "" where it is met or nothing is wished for."""
    if goal is None:
        return ""
    if goal.minimum is not None and count < goal.minimum:
        said = {"n": goal.minimum - count, "least": goal.minimum}
        return ngettext("%(n)d below the least of %(least)d", "%(n)d below the least of %(least)d", said["n"]) % said
    if goal.maximum is not None and count > goal.maximum:
        said = {"n": count - goal.maximum, "most": goal.maximum}
        return ngettext("%(n)d above the most of %(most)d", "%(n)d above the most of %(most)d", said["n"]) % said
    if goal.aim is not None and count != goal.aim:
        said = {"n": abs(goal.aim - count), "aim": goal.aim}
        return ngettext("%(n)d from the aim of %(aim)d", "%(n)d from the aim of %(aim)d", said["n"]) % said
    return ""
