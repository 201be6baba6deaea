"""Reports made ready for pages: words in the reader's language, states as the shell shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from interchange.workbench.signals.model import Claim, Stance, Use, Words
from interchange.workbench.signals.reservations import crawling, writers
from interchange.workbench.signals.reservations.decide import ANSWERS, LABELS
from interchange.workbench.signals.reservations.schemes import SCHEMES
from interchange.workbench.signals.reservations.site import SiteReport
from interchange.workbench.signals.reservations.statements import USES
from interchange.workbench.signals.reservations.visiting import Step

TONES = {Stance.DISALLOWED: "bad", Stance.ALLOWED: "good", Stance.CONDITIONAL: "busy", Stance.UNKNOWN: ""}


def said(words: Words | str | None) -> str:
    """Words of the pure package in the language of the page; values that are words themselves stay as they are."""
    if not words:
        return ""
    if isinstance(words, Words):
        return _(words.template).format(**words.values) if words.values else _(words.template)
    return _(words)


@dataclass(frozen=True)
class Row:
    """One use of the table."""

    label: str
    answer: str
    tone: str
    why: str
    rule: str
    conflict: bool
    against: list[dict[str, str]]
    partly: list[dict[str, str]]
    terms: tuple[str, ...]


def shown(report: SiteReport) -> dict[str, Any]:
    """A report for the page: the table, the crawlers by purpose, and the findings by scheme."""
    rows = [
        Row(
            said(LABELS[one.use]), said(ANSWERS[one.stance]), TONES[one.stance], said(one.why), said(one.rule), one.conflict,
            [_statement(other) for other in one.overruled], [_statement(other) for other in one.partly], one.offers,
        )
        for one in report.verdicts
    ]  # fmt: skip
    groups: dict[str, list[dict[str, Any]]] = {}
    for finding in report.findings:
        groups.setdefault(finding.scheme, []).append(
            {
                "place": finding.place,
                "raw": finding.raw,
                "meaning": said(finding.meaning),
                "spec": finding.spec,
                "trouble": finding.claim is Claim.UNREADABLE,
                "note": finding.code,
            }
        )
    schemes = [{"scheme": SCHEMES[key], "findings": found} for key, found in groups.items()]
    return {
        "headline": said(report.headline), "claims": said(report.claims), "rows": rows, "schemes": schemes, "crawlers": _crawlers(report),
        "looked_at": report.looked_at, "not_given": report.not_given, "url": report.target.url, "path": report.target.path,
    }  # fmt: skip


def _statement(statement: Any) -> dict[str, str]:
    return {"scheme": SCHEMES[statement.scheme].name, "place": statement.place, "meaning": said(statement.meaning)}


def _crawlers(report: SiteReport) -> list[dict[str, Any]]:
    """For each purpose: how many of the known crawlers are asked to stay away, and which."""
    made = []
    for purpose, label in crawling.LABELS.items():
        of = [one for one in report.crawlers if purpose in one.crawler.purposes]
        away = [one.crawler.token for one in of if not one.access.allowed]
        if of:
            made.append({"label": said(label), "count": len(of), "away": len(away), "names": ", ".join(away)})
    return made


def steps(made: Sequence[Step]) -> list[dict[str, Any]]:
    """The requests of a visit for the page."""
    return [
        {"at": one.at, "url": one.url, "peer": one.peer, "octets": one.octets, "milliseconds": round(one.seconds * 1000),
         "answer": str(one.status) if one.status else said(one.words), "trouble": not 200 <= one.status < 400}
        for one in made
    ]  # fmt: skip


def declared(declaration: writers.Declaration) -> list[dict[str, str]]:
    """The house's own declaration as rows of a table."""
    return [
        {
            "label": said(LABELS[use]),
            "answer": _answer(declaration.stances.get(use, Stance.UNKNOWN)),
            "tone": TONES[declaration.stances.get(use, Stance.UNKNOWN)],
        }
        for use in (Use.SEARCH, Use.GENERATIVE_TRAINING, Use.AI_TRAINING, Use.AI_INPUT, Use.AI_INDEX, Use.MINING)
        if use in USES
    ]


def _answer(stance: Stance) -> str:
    return {Stance.ALLOWED: _("Allowed"), Stance.DISALLOWED: _("Reserved")}.get(stance, _("Not spoken of"))
