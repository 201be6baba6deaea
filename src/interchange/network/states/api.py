"""Member States for programs: their groups, and whether somebody speaks for them. Who that is has no door here."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema

from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.vocabulary.models import MemberState
from interchange.network.states import queries

router = room("states", _("Member States"), "Member States with their regional groups over time, and the groups that can be spoken for.")


class StateLine(Schema):
    """A Member State. `code` is ISO 3166-1 alpha-2; `speakers`: how many persons speak for it in the network."""

    code: str
    name: str
    region: str
    speakers: int
    url: str


class StateSpell(Schema):
    """A State stood in a regional group, from a day to a day, as far as they are known."""

    region: str
    since: date | None
    until: date | None


class StateWhole(StateLine):
    """A Member State with its groups (their codes) and its regional groups over time, today's first."""

    groups: list[str]
    regions: list[StateSpell]


class StateGroup(Schema):
    """A group of States. `coordinator`: the State whose focal points may speak for it; empty where there is none."""

    code: str
    name: str
    regional: bool
    states: list[str]
    coordinator: str
    since: date | None


def _state(one: Any) -> dict[str, Any]:
    return {"code": one.pk, "name": one.name, "region": one.region, "speakers": one.named, "url": f"{settings.BASE_URL}/states/{one.pk}/"}


@router.get("", response=Page[StateLine], summary="Member States, by name", operation_id="member_states")
@public
def member_states(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """All Member States."""
    return page(request, window, queries.overview(request.viewer).order_by("name", "pk"), _state)


@router.get("/groups", response=Page[StateGroup], summary="Groups of States", operation_id="state_groups")
@public
def state_groups(request: HouseRequest, window: Query[Window]) -> dict[str, Any]:
    """The regional groups and the others, as they stand today."""
    return page(
        request,
        window,
        queries.groups(),
        lambda one: {
            "code": one.code, "name": str(one.name), "regional": one.regional, "states": list(one.states), "coordinator": one.coordinator, "since": one.since,
        },
    )  # fmt: skip


@router.get("/{code}", response=StateWhole, summary="One Member State", operation_id="member_state")
@public
def member_state(request: HouseRequest, code: str) -> dict[str, Any]:
    """A Member State by its code."""
    found: MemberState = queries.state(request.viewer, code.upper()[:3])
    spells = queries.regions_over_time(found)
    return {
        **_state(found),
        "groups": [one.code for one in queries.groups() if found.pk in one.states],
        "regions": [{"region": one.region, "since": one.since, "until": one.until} for one in spells],
    }
