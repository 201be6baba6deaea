"""Load the controlled words from the package's data files: new entries are added, changed ones updated, none duplicated or removed."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from interchange.ground.vocabulary import queries
from interchange.ground.vocabulary.models import Holiday, MemberState, Term

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def network() -> dict[str, Any]:
    """The case network as data (`data/network.yaml`): name, profiles, objectives, topics, principles, open points, facts."""
    return yaml.safe_load((DATA / "network.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def holidays() -> dict[str, Any]:
    """The generated holidays (`data/holidays.yaml`, written by `python -m scripts.holidays`): where they come from, and the days."""
    return yaml.safe_load((DATA / "holidays.yaml").read_text(encoding="utf-8"))


def _terms() -> list[Term]:
    data = network()
    schemes = yaml.safe_load((DATA / "schemes.yaml").read_text(encoding="utf-8"))
    named = {
        "profiles": data["applicant_profiles"],
        "objectives": data["objectives"],
        **schemes,
        "topics": data["example_topics"] + schemes["topics"],
    }
    made = []
    for scheme, entries in named.items():
        for order, entry in enumerate(entries, 1):
            made.append(
                Term(scheme=scheme, code=entry["id"], label=entry["title"], description=entry.get("description", "").strip(), order=order)
            )
    return made


def load() -> None:
    """Bring terms and Member States up to date with the data files; what officers edit (a State's region, a holiday) is not overwritten."""
    Term.objects.bulk_create(
        _terms(), update_conflicts=True, unique_fields=["scheme", "code"], update_fields=["label", "description", "order"]
    )
    states = yaml.safe_load((DATA / "member-states.yaml").read_text(encoding="utf-8"))
    MemberState.objects.bulk_create(
        [MemberState(iso2=row["iso2"], name=row["name"], region=row["region"]) for row in states], ignore_conflicts=True
    )
    Holiday.objects.bulk_create([Holiday(day=row["day"], name=row["name"]) for row in holidays()["days"]], ignore_conflicts=True)
    queries.forget()
