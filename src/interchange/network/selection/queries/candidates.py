"""The scored applications of a call as the set is built from them: what each counts for, and their points."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.network.calls.vocabulary import Gender
from interchange.network.selection import neighbours, solver
from interchange.network.selection.matching import organisation_keys
from interchange.network.selection.queries.files import SCORED, files
from interchange.network.selection.vocabulary import NOT_STATED, Dimension, Method

# What `values_of` reads of an application, as `.values()` gives it.
FACTS = (
    "main_profile",
    "sectors",
    "organisation_kind",
    "country",
    "organisation",
    "parent_group",
    "nationalities",
    "balance__gender",
)
NAMED = ("number", "publication_name", "given_name", "family_name")

_keys_of = lru_cache(maxsize=20_000)(organisation_keys)


@dataclass(frozen=True)
class Person:
    """A candidate as the set page shows one: the solver's view, and what stands in the list."""

    candidate: solver.Candidate
    number: str
    name: str
    organisation: str
    method: str

    @property
    def id(self) -> int:
        """The application's id."""
        return self.candidate.id

    @property
    def open(self) -> bool:
        """Whether the two reviews differ and no third has come yet."""
        return self.method == Method.OPEN


def name_of(row: Mapping[str, Any]) -> str:
    """The applicant's name as given in the application."""
    return row["publication_name"] or f"{row['given_name']} {row['family_name']}".strip() or row["number"] or ""


def values_of(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What an application (its `FACTS`) counts for in every dimension; "not-stated" where it says nothing."""
    gender = row["balance__gender"]
    country = row["country"]
    return {
        Dimension.PROFILE.value: (row["main_profile"] or NOT_STATED,),
        Dimension.SECTOR.value: tuple(sorted(set(row["sectors"]))) or (NOT_STATED,),
        Dimension.ORGANISATION_KIND.value: (row["organisation_kind"] or NOT_STATED,),
        Dimension.REGION.value: (neighbours.region_of(country) or NOT_STATED,),
        Dimension.GENDER.value: (gender if gender and gender != Gender.UNDISCLOSED else NOT_STATED,),
        Dimension.DEVELOPMENT.value: (neighbours.development_status_of(country) or NOT_STATED,),
        Dimension.AFFILIATION.value: tuple(sorted(_keys_of(row["organisation"], row["parent_group"]))),
        Dimension.NATIONALITY.value: tuple(sorted(set(row["nationalities"]))),
    }


def _people(found: "QuerySet[Any]") -> list[Person]:
    scored = found.filter(state__in=SCORED, result__isnull=False).order_by("-result__points", "pk")
    return [
        Person(
            solver.Candidate(row["pk"], float(row["result__points"]), values_of(row)),
            row["number"],
            name_of(row),
            row["organisation"],
            row["result__method"],
        )
        for row in scored.values("pk", "result__points", "result__method", *NAMED, *FACTS)
    ]


def people(viewer: Viewer, call_id: int) -> list[Person]:
    """The scored applications of a call that the viewer may handle, best points first. One query and the policy's."""
    return _people(files(viewer).filter(call_id=call_id))


def some(call_id: int, application_ids: Collection[int]) -> list[Person]:
    """Those of the applications that are scored, whoever asks: caps must hold for everybody."""
    return _people(files(SYSTEM).filter(call_id=call_id, pk__in=application_ids))
