"""Reading PDFs, in the worker: page by page for finding, and what the first page says of title, DOI, authors, summary.

pypdfium2 (PDFium) does the reading; a page that would unpack into more than `PAGE_CHARACTERS` is cut, and so is a document after `PAGES` pages or
`SECONDS` seconds, so that a bomb costs little. The process that reads is one of its own (`read_safely`), with a limit on its memory: a PDF that
crashes the library ends that process, not the worker.
"""

import multiprocessing
import re
import resource
import time
from dataclasses import dataclass, field
from queue import Empty
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from interchange.knowledge.repository import identify

PAGES, PAGE_CHARACTERS, SECONDS, MEMORY = 2000, 60_000, 60, 1_500_000_000
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
    """The text of a PDF. Raises `Unreadable`."""
    begun = time.monotonic()
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as broken:
        raise Unreadable(str(broken)) from broken
    reading = Reading(count=len(document))
    title = ""
    try:
        title = (document.get_metadata_dict().get("Title") or "").strip()
        for number in range(min(reading.count, PAGES)):
            if time.monotonic() - begun > SECONDS:
                break
            page = document[number]
            layer = page.get_textpage()
            text = layer.get_text_bounded() if layer.count_chars() < PAGE_CHARACTERS else layer.get_text_range(0, PAGE_CHARACTERS)
            reading.pages.append(clean(text))
            if number == 0:
                reading.found["heading"] = heading(layer)
            layer.close()
            page.close()
    except pypdfium2.PdfiumError as broken:
        raise Unreadable(str(broken)) from broken
    finally:
        document.close()
    reading.found = describe(reading.pages, title, reading.found.pop("heading", ""))
    return reading


def clean(text: str) -> str:
    """A page's text with words joined that were broken at line ends, no control characters, single blanks."""
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"(\w)[\u00ad\u2010-]\n(\w)", r"\1\2", text)
    return re.sub(r"[ \t]+", " ", text)[:PAGE_CHARACTERS].strip()


def heading(layer: Any) -> str:
    """The words set largest on the first page: most often its title."""
    sizes: list[tuple[float, str]] = []
    total = min(layer.count_chars(), 4000)
    raw = layer.raw

    text = layer.get_text_range(0, total)
    for index, character in enumerate(text[:total]):
        sizes.append((round(pdfium.FPDFText_GetFontSize(raw, index), 1) if not character.isspace() else 0.0, character))
    largest = max((size for size, _character in sizes), default=0.0)
    if largest <= 0:
        return ""
    words = "".join(character if size >= largest - 0.6 or character.isspace() else "\n" for size, character in sizes)
    lines = [re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n{3,}", words)]
    best = next((line for line in lines if len(line) > 8), "")
    return best[:300]


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


def _work(content: bytes, answers: Any) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 30, SECONDS + 30))
    try:
        answers.put(read(content))
    except Unreadable as broken:
        answers.put(str(broken) or "unreadable")
    except (MemoryError, ValueError, OSError) as broken:
        answers.put(type(broken).__name__)


def read_safely(content: bytes) -> Reading:
    """`read`, in a process of its own with limits on memory and time. Raises `Unreadable`, also where that process dies."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(target=_work, args=(content, answers), daemon=True)
    child.start()
    until = time.monotonic() + SECONDS + 40
    try:
        while time.monotonic() < until:
            try:
                answer = answers.get(timeout=0.5)
            except Empty:
                if not child.is_alive():
                    raise Unreadable("the reader stopped") from None
                continue
            if isinstance(answer, Reading):
                return answer
            raise Unreadable(answer)
        raise Unreadable("it took too long")
    finally:
        child.terminate()
        child.join(5)
