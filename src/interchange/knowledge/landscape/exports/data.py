"""JSON with its schema, JSON-LD, and the data file of landscape2."""

from typing import Any

import yaml

from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape import vocabulary as words
from interchange.knowledge.landscape.content import FIELDS, LATER, Field
from interchange.knowledge.landscape.snapshot import FORMAT, Snapshot


def _field(one: Field) -> dict[str, Any]:
    codes = [str(code) for code, _label in one.options()]
    if one.kind == "many":
        return {
            "type": "array",
            "items": {"enum": codes} if one.name != "countries" else {"type": "string"},
            "uniqueItems": True,
            **({"minItems": 1} if one.required else {}),
        }
    if one.kind == "one":
        return {"enum": codes}
    if one.kind == "year":
        return {"type": ["integer", "null"], "minimum": 1400, "maximum": 2200}
    return {"type": "string", **({"minLength": 1} if one.required else {}), **({"format": "uri"} if one.kind == "url" else {})}


def schema(base: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what the map gives out as JSON."""
    source = {
        "type": "object",
        "required": ["title", "url", "gone"],
        "properties": {"title": {"type": "string"}, "url": {"type": "string"}, "gone": {"type": "string"}},
    }
    claim = {
        "type": "object", "required": ["strength", "source", "checked", "doubt"], "additionalProperties": False,
        "properties": {"strength": {"enum": list(words.Strength.values)}, "source": {"type": ["integer", "null"]}, "checked": {"type": "string", "format": "date"}, "doubt": {"type": "string"}},
    }  # fmt: skip
    counts = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}

    def entry(subject: str, **more: Any) -> dict[str, Any]:
        own = {one.name: _field(one) for one in FIELDS[subject]}
        props = {
            "id": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, **own, "sources": {"type": "array", "items": source},
            "claims": {"type": "object", "additionalProperties": claim, "propertyNames": {"enum": list(own)}}, "revision": {"type": "integer", "minimum": 1}, **more,
        }  # fmt: skip
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [name for name in props if name not in LATER],
            "properties": props,
        }

    relation = {
        "type": "object", "additionalProperties": False, "required": ["from", "kind", "to", "strength", "source", "checked"],
        "properties": {
            "from": {"type": "string"}, "kind": {"enum": list(words.RelationKind.values)}, "to": {"type": "string"}, "version": {"type": "string"}, "note": {"type": "string"},
            "strength": {"enum": list(words.Strength.values)}, "source": {"type": "object"}, "checked": {"type": "string", "format": "date"}, "doubt": {"type": "string"},
        },
    }  # fmt: skip
    answer = {"type": "object", "required": ["id", "judgements"], "properties": {"id": {"type": "string"}, "judgements": counts}}
    gap = {
        "type": "object",
        "required": ["sector", "function", "statements"],
        "properties": {"sector": {"type": "string"}, "function": {"enum": list(words.Function.values)}, "statements": counts},
    }
    parts = {
        "tools": entry("tool"),
        "challenges": entry("challenge", tools={"type": "array", "items": answer}),
        "relations": relation,
        "gaps": gap,
    }
    return {
        "$schema": FORMAT, "$id": f"{base}/landscape/schema.json", "title": "The map of AI and IP infrastructure", "type": "object", "required": list(parts),
        "properties": {name: {"type": "array", "items": part} for name, part in parts.items()},
    }  # fmt: skip


def linked(base: str, state: Snapshot) -> dict[str, Any]:
    """A state of the map as JSON-LD (schema.org and DCTERMS); relations by their own address."""
    context = {
        "@vocab": "https://schema.org/", "dcterms": "http://purl.org/dc/terms/", "map": f"{base}/landscape/relations#",
        **{kind: {"@id": f"map:{kind}", "@type": "@id"} for kind in words.RelationKind.values},
    }  # fmt: skip
    outgoing: dict[str, dict[str, list[str]]] = {}
    for one in state["relations"]:
        outgoing.setdefault(one["from"], {}).setdefault(one["kind"], []).append(f"{base}/landscape/tools/{one['to']}/")
    graph = [
        {
            "@id": f"{base}/landscape/tools/{one['id']}/", "@type": "CreativeWork", "name": one["name"], "description": one["summary"], "url": one["url"],
            "maintainer": {"@type": "Organization", "name": one["steward"]}, "creativeWorkStatus": one["status"], "genre": one["kind"],
            "keywords": [*one["functions"], *one["topics"], *one["sectors"]], "citation": [source["url"] for source in one["sources"]], **outgoing.get(one["id"], {}),
        }
        for one in state["tools"]
    ]  # fmt: skip
    graph += [
        {
            "@id": f"{base}/landscape/challenges/{one['id']}/", "@type": "CreativeWork", "name": one["title"], "description": one["description"], "genre": one["nature"],
            "keywords": [*one["topics"], *one["sectors"]], "mentions": [{"@id": f"{base}/landscape/tools/{tool['id']}/"} for tool in one["tools"]],
        }
        for one in state["challenges"]
    ]  # fmt: skip
    return {"@context": context, "@graph": graph}


def landscape2(base: str, state: Snapshot) -> str:
    """The map as the data file of landscape2 (cncf/landscape2, `data.yml`): functions as categories, first sectors as subcategories."""
    kinds = {str(code): str(label) for code, label in words.Function.choices}
    grades = {"in-production": "graduated", "published": "incubating", "draft": "sandbox", "retired": "archived"}
    held: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for one in state["tools"]:
        item = {
            "name": one["name"], "homepage_url": one["url"], "logo": "interchange.svg", "description": one["summary"], "project": grades[one["status"]],
            "extra": {"documentation_url": f"{base}/landscape/tools/{one['id']}/"},
        }  # fmt: skip
        held.setdefault(kinds[one["functions"][0]], {}).setdefault(vocabulary.label("sectors", one["sectors"][0]), []).append(item)
    data = {
        "categories": [
            {"name": function, "subcategories": [{"name": sector, "items": held[function][sector]} for sector in sorted(held[function])]}
            for function in kinds.values()
            if function in held
        ]
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=140)
