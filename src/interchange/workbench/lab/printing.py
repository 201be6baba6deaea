"""The report of an experiment as PDF, for the repository. Text goes to typst as data, never as markup."""

import json
from typing import Any

import typst
from django.utils.translation import gettext as _

from interchange.workbench.lab import showing
from interchange.workbench.lab.models import Experiment

PAPER = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(paper: "a4", flipped: true, margin: 1.8cm, numbering: "1")
#set text(size: 9pt)
#text(size: 16pt, weight: "bold", data.title)

#data.number · #data.address

#data.summary

#for part in data.tables [
  = #part.title
  #table(columns: (1.8fr,) + (1fr,) * (part.head.len() - 1), stroke: 0.4pt + luma(160), inset: 4pt,
    table.header(..part.head.map(words => strong(words))), ..part.rows.flatten())
]

= #data.recipe_title
#text(size: 7pt, raw(data.recipe))
"""


def summary(found: Experiment) -> str:
    """What was tried and what came of it, in some sentences."""
    result: dict[str, Any] = found.result or {}
    head = f"{found.question.strip()} " if found.question.strip() else ""
    told = _("%(files)s; %(chains)d transformations; signals: %(signals)s.") % {
        "files": showing.corpus(found), "chains": len(result["lines"]) - 1, "signals": ", ".join(showing.said(one["label"]) for one in result["signals"]),
    }  # fmt: skip
    return f"{head}{told} " + _("Shares with 95 %% intervals (Wilson). The digest of the result is %s.") % found.digest


def report(found: Experiment) -> bytes:
    """The PDF: matrix, false positives, remarks and the recipe as JSON."""
    from interchange.workbench.lab.actions.running import address

    result: dict[str, Any] = found.result or {}
    made = showing.shown(result)
    cells = [
        [words, *(f"{one['kept']}/{one['of']} ({one['range']})" if one["of"] else "–" for one in line)] for words, line, _cost in made.rows
    ]
    false = [[one.label, one.rule, one.version, one.false, one.false_range] for one in made.columns]
    remarks = [[one["file"], one["chain"], one.get("signal", ""), one["why"]] for one in made.remarks]
    tables = [
        {"title": _("What survived"), "head": [_("Transformation"), *(one.label for one in made.columns)], "rows": cells},
        {"title": _("Found where nobody put it"), "head": [_("Signal"), _("Counts as kept"), _("Version"), _("Found"), _("95 % interval")], "rows": false},
    ]  # fmt: skip
    if remarks:
        tables.append(
            {"title": _("What could not be tried"), "head": [_("File"), _("Transformation"), _("Signal"), _("Why")], "rows": remarks}
        )
    data = {
        "title": found.title, "number": found.number, "address": address(found), "summary": summary(found), "tables": tables,
        "recipe_title": _("Recipe"), "recipe": json.dumps(found.recipe, ensure_ascii=False, indent=1),
    }  # fmt: skip
    return bytes(typst.compile(PAPER.encode(), sys_inputs={"data": json.dumps(data)}))
