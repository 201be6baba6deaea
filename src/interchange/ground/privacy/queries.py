"""Reading the register, the looks, incidents; and whom an incident touches."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from interchange.ground.accounts.models import Person
from interchange.ground.jobs.retention import RETENTIONS
from interchange.ground.personal import REGISTER, Basis, Holding, Keep, Reader
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.viewer import Viewer, in_force
from interchange.ground.privacy.models import Handler, Incident, Look, Touched
from interchange.ground.privacy.vocabulary import HANDLERS
from interchange.ground.vocabulary.options import DEFINITIONS, value

ROOM_ORDER = ("accounts", "calls", "selection", "membership", "states", "statements", "meetings", "direction", "exchange")


@dataclass(frozen=True)
class Line:
    """A holding in words."""

    key: str
    room: str
    what: str
    why: str
    basis: Basis
    readers: tuple[Reader, ...]
    kept: str
    rule: str
    fields: tuple[str, ...]
    noted: bool


def kept(one: Holding) -> str:
    """How long, in words; with the present number of the option where a rule of retention has one."""
    if isinstance(one.keep, Keep):
        return str(one.keep.value)
    option = RETENTIONS[one.keep].option
    if not option:
        return _("until the rule “%s” deletes it") % one.keep
    return f"{DEFINITIONS[option].label}: {value(option)}"


def register() -> "list[tuple[str, list[Line]]]":
    """The whole register by room, those that hold most of people first. At most one query (the options)."""
    found: dict[str, list[Line]] = {}
    for one in REGISTER.holdings.values():
        names = tuple(f"{one.model.partition('.')[2]}.{name}" for name in one.fields)
        rule = "" if isinstance(one.keep, Keep) else one.keep
        line = Line(one.key, room(one), str(one.what), str(one.why), one.basis, one.readers, kept(one), rule, names, one.looks)
        found.setdefault(line.room, []).append(line)
    order = {name: place for place, name in enumerate(ROOM_ORDER)}
    return sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))


def merged(lines: list[Line]) -> list[Line]:
    """The same with lines put together that differ in their fields alone, for reading."""
    found: dict[tuple[object, ...], Line] = {}
    for one in lines:
        key = (one.what, one.why, one.basis, one.readers, one.kept, one.noted)
        held = found.get(key)
        found[key] = one if held is None else replace(held, fields=(*held.fields, *one.fields))
    return list(found.values())


def room(one: Holding) -> str:
    """The room whose furniture the declaration is: the first part of its key."""
    return one.key.partition(".")[0]


def choices() -> "list[tuple[str | Promise, list[tuple[str, str | Promise]]]]":
    """What an incident can be about, by room, for a form."""
    return [(name, [(line.key, line.what) for line in lines]) for name, lines in register()]


def looks(viewer: Viewer) -> "QuerySet[Look]":
    """Who looked, newest first. Names of those looked at are not read: a number stands for each."""
    return rows(viewer, "look.list", Look.objects.select_related("by")).order_by("-hour", "-pk")


def looks_at(person_id: int) -> "QuerySet[Look]":
    """When somebody with an office opened what is about a person, for that person's own data."""
    return Look.objects.filter(about_id=person_id).order_by("-hour")


def incidents(viewer: Viewer) -> "QuerySet[Incident]":
    """Those for which the viewer is named, newest first."""
    return rows(viewer, "incident.view", Incident.objects.annotate(people=Count("touched"))).order_by("-noticed_at", "-pk")


def incident(viewer: Viewer, pk: int) -> Incident:
    """One of them. Raises `NotAllowed`."""
    people = ("opened_by", "account", "decided_by", "notice_by", "told_by", "closed_by")
    return see(viewer, "incident.view", Incident.objects.select_related(*people), pk=pk)


def handlers(found: Incident) -> list[Handler]:
    """Who is named for it now."""
    return list(found.handlers.filter(ended_at__isnull=True).select_related("person"))


def can_handle(address: str, at: datetime) -> Person | None:
    """The person of that address, if an incident can be given to them."""
    grants = RoleGrant.objects.filter(in_force(at), role__in=HANDLERS, scope="").values("person_id")
    return Person.objects.filter(email=address.strip().lower(), is_active=True, pk__in=grants).first()


@dataclass(frozen=True)
class Reach:
    """Whom an incident touches: for each account and each bare address which holdings; and holdings that cannot tell whose they are."""

    people: dict[int, set[str]]
    addresses: dict[str, set[str]]
    unknown: list[str]


def reach(keys: Iterable[str], *, account: int | None = None, began: datetime | None = None, ended: datetime | None = None) -> Reach:
    """Whom the chosen holdings tell of. With an account, only what that account opened from `began` to `ended`, by the access log; where it opened a list,
    everybody of whom the list could tell. Erased people are left out. Two or three queries a holding.
    """
    people: dict[int, set[str]] = {}
    addresses: dict[str, set[str]] = {}
    unknown: list[str] = []
    for key in keys:
        one = REGISTER.holdings[key]
        opened = _opened(one, account, began, ended) if account is not None else None
        if opened is not None and not opened.lists:
            for person in opened.people:
                people.setdefault(person, set()).add(key)
            held = one.table._default_manager.filter(pk__in=opened.rows) if opened.rows else one.table._default_manager.none()
        else:
            held = one.table._default_manager.all()
            if not one.about and not one.address:
                unknown.append(key)
        for path in one.about:
            for person in held.filter(**{f"{path}__isnull": False}).order_by().values_list(path, flat=True).distinct():
                people.setdefault(int(person), set()).add(key)
        if one.address:
            for address in held.exclude(**{one.address: ""}).order_by().values_list(one.address, flat=True).distinct():
                addresses.setdefault(str(address).lower(), set()).add(key)
    known = dict(Person.objects.filter(email__in=addresses).values_list("email", "pk"))
    for address, pk in known.items():
        people.setdefault(pk, set()).update(addresses.pop(address))
    gone = set(Person.objects.filter(erased_at__isnull=False).values_list("pk", flat=True))
    addresses = {address: found for address, found in addresses.items() if not address.endswith("@invalid.example")}
    return Reach({pk: found for pk, found in people.items() if pk not in gone and pk != account}, addresses, unknown)


@dataclass(frozen=True)
class _Opened:
    people: set[int]
    rows: list[str]
    lists: bool


def _opened(one: Holding, account: int, began: datetime | None, ended: datetime | None) -> _Opened:
    """What an account opened of a model in a time, to the hour."""
    found = Look.objects.filter(by_id=account, model=one.model)
    if began is not None:
        found = found.filter(hour__gt=began - timedelta(hours=1))
    if ended is not None:
        found = found.filter(hour__lte=ended)
    lines = list(found.values_list("about_id", "subject_id"))
    return _Opened(
        {about for about, _key in lines if about}, [key for about, key in lines if key and not about], any(not key for _about, key in lines)
    )


def touched(found: Incident) -> "QuerySet[Touched]":
    """The people listed, by name and address."""
    return found.touched.select_related("person").order_by("person__family_name", "address", "pk")


def notice(viewer: Viewer, pk: int) -> tuple[Incident, list[str | Promise]]:
    """A notice for one of the people touched, with which of their data it is about. Raises `NotAllowed`."""
    found = see(viewer, "notice.read", pk=pk)
    mine = Person.objects.filter(pk=viewer.me).values("email")
    keys = {key for one in found.touched.filter(Q(person_id=viewer.me) | Q(address__in=mine)) for key in one.keys}
    return found, [REGISTER.holdings[key].what for key in sorted(keys) if key in REGISTER.holdings]
