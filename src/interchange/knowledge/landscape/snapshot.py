"""The whole published map as plain data: what releases keep, what programs read, and how two states differ."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from interchange.knowledge.landscape.content import FIELDS, Change, diff, values
from interchange.knowledge.landscape.models import Address, Challenge, GapStatement, Judgement, MapRelease, Relation, Tool
from interchange.knowledge.landscape.vocabulary import EntryState, RelationKind

Snapshot = dict[str, Any]
FORMAT = "https://json-schema.org/draft/2020-12/schema"


def entry(one: Tool | Challenge) -> dict[str, Any]:
    """An entry as plain data: what it says, its sources and claims, without names of people."""
    claims = {name: {key: value for key, value in claim.items() if key != "by"} for name, claim in one.claims.items()}
    return {"id": one.code, **values(one), "sources": one.sources, "claims": claims, "revision": one.revision}


def take() -> Snapshot:
    """The map as it is now, in a fixed order and without names of people. Six queries."""
    tools = [entry(one) for one in Tool.objects.filter(state=EntryState.LISTED).order_by("code").iterator(chunk_size=2000)]
    challenges = [entry(one) for one in Challenge.objects.filter(state=EntryState.LISTED).order_by("code").iterator(chunk_size=2000)]
    here = {one["id"] for one in tools}
    relations = [
        {"from": source, "kind": kind, "to": target, "version": version, "note": note, "strength": strength,
         "source": {"title": title, "url": url}, "checked": checked.isoformat(), "doubt": doubt}
        for source, kind, target, version, note, strength, title, url, checked, doubt in Relation.objects.filter(ended_at__isnull=True)
        .order_by("source__code", "target__code", "kind")
        .values_list("source__code", "kind", "target__code", "version", "note", "strength", "source_title", "source_url", "checked_on", "doubt")
        if source in here and target in here
    ]  # fmt: skip
    named: dict[str, list[str]] = {}
    for challenge, tool in Address.objects.order_by("challenge__code", "tool__code").values_list("challenge__code", "tool__code"):
        named.setdefault(challenge, []).append(tool)
    judged: dict[tuple[str, str], dict[str, int]] = {}
    for challenge, tool, verdict in Judgement.objects.values_list("challenge__code", "tool__code", "verdict"):
        counted = judged.setdefault((challenge, tool), {})
        counted[verdict] = counted.get(verdict, 0) + 1
    for one in challenges:
        one["tools"] = [{"id": tool, "judgements": judged.get((one["id"], tool), {})} for tool in named.get(one["id"], []) if tool in here]
    gaps: dict[tuple[str, str], dict[str, int]] = {}
    for sector, function, verdict in GapStatement.objects.values_list("sector", "function", "verdict"):
        counted = gaps.setdefault((sector, function), {})
        counted[verdict] = counted.get(verdict, 0) + 1
    said = [{"sector": sector, "function": function, "statements": counted} for (sector, function), counted in sorted(gaps.items())]
    return {"tools": tools, "challenges": challenges, "relations": relations, "gaps": said}


def pack(snapshot: Snapshot) -> tuple[bytes, str]:
    """The snapshot as compressed canonical JSON, and the SHA-256 of that JSON."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return zlib.compress(text, 6), hashlib.sha256(text).hexdigest()


@lru_cache(maxsize=4)
def _unpacked(pk: int, digest: str) -> Snapshot:
    packed = MapRelease.objects.values_list("packed", flat=True).get(pk=pk)
    found: Snapshot = json.loads(zlib.decompress(bytes(packed)))
    return found


def unpack(release: MapRelease) -> Snapshot:
    """What a release holds."""
    return _unpacked(release.pk, release.digest)


@dataclass
class Comparison:
    """What changed between two states: entries added, gone, changed (with their fields), and relations added and gone."""

    added: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    gone: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    changed: dict[str, list[tuple[str, str, list[Change]]]] = field(default_factory=dict)
    relations_added: list[Mapping[str, Any]] = field(default_factory=list)
    relations_gone: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (
            any(self.added.values()) or any(self.gone.values()) or any(self.changed.values()) or self.relations_added or self.relations_gone
        )


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """The differences from one state to another."""
    made = Comparison()
    for many, subject, title in (("tools", "tool", "name"), ("challenges", "challenge", "title")):
        before, after = ({one["id"]: one for one in state[many]} for state in (old, new))
        made.added[many] = [(code, after[code][title]) for code in after if code not in before]
        made.gone[many] = [(code, before[code][title]) for code in before if code not in after]
        made.changed[many] = [
            (code, after[code][title], changes)
            for code in after
            if code in before and (changes := diff(subject, before[code], {one.name: after[code].get(one.name) for one in FIELDS[subject]}))
        ]
    first, second = ({(one["from"], one["kind"], one["to"]): one for one in state["relations"]} for state in (old, new))
    names = {one["id"]: one["name"] for state in (old, new) for one in state["tools"]}
    kinds = dict(RelationKind.choices)

    def named(one: Mapping[str, Any]) -> Mapping[str, Any]:
        source, target = one["from"], one["to"]
        return {
            **one,
            "first": names.get(source, source),
            "words": kinds.get(one["kind"], one["kind"]),
            "second": names.get(target, target),
        }

    made.relations_added = [named(one) for key, one in second.items() if key not in first]
    made.relations_gone = [named(one) for key, one in first.items() if key not in second]
    return made
