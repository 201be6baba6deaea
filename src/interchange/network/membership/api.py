"""The directory for programs: members for members, those who agreed to be named for everyone else. Never an address."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Schema

from interchange.ground.machines.paging import Page, Window, page
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.network.membership import queries
from interchange.network.membership.models import Membership

router = room("members", _("Members"), "The directory of members, as far as they agreed; how the network is made up.")


class Member(Schema):
    """A member. `sectors`, `time_zone`, `expertise` and `since` are given to members and staff, and to the person."""

    id: int
    number: str
    name: str
    profile: str
    organisation: str
    country: str
    region: str
    topics: list[str]
    state: str
    sectors: list[str] | None = None
    time_zone: str | None = None
    expertise: str | None = None
    since: date | None = None
    url: str


class MemberFilter(Window):
    """Codes of the schemes “profiles”, “topics”, “regions”, and ISO 3166-1 alpha-2 for countries."""

    profile: str = Field(default="", max_length=60)
    topic: str = Field(default="", max_length=60)
    region: str = Field(default="", max_length=60)
    country: str = Field(default="", max_length=2)


class CompositionCell(Schema):
    """A group and how many members it has; null: fewer than five, or hidden so that no small cell can be reckoned."""

    group: str
    members: int | None


class Split(Schema):
    """One way to divide the network."""

    title: str
    cells: list[CompositionCell]


class Composition(Schema):
    """How the network is made up."""

    total: int
    splits: list[Split]


def _member(one: Membership, *, inside: bool) -> dict[str, Any]:
    profile = one.person.profile
    found = {
        "id": one.pk, "number": one.number, "name": one.person.name, "profile": profile.profile, "organisation": profile.organisation,
        "country": profile.country, "region": profile.region, "topics": profile.topics, "state": one.state,
        "url": f"{settings.BASE_URL}/members/{one.pk}/",
    }  # fmt: skip
    if inside:
        found |= {"sectors": profile.sectors, "time_zone": profile.time_zone, "expertise": profile.expertise, "since": one.starts_at.date()}
    return found


@router.get("", response=Page[Member], summary="Members, by name", operation_id="members")
@public
def members(request: HouseRequest, asked: Query[MemberFilter]) -> dict[str, Any]:
    """The members that you may see listed. A code that nobody has finds nobody."""
    found = queries.directory(request.viewer)
    for name in ("profile", "region", "country"):
        if value := getattr(asked, name):
            found = found.filter(**{f"person__profile__{name}": value.upper() if name == "country" else value})
    if asked.topic:
        found = found.filter(person__profile__topics__icontains=f'"{asked.topic}"')
    inside = allows(request.viewer, "member.write-to")
    return page(request, asked, found, lambda one: _member(one, inside=inside))


@router.get("/composition", response=Composition, summary="How the network is made up", operation_id="composition")
@public
def composition(request: HouseRequest) -> dict[str, Any]:
    """Members by profile, kind of organisation, regional group and sector; small cells hidden."""
    splits = [
        {"title": str(title), "cells": [{"group": str(bar.label), "members": bar.value} for bar in bars]}
        for title, bars in queries.composition()
    ]
    return {"total": queries.total(), "splits": splits}


@router.get("/{int:pk}", response=Member, summary="One member", operation_id="member")
@public
def member(request: HouseRequest, pk: int) -> dict[str, Any]:
    """One member that you may see."""
    found = see(request.viewer, "member.view", Membership.objects.select_related("person__profile"), pk=pk)
    return _member(found, inside=allows(request.viewer, "member.write-to") or found.person_id == request.viewer.person_id)
