"""Who works with whom."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell import exports
from interchange.work.exchange import cooperation as figures
from interchange.work.exchange.views import crumb, page


@door("cooperation.view")
def cooperation(request: HouseRequest) -> HttpResponse:
    """Pairs of people by their groups, for one half-year; the same numbers as picture, table and file."""
    splits = {"profile": _("By profile"), "sector": _("By sector"), "region": _("By regional group")}
    halves = figures.halves(clock.now())
    split = request.GET.get("by") if request.GET.get("by") in splits else "profile"
    half = next((one for one in halves if one.code == request.GET.get("half")), halves[0])
    shown = figures.matrix(str(split), half)
    if request.GET.get("format") in {"csv", "json"}:
        few = _("fewer than 5")
        rows = [
            (half.code, label, shown.labels[x][1], few if cell is None else cell)
            for y, (label, row) in enumerate(shown.rows)
            for x, cell in enumerate(row[: y + 1])
        ]
        return exports.table(request, "cooperation", ["half_year", "group", "other_group", "pairs"], rows)
    context = {
        "matrix": shown,
        "picture": figures.drawn(shown, f"{splits[str(split)]}, {half.label}"),
        "splits": [(code, label, code == split) for code, label in splits.items()],
        "halves": [(one, one == half) for one in halves],
        "split": split,
        "half": half,
        "crumbs": crumb((_("Who works with whom"), "")),
    }
    return page(request, "exchange/cooperation.html", context)
