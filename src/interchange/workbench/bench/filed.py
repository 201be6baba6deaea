"""A report on a file made ready for a page, from its JSON: the same for one just made, one kept, one shared."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from interchange.workbench.bench import drawing, showing
from interchange.workbench.signals.model import Stance, Use
from interchange.workbench.signals.reservations.decide import ANSWERS, LABELS
from interchange.workbench.signals.reservations.embedded import ASSERTED
from interchange.workbench.signals.sourcetypes import TYPES
from interchange.workbench.signals.writing.credential import Statement

CLAIMS = {
    "made-by-ai": _l("Made by AI"),
    "edited-with-ai": _l("Edited with AI"),
    "captured": _l("Captured"),
    "made-by-person": _l("Made by a person"),
    "made-by-program": _l("Made by a program"),
    "edited": _l("Edited"),
    "reserved": _l("Uses reserved"),
    "permitted": _l("Uses permitted"),
    "licensed": _l("Licensed"),
    "identified": _l("Identified"),
    "signed": _l("Signed"),
    "marked": _l("Marked"),
    "described": _l("Described"),
    "unreadable": _l("Could not be read"),
}
STANDING = {
    "valid": (_l("checked and right"), "good"),
    "untrusted": (_l("right, signer on no list asked"), "busy"),
    "invalid": (_l("a check failed"), "bad"),
    "unverifiable": (_l("cannot be checked"), ""),
}
OUTCOMES = {"yes": ("good", _l("yes")), "no": ("bad", _l("no")), "unknown": ("", _l("not known"))}
CHECKS = {
    "content-hash": _l("Content unchanged"),
    "signature": _l("Signature right"),
    "signer": _l("Signer on a list"),
    "revocation": _l("Certificate not revoked"),
    "time": _l("Valid when signed"),
    "chain": _l("Every ingredient"),
    "signed-range": _l("Signed part"),
}
ORDER = list(CLAIMS)
ACTIONS = {  # C2PA 2.2, 18.15.4
    "c2pa.created": _l("made"),
    "c2pa.opened": _l("opened for changes"),
    "c2pa.placed": _l("another file put in"),
    "c2pa.resized": _l("resized"),
    "c2pa.resized.proportional": _l("resized"),
    "c2pa.cropped": _l("cropped"),
    "c2pa.orientation": _l("turned"),
    "c2pa.color_adjustments": _l("colours adjusted"),
    "c2pa.drawing": _l("drawn on"),
    "c2pa.filtered": _l("filtered"),
    "c2pa.edited": _l("edited"),
    "c2pa.edited.metadata": _l("metadata edited"),
    "c2pa.converted": _l("converted"),
    "c2pa.transcoded": _l("encoded anew"),
    "c2pa.repackaged": _l("packed anew"),
    "c2pa.published": _l("published"),
    "c2pa.redacted": _l("a statement taken out"),
    "c2pa.removed": _l("a part taken out"),
    "c2pa.dubbed": _l("dubbed"),
    "c2pa.translated": _l("translated"),
    "c2pa.watermarked": _l("watermarked"),
    "c2pa.watermarked.bound": _l("watermarked, bound to this credential"),
    "c2pa.unknown": _l("changed in a way that is not told"),
}


def words(thing: Mapping[str, Any], name: str) -> str:
    """A text of the report in the language of the page: its template translated and filled, where it has one."""
    template, values = thing.get(f"{name}_template"), thing.get(f"{name}_values")
    if template and values:
        try:
            return str(_(template)).format(**values)
        except (KeyError, IndexError, ValueError):
            return str(thing.get(name, ""))
    text = str(thing.get(name, ""))
    return _(text) if text else ""


@dataclass(frozen=True)
class Shown:
    """One report for the page."""

    name: str
    media_type: str
    size: int
    declared: str
    headline: str
    lines: list[str]
    agreements: list[str]
    contradictions: list[str]
    groups: list[tuple[str, list[dict[str, Any]]]]
    graph: SafeString
    nodes: list[dict[str, Any]]
    stages: list[dict[str, Any]]
    picture: str
    uses: list[dict[str, Any]]
    data: Mapping[str, Any]

    @property
    def pretty(self) -> str:
        """The JSON for reading."""
        return json.dumps(self.data, ensure_ascii=False, indent=1)


def picture_names(data: Mapping[str, Any]) -> list[str]:
    """The names of the small pictures in the report's graph, the file's own first."""
    graph = _graph(data) or {"nodes": []}
    nodes = sorted(graph["nodes"], key=lambda node: not node.get("active"))
    return list(dict.fromkeys(str(node["thumbnail"]) for node in nodes if node.get("thumbnail")))


def _graph(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next((one["data"]["graph"] for one in data["findings"] if one.get("data", {}).get("graph")), None)


def _address(picture: object) -> str:
    """A small picture as an address of its own (RFC 2397): letters of base64 and nothing else."""
    text = str(picture or "")
    return f"data:image/webp;base64,{text}" if text and re.fullmatch(r"[A-Za-z0-9+/]+=*", text) else ""


def shown(data: Mapping[str, Any], pictures: Mapping[str, str] | None = None) -> Shown:
    """A report's JSON as the page shows it: by what is claimed, the weightiest first. `pictures` are the credential's own, base64 of WebP by name."""
    schemes = {one["id"]: one for one in data["schemes"]}
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in sorted(data["findings"], key=lambda one: ORDER.index(one["claim"])):
        groups.setdefault(str(CLAIMS[one["claim"]]), []).append(_finding(one, schemes))
    graph = _graph(data)
    small = {name: _address(picture) for name, picture in (pictures or {}).items()}
    nodes = (
        [{**node, "state": drawing.words(node), "picture": small.get(str(node.get("thumbnail")), "")} for node in graph["nodes"]]
        if graph
        else []
    )
    subject, summary = data["subject"], data["summary"]
    return Shown(
        subject["name"], subject["media_type"], subject["size"],
        subject["declared_type"] if subject["declared_type"] not in ("", subject["media_type"]) else "",
        words(summary, "headline"), [_(line) for line in summary["lines"]],
        [words(one, "words") for one in summary["agreements"]], [words(one, "words") for one in summary["contradictions"]],
        list(groups.items()), drawing.provenance({**graph, "nodes": nodes}) if graph else SafeString(""), nodes, _stages(data, graph, nodes),
        next((node["picture"] for node in nodes if node.get("active")), ""), _uses(data), data,
    )  # fmt: skip


def _stages(data: Mapping[str, Any], graph: Mapping[str, Any] | None, nodes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What was done, in order: each credential on the way with its steps, what lies furthest back first and the file itself last."""
    if not graph:
        return []
    told = next((one["data"]["actions"] for one in data["findings"] if one.get("data", {}).get("graph") and one["data"].get("actions")), [])
    far = drawing.depths(graph)
    made = []
    for node in sorted(nodes, key=lambda node: -far.get(node["id"], 0)):
        steps = told if node.get("active") else [{"action": action} for action in node.get("actions", ())]
        if steps:
            made.append({"node": node, "steps": [{**step, "words": ACTIONS.get(step["action"], "")} for step in steps]})
    return made


def _uses(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The decisions on uses by machines, where any signal speaks of one."""
    spoken = [one for one in data["decisions"] if one["stance"] != Stance.UNKNOWN]
    return [
        {
            "label": showing.said(LABELS[Use(one["use"])]),
            "answer": showing.said(ANSWERS[Stance(one["stance"])]),
            "tone": showing.TONES[Stance(one["stance"])],
            "why": words(one, "why"),
            "conflict": one.get("conflict", False),
        }
        for one in (data["decisions"] if spoken else [])
    ]


def _finding(one: Mapping[str, Any], schemes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    label, tone = STANDING[one.get("validity", "unverifiable")]
    scheme = schemes.get(one["scheme"], {"id": one["scheme"], "name": one["scheme"], "proves": "", "does_not_prove": ""})
    raw = str(one.get("raw", ""))
    return {
        "id": one.get("id", ""), "meaning": words(one, "meaning"), "place": one.get("place", ""), "raw": raw if len(raw) <= 300 else f"{raw[:300]}…",
        "about": "" if one.get("about", "file") == "file" else one["about"], "standing": label, "tone": tone, "spec": one.get("spec", ""),
        "who": one.get("asserter", {}).get("name", ""), "scheme": scheme, "unreadable": one["claim"] == "unreadable",
        "checks": [
            {"label": CHECKS.get(check["name"], check["name"]), "tone": OUTCOMES[check["outcome"]][0], "said": OUTCOMES[check["outcome"]][1],
             "words": words(check, "words"), "source": check.get("source", ""), "date": check.get("source_date", "")}
            for check in one.get("checks", ())
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """Two reports side by side: what both say, and what only one says."""

    names: tuple[str, str]
    rows: list[tuple[str, str, bool, bool]]


def compare(reports: Sequence[Mapping[str, Any]]) -> Compared:
    """What two files say, signal by signal: (scheme, meaning, in the first, in the second); differences first."""
    sides: list[dict[tuple[str, str], None]] = []
    for data in reports:
        names = {one["id"]: one["name"] for one in data["schemes"]}
        sides.append(dict.fromkeys((str(names.get(one["scheme"], one["scheme"])), words(one, "meaning")) for one in data["findings"]))
    first, second = sides
    rows = [(scheme, said, (scheme, said) in first, (scheme, said) in second) for scheme, said in {**first, **second}]
    return Compared((reports[0]["subject"]["name"], reports[1]["subject"]["name"]), sorted(rows, key=lambda row: row[2] and row[3]))


def statement(said: Statement) -> list[str]:
    """What a credential will say, in words, before it is signed."""
    made = []
    if said.parent:
        made.append(_("that this picture was opened as it is now, with whatever credential it has, and its metadata edited"))
    else:
        what = _(str(TYPES[said.source_type][1]))
        made.append(
            _("that it was %(what)s, with %(agent)s") % {"what": what, "agent": said.agent} if said.agent else _("that it was %s") % what
        )
    if said.uses:
        names = ", ".join(_(str(ASSERTED[name])) for name in said.uses)
        allowed = next(iter(said.uses.values())) == "allowed"
        made.append((_("that these uses are allowed: %s") if allowed else _("that these uses are not allowed: %s")) % names)
    made.append(_("the SHA-256 of the picture, so that every later change is noticed"))
    return made
