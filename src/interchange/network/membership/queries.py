"""Reading members."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from interchange.ground.disclosure import queries as disclosure
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell.charts import Bar
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.membership.models import Membership, Proceeding, Profile
from interchange.network.membership.vocabulary import LIVE, MembershipState


def directory(viewer: Viewer) -> "QuerySet[Membership]":
    """The members that the viewer may see listed, by name."""
    return rows(
        viewer,
        "member.list",
        Membership.objects.select_related("person", "person__profile").order_by("person__family_name", "person__given_name", "pk"),
    )


def managed(viewer: Viewer) -> "QuerySet[Membership]":
    """All memberships, for officers."""
    return rows(
        viewer, "membership.manage", Membership.objects.select_related("person", "person__profile").order_by("-starts_at", "number")
    )


def my_membership(viewer: Viewer) -> Membership | None:
    """The viewer's live membership, else the last one that ended. One query."""
    if not viewer.is_signed_in:
        return None
    found = list(
        rows(viewer, "membership.own", Membership.objects.prefetch_related("leaves", "proceedings", "renewals").order_by("-starts_at"))
    )
    return next((one for one in found if one.state in LIVE), found[0] if found else None)


def active_ids(at: datetime) -> list[int]:
    """The ids of people who are active members at this moment; a term or resignation that is over counts, worker or no worker."""
    active = Membership.objects.filter(state=MembershipState.ACTIVE, starts_at__lte=at, ends_at__gt=at)
    staying = active.filter(Q(resigns_at__isnull=True) | Q(resigns_at__gt=at))
    return list(staying.order_by("person_id").values_list("person_id", flat=True))


def ending_soon(at: datetime, *, over: int, within: int) -> "QuerySet[Membership]":
    """Live memberships of people who have not resigned, whose term ends in more than `over` and at most `within` days."""
    return Membership.objects.filter(
        state__in=LIVE, resigns_at__isnull=True, ends_at__gt=at + timedelta(days=over), ends_at__lte=at + timedelta(days=within)
    )


def open_proceedings(viewer: Viewer) -> "QuerySet[Proceeding]":
    """Removal proceedings that wait for a reply, a decision, or the answer to a request for review."""
    waiting = Q(state__in=["notice", "proposed"]) | Q(review_asked_at__isnull=False, review_decided_at__isnull=True)
    return rows(viewer, "proceeding.decide", Proceeding.objects.filter(waiting).select_related("membership__person"))


SPLITS = {
    "profiles": _lazy("By profile"),
    "organisation-kinds": _lazy("By kind of organisation"),
    "regions": _lazy("By regional group"),
    "sectors": _lazy("By sector (people may name several)"),
}


def table(scheme: str) -> str:
    """The name under which a split of the membership is published (`ground/disclosure`)."""
    return f"members.{scheme}"


def counted() -> dict[str, Counter[str]]:
    """How many members (active or on leave) each group has, by scheme; "" for those in no group. Not for showing. One query."""
    profiles = list(
        Profile.objects.filter(person__memberships__state__in=[MembershipState.ACTIVE, MembershipState.ON_LEAVE]).values_list(
            "profile", "organisation_kind", "region", "sectors"
        )
    )
    return {
        "profiles": Counter(row[0] for row in profiles),
        "organisation-kinds": Counter(row[1] for row in profiles),
        "regions": Counter(row[2] for row in profiles),
        "sectors": Counter(sector for row in profiles for sector in row[3]),
    }


def composition() -> list[tuple[str, list[Bar]]]:
    """How the network is made up, for everyone, as it was last published: by profile, organisation kind, region and sector. One query.

    Groups under five are hidden, and others with them where subtraction would show them; a group that is shown moves by five at least, so
    that no two days' pages show who came or went.
    """
    found = disclosure.shown([table(scheme) for scheme in SPLITS])
    return [
        (
            str(title),
            [
                Bar(vocabulary.label(scheme, code) if code else _("In no group"), count)
                for code, count in found[table(scheme)].items()
                if count != 0
            ],
        )
        for scheme, title in SPLITS.items()
    ]


def total() -> int:
    """How many members there are (active or on leave)."""
    return Membership.objects.filter(state__in=[MembershipState.ACTIVE, MembershipState.ON_LEAVE]).count()


def groups_of(people: Collection[int]) -> dict[int, tuple[str, str]]:
    """(profile, regional group) of each of these people who has an entry in the directory. Not for showing one by one. One query."""
    found = Profile.objects.filter(person_id__in=people).values_list("person_id", "profile", "region")
    return {person: (profile, region) for person, profile, region in found}


def organisation_of(person_id: int) -> str:
    """The organisation that a member's entry in the directory names, "" where none. For rooms that look for conflicts. One query."""
    return Profile.objects.filter(person_id=person_id).values_list("organisation", flat=True).first() or ""


def organisations() -> list[tuple[int, str]]:
    """(person, organisation) of every entry in the directory that names one. For rooms that look for conflicts. One query."""
    return list(Profile.objects.exclude(organisation="").values_list("person_id", "organisation"))


@dataclass(frozen=True)
class Standing:
    """Which voices a person brings, from their entry in the directory: for rooms that count across profiles, sectors and organisations."""

    profile: str
    sectors: tuple[str, ...]
    organisation: str


def standing_of(people: Iterable[int]) -> dict[int, Standing]:
    """The standing of people who have an entry, by their ids. One query."""
    found = Profile.objects.filter(person_id__in=list(people)).values_list("person_id", "profile", "sectors", "organisation")
    return {person: Standing(profile, tuple(sectors), organisation) for person, profile, sectors, organisation in found}
