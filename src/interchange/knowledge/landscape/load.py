"""The starter map: what is missing is added, what changed in the files is brought up to date unless a person edited it, nothing is made twice.

Each attribute gets a claim that says what it rests on. What the editors marked as doubtful stays marked (`data/doubts.yaml`); kinds of relations
(`data/relations.txt`) and seats of stewards (`data/seats.txt`) are the editors' own reading and say so.
"""

import hashlib
import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from interchange.ground import clock
from interchange.ground.journal.actions import record, record_many
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.search import actions as search
from interchange.ground.search.index import kind_of
from interchange.knowledge.landscape.actions.releasing import make_release
from interchange.knowledge.landscape.atlas import turn
from interchange.knowledge.landscape.content import name_key, url_key, values
from interchange.knowledge.landscape.models import Address, Challenge, MapRelease, Parked, Relation, Revision, Tool
from interchange.knowledge.landscape.vocabulary import Character, EntryState, RelationKind, Strength

DATA = Path(__file__).parent / "data"
# The starter files name no day on which somebody looked: they tell the state of 2026, their latest look was in September. Pages show the month only.
CHECKED = date(2026, 9, 30)
DUE = date(2027, 9, 30)
NOTE = "Starter collection, prepared from the sources that each entry names; members amend it like every other entry."
REFERRAL = (
    "Recorded so that it is not lost. It asks for a decision of policy, which the network does not take; it waits for the addressee that the"
    " Secretariat names."
)
SEAT_DOUBT = "Read from the steward’s name, not looked up"
KIND_DOUBT = "The kind of the relation is the editors’ reading of both descriptions"
_SEATLESS = ("countries",)


def _lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


def _yaml(name: str) -> Any:
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe loaders


@lru_cache(maxsize=1)
def starter() -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[tuple[str, str, str]]]:
    """Tools, challenges and relations of the data files, with doubts and seats put in."""
    tools, challenges, doubts = _yaml("tools.yaml"), _yaml("challenges.yaml"), _yaml("doubts.yaml")
    seats: dict[str, list[str]] = {}
    for line in _lines("seats.txt"):
        country, _sep, codes = line.partition(":")
        for code in codes.split():
            seats.setdefault(code, []).append(country.strip())
    for tool in tools:
        tool["countries"], tool["doubts"] = seats.get(tool["id"], []), doubts.get(tool["id"], {})
    typed = [(first, kind, second) for first, kind, second in (line.split() for line in _lines("relations.txt"))]
    known = {frozenset((first, second)) for first, _kind, second in typed}
    for tool in tools:
        for other in tool["works_with"]:
            if frozenset((tool["id"], other)) not in known:
                known.add(frozenset((tool["id"], other)))
                typed.append((tool["id"], RelationKind.WORKS_WITH.value, other))
    return tools, challenges, typed


def fingerprint(entry: dict[str, Any]) -> str:
    """Changes when, and only when, the entry says something else."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _claims(names: list[str], doubts: dict[str, str]) -> dict[str, Any]:
    found = {}
    for name in names:
        doubt = doubts.get(name, SEAT_DOUBT if name in _SEATLESS else "")
        found[name] = {
            "strength": Strength.CLAIM if doubt else Strength.DOCUMENT, "source": None if name in _SEATLESS else 0,
            "checked": CHECKED.isoformat(), "by": None, "doubt": doubt,
        }  # fmt: skip
    return found


def _common(entry: dict[str, Any], names: list[str], at: datetime) -> dict[str, Any]:
    return {
        "code": entry["id"], "topics": entry["topics"], "sectors": entry["sectors"],
        "sources": [{"title": one["title"], "url": one["url"], "gone": ""} for one in entry["sources"]],
        "claims": _claims(names, entry.get("doubts", {})), "loaded_hash": fingerprint(entry), "listed_at": at, "updated_at": at, "review_due": DUE,
    }  # fmt: skip


def _tool(entry: dict[str, Any], at: datetime) -> Tool:
    names = [
        name
        for name in (
            "name",
            "kind",
            "summary",
            "functions",
            "sectors",
            "topics",
            "status",
            "since",
            "steward",
            "countries",
            "openness",
            "licence",
            "url",
        )
        if entry.get(name)
    ]
    return Tool(
        **_common(entry, names, at),
        **{name: entry[name] for name in ("name", "kind", "functions", "steward", "countries", "openness", "status", "since", "url", "summary")},
        licence=entry["licence"] or "", name_key=name_key(entry["name"]), url_key=url_key(entry["url"]),
    )  # fmt: skip


def _challenge(entry: dict[str, Any], at: datetime) -> Challenge:
    names = ["title", "nature", "character", "description", "topics", "sectors"]
    said = {name: entry[name] for name in ("title", "nature", "character", "description")}
    return Challenge(**_common(entry, names, at), **said)


def load(*, at: datetime | None = None) -> dict[str, int]:
    """Bring the starter map up to date; returns how many entries were added, updated and left alone."""
    moment = at or clock.now()
    tools, challenges, relations = starter()
    done = {"added": 0, "updated": 0, "left": 0}
    with transaction.atomic():
        _bring(Tool, tools, _tool, moment, done)
        _bring(Challenge, challenges, _challenge, moment, done)
        made = _link(relations, challenges, moment)
        if done["added"] or done["updated"] or made:
            turn()
        if not MapRelease.objects.exists():
            make_release(SYSTEM, number="1.0", title="The starter map", note=NOTE, at=moment)
    return done


def _bring(model: type[Tool] | type[Challenge], entries: list[dict[str, Any]], make: Any, at: datetime, done: dict[str, int]) -> None:
    here = {code: (digest, edited) for code, digest, edited in model._default_manager.values_list("code", "loaded_hash", "edited")}
    fresh = [make(entry, at) for entry in entries if entry["id"] not in here]
    model._default_manager.bulk_create(fresh, batch_size=200)
    made: list[Any] = list(model._default_manager.filter(code__in=[one.code for one in fresh]))
    name = "tool" if model is Tool else "challenge"
    Revision.objects.bulk_create([Revision(**{name: one}, number=1, content=values(one), note=NOTE, at=at) for one in made], batch_size=200)
    record_many(SYSTEM, f"{name}.loaded", made, at=at, after={"state": EntryState.LISTED})
    _findable(model, made)
    done["added"] += len(made)
    for entry in entries:
        digest, edited = here.get(entry["id"], ("", False))
        if entry["id"] not in here or digest == fingerprint(entry):
            continue
        if edited:
            done["left"] += 1
            continue
        _update(model, make(entry, at), at)
        done["updated"] += 1


def _findable(model: type[Tool] | type[Challenge], made: list[Any]) -> None:
    """Put many new entries into the index of words in one write."""
    kind = kind_of(model)
    search.put_many(kind.key, [(one.pk, document) for one in made if (document := kind.document(one)) is not None])


def _update(model: type[Tool] | type[Challenge], new: Any, at: datetime) -> None:
    held: Any = model._default_manager.select_for_update().get(code=new.code)
    new.pk, new.listed_at, new.revision, new.state = held.pk, held.listed_at, held.revision + 1, held.state
    if isinstance(new, Tool):
        new.merged_into_id = held.merged_into_id
    else:
        new.split_from_id, new.profiles = held.split_from_id, held.profiles
    new.save()
    name = "tool" if model is Tool else "challenge"
    before, now = values(held), values(new)
    changed = [key for key in now if now[key] != before[key]]
    Revision.objects.create(**{name: new}, number=new.revision, content=now, changed=changed, note=NOTE, at=at)
    record(SYSTEM, f"{name}.reloaded", new, at=at, after={"state": new.state, "revision": new.revision})
    search.put(new)


def _link(relations: list[tuple[str, str, str]], challenges: list[dict[str, Any]], at: datetime) -> int:
    """Relations, tools that challenges name, and what is parked; a relation or link that members took away does not come back."""
    tools = dict(Tool.objects.values_list("code", "pk"))
    titles = {
        code: (sources[0]["title"], sources[0]["url"]) if sources else ("", "")
        for code, sources in Tool.objects.values_list("code", "sources")
    }
    known = {frozenset(pair) for pair in Relation.objects.values_list("source_id", "target_id")}
    new = []
    for first, kind, second in relations:
        if frozenset((tools[first], tools[second])) not in known:
            title, url = titles[first]
            doubt = "" if kind == RelationKind.WORKS_WITH else KIND_DOUBT
            new.append(
                Relation(
                    source_id=tools[first], target_id=tools[second], kind=kind, strength=Strength.CLAIM, source_title=title, source_url=url,
                    checked_on=CHECKED, starter=True, doubt=doubt,
                )
            )  # fmt: skip
    Relation.objects.bulk_create(new, batch_size=500)
    record_many(SYSTEM, "relation.loaded", new, at=at)
    pks = {one.code: one for one in Challenge.objects.all()}
    linked = set(Address.objects.values_list("challenge_id", flat=True))
    addresses = [
        Address(challenge=pks[entry["id"]], tool_id=tools[tool], starter=True)
        for entry in challenges
        if pks[entry["id"]].pk not in linked
        for tool in entry["addressed_by"]
    ]
    Address.objects.bulk_create(addresses, batch_size=500)
    named = {one.challenge_id: one.challenge for one in addresses}
    record_many(SYSTEM, "challenge.tools-named", list(named.values()), at=at, after={"state": EntryState.LISTED})
    parked = set(Parked.objects.values_list("challenge_id", flat=True))
    fresh = [one for one in pks.values() if one.character == Character.POLICY and not one.edited and one.pk not in parked]
    Parked.objects.bulk_create([Parked(challenge=one, referral=REFERRAL, at=at) for one in fresh])
    record_many(SYSTEM, "challenge.parked", fresh, at=at, after={"state": EntryState.LISTED, "addressee": False})
    return len(new) + len(addresses) + len(fresh)
