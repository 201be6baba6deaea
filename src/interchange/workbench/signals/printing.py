"""A report in plain text, for a terminal."""

from collections.abc import Iterator

from interchange.workbench.signals.model import Claim, Report

MARK = {"yes": "+", "no": "-", "unknown": "?"}
CLEAN = dict.fromkeys((*range(32), *range(127, 160), *range(8234, 8239), *range(8294, 8298)))


def clean(text: str, length: int = 400) -> str:
    """One line without control characters: what a file holds must not steer a terminal."""
    return text.replace("\n", " ").replace("\t", " ").translate(CLEAN)[:length]


def lines(report: Report) -> Iterator[str]:
    """The summary first, then each signal with its place and its standing."""
    subject = report.subject
    yield f"{clean(subject.name)}  ({subject.media_type}, {subject.size:,} bytes)"
    yield f"  {clean(report.summary.headline)}"
    yield from (f"  {clean(line)}" for line in report.summary.lines)
    yield from (f"  Contradiction: {clean(one.words)}" for one in report.summary.contradictions)
    yield from (f"  Agreement: {clean(one.words)}" for one in report.summary.agreements)
    for one in report.findings:
        about = "" if one.about == "file" else f" (about {clean(one.about, 80)})"
        yield f"    {one.id:>4} {clean(one.meaning)}{about}"
        standing = "" if one.claim is Claim.UNREADABLE else f", {one.validity.value}"
        yield f"         {one.scheme}{standing}; {clean(one.place, 160)}"
        yield from (f"         {MARK[check.outcome.value]} {clean(check.words)}" for check in one.checks)
