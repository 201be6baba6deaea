"""Files: what is taken, who is given what, in which pieces, and what the journal notes."""

import hashlib
import re
import unicodedata
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from interchange.ground.accounts.models import Person
from interchange.ground.errors import Refused
from interchange.ground.files import actions, checks, purposes
from interchange.ground.files.models import StoredFile
from interchange.ground.files.tests.world import AT, pdf, stored, upload
from interchange.ground.files.views import span
from interchange.ground.journal.models import Event
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role


def client_of(person):
    client = Client()
    client.force_login(person)
    session = client.session
    session["demo-sign-in"] = True
    session.save()
    return client


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_file_comes_back_as_it_went_in(owner):
    content = pdf()
    kept = stored(owner, content, "Мой файл.pdf")
    answer = client_of(owner).get(f"/files/{kept.pk}/")
    assert body(answer) == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(content))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%D0%9C%D0%BE%D0%B9" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert Event.objects.get(verb="file.stored").after["sha256"] == kept.sha256


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=10-999999999", 10, None),
        ("bytes=-999999999", 0, None),
    ],
)
def test_a_part_of_a_file(owner, header, first, last):
    content = pdf()
    kept = stored(owner, content)
    answer = client_of(owner).get(f"/files/{kept.pk}/", headers={"range": header})
    start = first if first >= 0 else len(content) + first
    end = len(content) - 1 if last is None else last
    assert answer.status_code == 206
    assert body(answer) == content[start : end + 1]
    assert answer["Content-Range"] == f"bytes {start}-{end}/{len(content)}"
    assert answer["Content-Length"] == str(end - start + 1)


@pytest.mark.parametrize("header", ["bytes=20001-", "bytes=-0", "bytes=99999-100000"])
def test_a_part_beyond_the_end(owner, header):
    kept = stored(owner)
    answer = client_of(owner).get(f"/files/{kept.pk}/", headers={"range": header})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{kept.size}"
    assert answer.content == b""


@pytest.mark.parametrize("header", ["bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes=-", ""])
def test_a_header_that_names_no_single_part_gives_the_whole(owner, header):
    kept = stored(owner)
    answer = client_of(owner).get(f"/files/{kept.pk}/", headers={"range": header})
    assert answer.status_code == 200
    assert len(body(answer)) == kept.size


def test_part_after_part_makes_the_whole(owner):
    content = pdf()
    kept = stored(owner, content)
    client, got = client_of(owner), b""
    while len(got) < len(content):
        got += body(client.get(f"/files/{kept.pk}/", headers={"range": f"bytes={len(got)}-{len(got) + 99}"}))
    assert got == content


def test_no_answer_may_be_framed_or_guessed_at(owner):
    kept = stored(owner)
    client = client_of(owner)
    etag = client.get(f"/files/{kept.pk}/")["ETag"]
    for headers in ({}, {"if-none-match": etag}, {"range": "bytes=0-3"}, {"range": "bytes=999999-"}):
        answer = client.get(f"/files/{kept.pk}/", headers=headers)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], answer.status_code
        assert "sandbox" in answer["Content-Security-Policy"]
        assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_what_did_not_change_is_not_sent_again(owner):
    kept = stored(owner)
    client = client_of(owner)
    etag = client.get(f"/files/{kept.pk}/")["ETag"]
    assert client.get(f"/files/{kept.pk}/", headers={"if-none-match": etag}).status_code == 304
    assert client.get(f"/files/{kept.pk}/", headers={"if-none-match": f'"other", W/{etag}'}).status_code == 304
    assert client.get(f"/files/{kept.pk}/", headers={"if-none-match": "*"}).status_code == 304
    assert client.get(f"/files/{kept.pk}/", headers={"if-none-match": '"other"'}).status_code == 200
    both = client.get(f"/files/{kept.pk}/", headers={"if-none-match": etag, "range": "bytes=999999-"})
    assert both.status_code == 304, "RFC 9110, 13.2.2: the condition is asked before the range"
    assert client.get(f"/files/{kept.pk}/", headers={"range": "bytes=0-9", "if-range": etag}).status_code == 206
    assert client.get(f"/files/{kept.pk}/", headers={"range": "bytes=0-9", "if-range": '"other"'}).status_code == 200


@given(st.text(max_size=40) | st.from_regex(r"\Abytes=[0-9]{0,6}-[0-9]{0,6}\Z"), st.integers(1, 10_000))
@trials(max_examples=300, deadline=None)
def test_a_part_is_always_inside_the_file(header, size):
    try:
        part = span(header, size)
    except ValueError:
        return
    assert part is None or 0 <= part[0] <= part[1] < size


def test_strangers_find_nothing(owner):
    kept = stored(owner)
    address = f"/files/{kept.pk}/"
    assert Client().get(address).status_code == 302
    stranger = client_of(Person.objects.create_user("stranger@example.org"))
    assert stranger.get(address).status_code == 404
    assert stranger.get(address, headers={"range": "bytes=0-9"}).status_code == 404
    assert stranger.get(address, headers={"if-none-match": f'"{kept.sha256[:32]}"'}).status_code == 404
    assert stranger.get("/files/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_former_reader_is_out_at_the_next_request(owner):
    kept = stored(owner)
    officer = Person.objects.create_user("officer@example.org")
    grant = RoleGrant.objects.create(person=officer, role=Role.OFFICER, starts_at=AT.replace(year=2020))
    client = client_of(officer)
    assert client.get(f"/files/{kept.pk}/").status_code == 200
    grant.ends_at = AT.replace(year=2021)
    grant.save()
    assert client.get(f"/files/{kept.pk}/").status_code == 404


def test_a_purpose_that_no_room_knows_any_more_is_read_by_nobody(owner, monkeypatch):
    kept = stored(owner)
    monkeypatch.delitem(purposes.PURPOSES, "test")
    assert client_of(owner).get(f"/files/{kept.pk}/").status_code == 404


def test_the_journal_notes_when_another_reads(owner):
    kept = stored(owner)
    body(client_of(owner).get(f"/files/{kept.pk}/"))
    assert not Event.objects.filter(verb="file.read").exists()
    officer = Person.objects.create_user("officer@example.org")
    RoleGrant.objects.create(person=officer, role=Role.OFFICER, starts_at=AT.replace(year=2020))
    body(client_of(officer).get(f"/files/{kept.pk}/"))
    event = Event.objects.get(verb="file.read")
    assert (event.actor_id, event.subject_kind, event.subject_id) == (officer.pk, "files.storedfile", str(kept.pk))


def test_a_removed_file_is_gone(owner, django_capture_on_commit_callbacks):
    kept = stored(owner)
    assert default_storage.exists(kept.path)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(Viewer(person_id=owner.pk), kept, at=AT)
        actions.remove(Viewer(person_id=owner.pk), kept, at=AT)
    assert not default_storage.exists(kept.path)
    assert client_of(owner).get(f"/files/{kept.pk}/").status_code == 404
    assert Event.objects.filter(verb="file.removed").count() == 1
    assert StoredFile.objects.get(pk=kept.pk).name == "removed"


def test_bytes_that_vanished_are_a_plain_not_found(owner):
    kept = stored(owner)
    default_storage.delete(kept.path)
    assert client_of(owner).get(f"/files/{kept.pk}/").status_code == 404


# --- What is taken ---


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<html>%PDF-1.7", "not a PDF"),
        (b"MZ" + b"\0" * 100, "not a PDF"),
        (b"%PDF-1.7\n<html><script>alert(1)</script>", "something else at once"),
        (pdf() + b"PK\x05\x06" + b"\0" * 18, "something else at once"),
        (b"%PDF-1.7\n" + b"\xff" * 2000, "damaged"),
        (pdf()[:200], "damaged"),
        (pdf(password="secret"), "encrypted"),
        (b"x" * 20_001, "larger than"),
        (checks.EICAR, "infected"),
        (pdf(text=checks.EICAR), "infected"),
    ],
)
def test_what_is_refused_names_the_field_the_rule_and_the_remedy(owner, content, words):
    with pytest.raises(Refused, match=words) as refused:
        actions.store(Viewer(person_id=owner.pk), upload(content), purpose="test", field="cv", at=AT)
    (problem,) = refused.value.problems
    assert problem.field == "cv"
    assert problem.remedy
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", ["/JavaScript", "/Launch"])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_program_that_runs_at_opening_is_refused(owner, kind, elsewhere):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action) if elsewhere else action
    out = BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="program"):
        stored(owner, out.getvalue())


def test_named_programs_are_refused(owner):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    names = DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): ArrayObject()})})
    writer.root_object[NameObject("/Names")] = writer._add_object(names)
    out = BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="program"):
        stored(owner, out.getvalue())


def test_a_document_that_opens_at_a_page_is_taken(owner):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.root_object[NameObject("/OpenAction")] = ArrayObject([page.indirect_reference, NameObject("/Fit")])
    out = BytesIO()
    writer.write(out)
    assert stored(owner, out.getvalue()).media_type == "application/pdf"


def test_files_inside_are_refused(owner):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("x.exe", b"MZ")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="program or other files"):
        stored(owner, out.getvalue())


@given(st.text())
@trials(max_examples=500, deadline=None)
def test_a_clean_name_is_fit_to_be_shown(name):
    clean = checks.clean_name(name)
    assert 1 <= len(clean) <= 160
    assert "/" not in clean
    assert "\\" not in clean
    assert clean not in {".", ".."}
    assert not clean.startswith(".")
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert checks.clean_name(clean) == clean


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ada\\cv.pdf", "cv.pdf"),
        ("exe\u202efdp.cv", "exefdp.cv"),
        ("", "file"),
        ("...", "file"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
    ],
)
def test_names(name, clean):
    assert checks.clean_name(name) == clean


@given(st.text(min_size=1, max_size=80))
@trials(max_examples=200, deadline=None)
def test_no_name_breaks_the_header(name):
    clean = checks.clean_name(name)
    plain = re.sub(r'[^\w .-]|["\\]', "_", clean, flags=re.ASCII)
    assert plain.isascii()
    assert not set('"\\\r\n') & set(plain)
