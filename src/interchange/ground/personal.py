"""What is held of people and why: every room declares it field by field, in a `personal.py` of its own.

The UN Principles on Personal Data Protection and Privacy (11 October 2018) ask for a basis (1), a purpose (2), no more than is needed (3) and an end
(4) of all processing. A field that points to a person, or that takes words which people type, is declared once: as personal (`holds`, `acts`), or as
not about people (`impersonal`). A gate walks the models and fails for a field that is in neither, or in both. Nothing here asks the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Basis(Enum):
    """On what ground it is held: principle 1 of the UN Principles."""

    MANDATE = _("The mandate of the organisation")
    CONSENT = _("Consent of the person, who can take it back")


class Reader(Enum):
    """Who may see it; the policy of each room is the law, this is its summary."""

    SELF = _("the person")
    OFFICERS = _("officers of the Secretariat")
    ADMINISTRATORS = _("administrators")
    AUDITORS = _("auditors")
    REVIEWERS = _("reviewers of the file")
    ORGANISERS = _("organisers of the session")
    MEMBERS = _("members")
    STATE = _("people who speak for the same Member State")
    STATES = _("people who speak for Member States")
    PUBLIC = _("everybody")
    CONSENTED = _("everybody, as far as the person agreed")
    SUMS = _("nobody one by one; everybody as sums")
    NAMED = _("officers named for the case")
    NOBODY = _("nobody; programs alone")


class Keep(Enum):
    """Where no rule of retention (`ground.jobs.retention`) ends it: how long it is kept."""

    ACCOUNT = _("as long as the account; erased when the person asks")
    WITHOUT_NAME = _("for good, as part of the record; when the person asks for erasure, the account behind it loses its name")
    PURPOSE = _("until it has served; then the house deletes it by itself")
    RECORD = _("for good: minutes, decisions, numbers of letters and what Member States filed are permanent records")


@dataclass(frozen=True)
class Holding:
    """Some fields of one model that tell something of a person: what, why, on which ground, who sees it, how long.

    `keep` names a rule of retention or is a `Keep`. `whose` are paths from a row to people; none: the person fields among `fields`. `address` is a path to
    an e-mail address, for people without an account. `looks`: opening somebody else's is noted in the access log.
    """

    key: str
    model: str
    fields: tuple[str, ...]
    what: Words
    why: Words
    basis: Basis
    readers: tuple[Reader, ...]
    keep: str | Keep
    whose: tuple[str, ...] = ()
    address: str = ""
    looks: bool = False

    @cached_property
    def about(self) -> tuple[str, ...]:
        """The paths from a row to the people whom it is about."""
        if self.whose or self.address:
            return self.whose
        return tuple(name for name in self.fields if points_to_a_person(self.table._meta.get_field(name)))

    @property
    def table(self) -> type[Model]:
        """The model."""
        return apps.get_model(self.model)


@dataclass
class Register:
    """All that was declared."""

    holdings: dict[str, Holding] = field(default_factory=dict)
    impersonal: dict[str, set[str]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)  # the verb of a door behind which many people's data stand -> whose


REGISTER = Register()
ACTED = _("who did it, or is answerable for it")
ACTED_WHY = _("Decisions and texts of an organisation have somebody who answers for them.")


def holds(
    key: str,
    model: str,
    fields: str,
    *,
    what: Words,
    why: Words,
    readers: tuple[Reader, ...],
    keep: str | Keep,
    basis: Basis = Basis.MANDATE,
    whose: str = "",
    address: str = "",
    looks: bool = False,
) -> Holding:
    """Declare personal data (`fields` and `whose`: names with spaces between). Raises `ValueError` where the key is taken."""
    if key in REGISTER.holdings:
        raise ValueError(f"{key!r} is declared already")
    made = Holding(key, model, tuple(fields.split()), what, why, basis, readers, keep, tuple(whose.split()), address, looks)
    REGISTER.holdings[key] = made
    return made


def acts(key: str, model: str, fields: str, *, readers: tuple[Reader, ...] = (Reader.OFFICERS, Reader.AUDITORS)) -> Holding:
    """Declare who did something, decided it, or wrote it in an office: kept with the record, without a name after erasure."""
    return holds(key, model, fields, what=ACTED, why=ACTED_WHY, readers=readers, keep=Keep.WITHOUT_NAME)


def impersonal(model: str, fields: str) -> None:
    """Declare that these fields hold words, codes or numbers about things, not about a person."""
    REGISTER.impersonal.setdefault(model, set()).update(fields.split())


def listed(verb: str, key: str) -> None:
    """Declare that behind the doors of this verb stand the data of many people at once (`key` of the holding), so that opening it is noted."""
    REGISTER.lists[verb] = key


def points_to_a_person(one: object) -> bool:
    """Whether a field points to an account."""
    target = getattr(one, "related_model", None)
    return bool(target is not None and not isinstance(target, str) and target._meta.label_lower == "accounts.person")


TYPED = {"TextField", "CharField", "EmailField", "JSONField", "GenericIPAddressField", "URLField"}


def to_be_declared(model: type[Model]) -> Iterator[str]:
    """The fields of a model that must be declared: those that point to a person, and those that take words (no choices, no key)."""
    for one in (*model._meta.fields, *model._meta.many_to_many):
        typed = not one.is_relation and one.get_internal_type() in TYPED and not one.choices and not one.primary_key
        if points_to_a_person(one) or typed:
            yield one.name


def faults(models: "list[type[Model]]", rules: "set[str]") -> list[str]:
    """What is wrong with the register: fields that nobody declared, or twice, declarations of what is not there, rules of retention that are not."""
    found = []
    declared: dict[str, list[str]] = {}
    for one in REGISTER.holdings.values():
        declared.setdefault(one.model, []).extend(one.fields)
        if not isinstance(one.keep, Keep) and one.keep not in rules:
            found.append(f"{one.key}: no rule of retention {one.keep!r}")
    known = {one._meta.label_lower: one for one in models}
    found += [f"{gone}: no such model" for gone in sorted({*declared, *REGISTER.impersonal} - set(known))]
    for label, model in known.items():
        personal, things = declared.get(label, []), REGISTER.impersonal.get(label, set())
        names = {one.name for one in model._meta.get_fields()}
        found += [f"{label}.{name}: no such field" for name in sorted({*personal, *things} - names)]
        found += [
            f"{label}.{name}: declared twice" for name in sorted({one for one in personal if personal.count(one) > 1 or one in things})
        ]
        found += [f"{label}.{name}: declared nowhere" for name in to_be_declared(model) if name not in personal and name not in things]
    served = {one.keep for one in REGISTER.holdings.values()}
    return found + [f"{name}: a rule of retention that no declaration names" for name in sorted(rules - served)]
