"""The process that reads one PDF: bytes on standard input, JSON on standard output. It knows nothing of the house and is started by `texts`.

Limits on memory and time are its own, so that a file that crashes or starves the library ends this process and nothing else.
"""

import json
import resource
import sys
import time

import pypdfium2
import pypdfium2.raw as pdfium

PAGES, PAGE_CHARACTERS = 2000, 60_000


def heading(layer: pypdfium2.PdfTextPage) -> str:
    """The words set largest on the page, pieces apart by line breaks."""
    total = min(layer.count_chars(), 4000)
    text = layer.get_text_range(0, total) if total > 0 else ""
    sizes = [
        0.0 if character.isspace() else round(pdfium.FPDFText_GetFontSize(layer.raw, index), 1) for index, character in enumerate(text)
    ]
    largest = max(sizes, default=0.0)
    if largest <= 0:
        return ""
    return "".join(one if size >= largest - 0.6 or one.isspace() else "\n" for one, size in zip(text, sizes, strict=True))


def read(content: bytes, seconds: float) -> dict[str, object]:
    """Texts of pages, number of pages, title in the metadata, largest words of the first page. Raises `PdfiumError`."""
    begun = time.monotonic()
    document = pypdfium2.PdfDocument(content)
    pages: list[str] = []
    largest = ""
    for number in range(min(len(document), PAGES)):
        if time.monotonic() - begun > seconds:
            break
        page = document[number]
        layer = page.get_textpage()
        count = layer.count_chars()
        pages.append(layer.get_text_range(0, min(count, PAGE_CHARACTERS)) if count > 0 else "")
        if number == 0:
            largest = heading(layer)
        layer.close()
        page.close()
    title = document.get_metadata_dict().get("Title") or ""
    return {"pages": pages, "count": len(document), "title": title, "largest": largest}


def main() -> int:
    """Read standard input; exit code 1 with the reason where it cannot be read."""
    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 20, int(seconds) + 30))
    try:
        answer = read(sys.stdin.buffer.read(), seconds)
    except (pypdfium2.PdfiumError, MemoryError, ValueError, OSError) as broken:
        sys.stderr.write(str(broken) or type(broken).__name__)
        return 1
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
