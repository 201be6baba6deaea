"""Results made ready for pages: words in the reader's language, the picture, what is stale, and what stands beside a tool of the map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell.beside import Line
from interchange.knowledge.landscape.atlas import recent
from interchange.workbench.lab import drawing, queries
from interchange.workbench.lab.models import Experiment
from interchange.workbench.lab.vocabulary import CORPORA, MEDIA, SORTS, said, word
from interchange.workbench.signals.model import say
from interchange.workbench.signals.trials import catalogue
from interchange.workbench.signals.trials.process import AS_MADE

TOOL = "landscape.tool"


def spoken(step: Mapping[str, Any]) -> str:
    """One step of a recipe in words; a step that is not at hand any more by its name."""
    known = catalogue.steps().get(step["do"])
    if known is None:
        return str(step["do"])
    values = {name: number_format(step.get(name, usual)).removesuffix(".0") for name, (usual, _l, _m) in known.parameters.items()}
    return said(say(known.label, **values))


def chain(one: Mapping[str, Any]) -> str:
    """A chain of a recipe in words."""
    return said(one["words"]) if one.get("words") else _(", then ").join(spoken(step) for step in one["steps"])


def line_words(result: Mapping[str, Any]) -> list[str]:
    """The lines of a result in words."""
    known = {one["name"]: one for one in result["recipe"]["chains"]}
    return [_("As made") if line["name"] == AS_MADE else chain(known[line["name"]]) for line in result["lines"]]


def percent(share: float) -> str:
    """A share in per cent, without figures behind the point."""
    return f"{share * 100:.0f} %"


def milliseconds(seconds: float) -> str:
    """A short time; what is too short for a figure is said to be less, not nothing."""
    return f"{seconds * 1000:.1f}\u00a0ms" if seconds >= 0.00005 else "<\u00a00.1\u00a0ms"


def title(result: Mapping[str, Any]) -> str:
    """What the picture shows, in a sentence."""
    return _("Of the files in which a signal stood, how many still had it after each transformation")


def picture(result: Mapping[str, Any], *, alone: bool = False) -> SafeString:
    """The survival matrix as SVG."""
    order = [one["id"] for one in result["signals"]]
    lines = [(words, [line["cells"][name] for name in order]) for words, line in zip(line_words(result), result["lines"], strict=True)]
    return drawing.matrix([said(one["label"]) for one in result["signals"]], lines, title(result), alone=alone)


@dataclass(frozen=True)
class Column:
    """One signal of a result."""

    id: str
    label: str
    sort: str
    rule: str
    version: str
    tool: tuple[str, str] | None
    stale: str
    false: str
    false_range: str
    seconds: str


@dataclass(frozen=True)
class Shown:
    """One result for a page."""

    columns: list[Column]
    rows: list[tuple[str, list[dict[str, Any]], str]]
    remarks: list[dict[str, str]]
    stale: list[Column]
    picture: SafeString


def shown(result: Mapping[str, Any]) -> Shown:
    """A result in the reader's language."""
    tools, old = recent().tools, queries.stale(result)
    columns = []
    for one in result["signals"]:
        false = result["false_positives"][one["id"]]
        among = (
            ngettext("%(k)s of %(n)s pair", "%(k)s of %(n)s pairs", false["of"])
            if false["among"] == "pairs"
            else ngettext("%(k)s of %(n)s file", "%(k)s of %(n)s files", false["of"])
        )
        code = one["tool"]
        columns.append(
            Column(
                one["id"], said(one["label"]), word(SORTS, one["sort"]), said(one["rule"]), one["version"],
                (tools.names[tools.place[code]], f"/landscape/tools/{code}/") if code in tools.place else None,
                old.get(one["id"], ("", ""))[1] or (_("gone") if one["id"] in old else ""),
                among % {"k": f"{false['kept']:,}", "n": f"{false['of']:,}"}, f"{percent(false['low'])} – {percent(false['high'])}",
                milliseconds(result["cost"]["signals"].get(one["id"], 0)),
            )
        )  # fmt: skip
    rows = []
    for words, line in zip(line_words(result), result["lines"], strict=True):
        cells = [
            {**line["cells"][one.id], "percent": percent(line["cells"][one.id]["share"]), "range": f"{percent(line['cells'][one.id]['low'])} – {percent(line['cells'][one.id]['high'])}"}
            for one in columns
        ]  # fmt: skip
        cost = result["cost"]["chains"].get(line["name"], {})
        rows.append((words, cells, f"{cost.get('seconds', 0) * 1000:.0f} ms" if cost else ""))
    return Shown(columns, rows, list(result["remarks"]), [one for one in columns if one.stale], picture(result))


def corpus(found: Experiment) -> str:
    """The files of an experiment in words."""
    made = found.recipe["corpus"]
    name = str(CORPORA.get(made["name"], _("Files of one’s own")))
    files = ngettext("%d file", "%d files", made["count"]) % made["count"]
    return f"{name}, {files}"


def medium(found: Experiment) -> str:
    """Pictures, texts or sound."""
    return word(MEDIA, found.media)


def beside_tool(viewer: Viewer, kind: str, key: str) -> Iterable[Line]:
    """The newest published experiments about a tool of the map, the first with its picture. One query, only for tools that signals are about."""
    if kind != TOOL:
        return []
    tools = recent().tools
    place = tools.by_pk.get(int(key))
    code = tools.codes[place] if place is not None else ""
    if code not in {one.tool for one in catalogue.signals().values() if one.tool}:
        return []
    lines = []
    for number, found in enumerate(queries.about(viewer, code)):
        narrow = queries.narrowed(found.result or {}, code)
        old = queries.stale(narrow)
        warn = _("tried with another version of the reader than today’s") if old else ""
        lines.append(Line(found.title, found.url, corpus(found), picture=None if number else picture(narrow), warn=warn))
    return lines


def tools(found: Experiment) -> list[tuple[str, str]]:
    """(code, name) of the map's tools of which an experiment speaks."""
    side = recent().tools
    return [(code, side.names[side.place[code]]) for code in found.tools if code in side.place]


def drafted(narrow: Mapping[str, Any], found: Experiment) -> str:
    """Sentences to begin with: what all files kept, what none kept, and what some did, for each signal of a tool."""
    sentences = []
    for one in narrow["signals"]:
        groups: dict[str, list[str]] = {"all": [], "none": [], "some": []}
        for words, line in zip(line_words(narrow), narrow["lines"], strict=True):
            cell = line["cells"][one["id"]]
            if line["name"] == AS_MADE or not cell["of"]:
                continue
            part = "all" if cell["kept"] == cell["of"] else "some" if cell["kept"] else "none"
            groups[part].append(f"{words} ({cell['kept']}/{cell['of']})" if part == "some" else words)
        for part, template in (("all", _("%(signal)s was kept by all files after: %(which)s.")), ("some", _("%(signal)s was kept by some after: %(which)s.")), ("none", _("%(signal)s was kept by none after: %(which)s."))):  # fmt: skip
            if groups[part]:
                sentences.append(template % {"signal": said(one["label"]), "which": "; ".join(groups[part])})
    return " ".join([*sentences, _("Tried on: %s.") % corpus(found)])[:1500]
