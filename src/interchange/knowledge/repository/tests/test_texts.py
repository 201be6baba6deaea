"""PDFs: read page by page, in a process of their own; hostile ones cost little."""

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from interchange.knowledge.repository import texts
from interchange.knowledge.repository.tests.world import pdf


def test_pages_and_what_the_file_says_of_itself():
    reading = texts.read(pdf(parts=["A second page on fingerprints.", "A third."]))
    assert reading.count == 3
    assert "second page on fingerprints" in reading.pages[1]
    assert reading.found["title"] == "A Paper on Marks"
    assert reading.found["identifiers"] == [["doi", "10.1234/abc.5"]]
    assert reading.found["summary"].startswith("What was done")


def test_a_dull_title_in_the_file_gives_way_to_the_largest_words():
    found = texts.describe(["Some page"], "Microsoft Word - final.docx", "Largest words of the page")
    assert found["title"] == "Largest words of the page"


def test_broken_words_are_joined():
    assert texts.clean("water-\nmarks are  here\x00") == "watermarks are here"


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", b"<html>", b"", b"%PDF-1.4\n" + b"\xff" * 5000])
def test_what_cannot_be_read_is_said_so(content):
    with pytest.raises(texts.Unreadable):
        texts.read(content)


def bomb() -> bytes:
    """A small file whose one page unpacks to 10 MB of text operators."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf (AAAAAAAAAAAAAAAAAAAA) Tj ET\n" * 250_000)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode(9))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_bomb_is_cut():
    content = bomb()
    assert len(content) < 400_000
    try:
        reading = texts.read(content)
    except texts.Unreadable:
        return
    assert sum(map(len, reading.pages)) <= texts.PAGE_CHARACTERS


def test_the_death_of_the_reader_is_told(monkeypatch, tmp_path):
    crashing = tmp_path / "crash.py"
    crashing.write_text("import os; os.abort()")
    monkeypatch.setattr(texts, "_READER", crashing)
    with pytest.raises(texts.Unreadable, match="stopped"):
        texts.read(pdf())
