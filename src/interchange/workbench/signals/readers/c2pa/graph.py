"""Ingredients as a graph, and the states that were recorded for them."""

from collections.abc import Iterable, Mapping
from typing import Any

from interchange.workbench.signals.readers.c2pa import claims, verdict
from interchange.workbench.signals.readers.c2pa.verdict import Status

LIMIT = 500  # nodes


def manifests(made: Mapping[str, Any]) -> Mapping[str, Any]:
    """The store's manifests by label."""
    found = made.get("manifests")
    return found if isinstance(found, Mapping) else {}


def ingredients(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The ingredients of one manifest."""
    return [one for one in manifest.get("ingredients") or () if isinstance(one, Mapping)]


def drawn(made: Mapping[str, Any], standing: str = "") -> dict[str, Any]:
    """Nodes (manifests, and ingredients without one) and edges, each node once: rings of ingredients end where they began. `standing` is the file's own,
    where more is known of it than the library told."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[dict[str, str]] = []
    active = str(made.get("active_manifest", ""))
    for label, manifest in list(manifests(made).items())[:LIMIT]:
        word = (
            (standing or verdict.standing(verdict.status((made.get("validation_results") or {}).get("activeManifest"))))
            if label == active
            else verdict.standing(recorded(made, label))
        )
        nodes[label] = {
            "id": label, "title": str(manifest.get("title") or ""), "format": str(manifest.get("format") or ""), "signer": claims.signer(manifest), "program": claims.program(manifest),
            "time": str((manifest.get("signature_info") or {}).get("time") or ""), "standing": word, "active": label == active,
            "thumbnail": str((manifest.get("thumbnail") or {}).get("identifier") or ""), "actions": [one["action"] for one in claims.timeline(manifest)],
        }  # fmt: skip
    for label, manifest in list(manifests(made).items())[:LIMIT]:
        for number, one in enumerate(ingredients(manifest)[:LIMIT]):
            target = str(one.get("active_manifest") or "")
            if target not in nodes:
                target = f"{label}#{number}"
                nodes[target] = {
                    "id": target,
                    "title": str(one.get("title") or ""),
                    "format": str(one.get("format") or ""),
                    "standing": state_of(made, label, one)[0],
                    "active": False,
                    "thumbnail": str((one.get("thumbnail") or {}).get("identifier") or ""),
                }
            edges.append({"from": target, "to": label, "relation": str(one.get("relationship") or "")})
            if len(nodes) > LIMIT:
                return {"nodes": list(nodes.values()), "edges": edges, "cut": True}
    return {"nodes": list(nodes.values()), "edges": edges, "cut": False}


def _codes(one: Mapping[str, Any]) -> list[str]:
    """Failures that the ingredient carries from when it was taken in."""
    old = [str(status.get("code", "")) for status in one.get("validation_status") or () if isinstance(status, Mapping)]
    new = list(verdict.status((one.get("validation_results") or {}).get("activeManifest")).failure)
    for delta in (one.get("validation_results") or {}).get("ingredientDeltas") or ():
        new += list(verdict.status(delta.get("validationDeltas")).failure)
    return [*old, *new]


def _deltas(made: Mapping[str, Any], label: str, one: Mapping[str, Any]) -> list[str]:
    """Failures that the library finds now for this ingredient."""
    address = f"/{label}/c2pa.assertions/{one.get('label', '')}"
    found: list[str] = []
    for delta in (made.get("validation_results") or {}).get("ingredientDeltas") or ():
        if str(delta.get("ingredientAssertionURI", "")).endswith(address):
            found += list(verdict.status(delta.get("validationDeltas")).failure)
    return found


def state_of(made: Mapping[str, Any], label: str, one: Mapping[str, Any]) -> tuple[str, list[str]]:
    """(standing or "unknown", grave codes) of one ingredient of the manifest `label`."""
    codes = [*_codes(one), *_deltas(made, label, one)]
    bad = [code for code in verdict.grave(codes) if code not in verdict.REVOKED]
    if bad:
        return "broken", sorted(set(bad))
    if any(code in verdict.REVOKED for code in codes):
        return "revoked", []
    if not one.get("active_manifest"):
        return "unknown", []
    if "signingCredential.expired" in codes:
        return "expired", []
    return ("untrusted" if "signingCredential.untrusted" in codes else "sound"), []


def recorded(made: Mapping[str, Any], label: str) -> Status:
    """What is known of an ingredient's manifest, wherever it is taken in: the failures of all places together."""
    failure: dict[str, str] = {}
    for parent, manifest in list(manifests(made).items())[:LIMIT]:
        for one in ingredients(manifest):
            if one.get("active_manifest") == label:
                for code in (*_codes(one), *_deltas(made, parent, one)):
                    failure.setdefault(code, code)
    return Status({}, {}, failure)


def reachable(store: Mapping[str, Any], label: str) -> list[str]:
    """The manifests that the active one is made of, each once, the active one first."""
    seen, todo = [], [label]
    while todo and len(seen) < LIMIT:
        name = todo.pop(0)
        if name in seen or name not in store:
            continue
        seen.append(name)
        todo += [str(one.get("active_manifest") or "") for one in ingredients(store[name])]
    return seen


def parts(made: Mapping[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Every ingredient on the way from the active manifest down: (name, standing, codes)."""
    store = manifests(made)
    return [
        (str(one.get("title") or one.get("label") or "?")[:200], *state_of(made, name, one))
        for name in reachable(store, str(made.get("active_manifest", "")))
        for one in ingredients(store[name])
    ]


def lineage(store: Mapping[str, Any], label: str) -> Iterable[tuple[str, str, bool]]:
    """(manifest, about, inherited): along `parentOf` claims are about the file itself, other ingredients are parts of it."""
    seen: set[str] = set()
    todo = [(label, "file", False)]
    while todo and len(seen) < LIMIT:
        name, about, inherited = todo.pop(0)
        if name in seen or name not in store:
            continue
        seen.add(name)
        yield name, about, inherited
        for one in ingredients(store[name]):
            title = str(one.get("title") or one.get("active_manifest") or "an ingredient")[:200]
            below = about if one.get("relationship") == "parentOf" else title if about == "file" else about
            todo.append((str(one.get("active_manifest") or ""), below, True))
