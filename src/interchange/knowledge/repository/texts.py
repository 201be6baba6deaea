"""Reading PDFs, in the worker: page by page for finding, and what the first page says of title, DOI and summary.

pypdfium2 (PDFium) does the reading, in a process of its own for each file (`pdf_reader`) with limits on memory, pages, characters of a page and time,
so that a bomb costs little and a PDF that crashes the library ends that process, not the worker.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interchange.knowledge.repository import identify
from interchange.knowledge.repository.pdf_reader import PAGE_CHARACTERS

SECONDS, MEMORY = 60, 1_500_000_000
_READER = Path(__file__).with_name("pdf_reader.py")
_DOI = re.compile(r"\b10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")
_ARXIV = re.compile(r"arXiv:\s?(\d{4}\.\d{4,5})", re.IGNORECASE)
_SUMMARY = re.compile(
    r"\b(?:abstract|summary)\b[\s.:—–-]*(.{80,2500}?)(?:\n\s*\n|\n\s*(?:1\.?\s+)?(?:introduction|keywords|index terms|contents)\b|$)",
    re.IGNORECASE | re.DOTALL,
)
_DULL_TITLE = re.compile(r"^(untitled|microsoft word|document\d*|.*\.(docx?|tex|dvi|indd|pdf))", re.IGNORECASE)


@dataclass
class Reading:
    """What was read: texts of pages in order, what the file says of itself, and how many pages it has in all."""

    pages: list[str] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)
    count: int = 0


class Unreadable(Exception):
    """The file cannot be read; its text says why in words fit to be shown."""


def read(content: bytes) -> Reading:
    """The text of a PDF. Raises `Unreadable`, also where its process dies or takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_READER), str(SECONDS), str(MEMORY)],
            input=content,
            capture_output=True,
            timeout=SECONDS + 60,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Unreadable("it took too long") from late
    if done.returncode != 0:
        raise Unreadable(done.stderr.decode(errors="replace")[-300:] or "the reader stopped")
    answer = json.loads(done.stdout)
    pages = [clean(text) for text in answer["pages"]]
    return Reading(pages, describe(pages, answer["title"].strip(), heading(answer["largest"])), answer["count"])


def clean(text: str) -> str:
    """A page's text with words joined that were broken at line ends, no control characters, single blanks."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"(\w)[\u00ad\u2010-]\n(\w)", r"\1\2", text)
    return re.sub(r"[ \t]+", " ", text)[:PAGE_CHARACTERS].strip()


def heading(words: str) -> str:
    """The first whole line among the words set largest: most often the title."""
    lines = (re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n{3,}", words.replace("\r\n", "\n")))
    return next((line for line in lines if len(line) > 8), "")[:300]


def describe(pages: list[str], title: str, largest: str = "") -> dict[str, Any]:
    """What the first pages say of the work: title, identifiers, summary. Only what is found; people confirm it."""
    first = "\n".join(pages[:2])
    found: dict[str, Any] = {}
    if title and not _DULL_TITLE.match(title) and len(title) > 5:
        found["title"] = title[:300]
    elif largest:
        found["title"] = largest
    named = []
    doi = _DOI.search(first)
    if doi:
        one = identify.doi(doi.group().rstrip(".,;)"))
        if not one.problem:
            named.append([str(one.scheme), one.value])
    arxiv = _ARXIV.search(first)
    if arxiv and not identify.arxiv(arxiv.group(1)).problem:
        named.append(["arxiv", arxiv.group(1)])
    if named:
        found["identifiers"] = named
    summary = _SUMMARY.search(first)
    if summary:
        found["summary"] = re.sub(r"\s+", " ", summary.group(1)).strip()
    return found
