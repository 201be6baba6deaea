"""Documents: numbers given once, stable addresses, marks on page one, late papers, nothing leaked."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from interchange.ground.errors import NotAllowed, Refused, Stale
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.network.membership import actions as membership
from interchange.work.meetings import actions
from interchange.work.meetings.actions.documents import without_leave
from interchange.work.meetings.models import Document
from interchange.work.meetings.tests.papers_world import ITEM, PAPER, give, upload
from interchange.work.meetings.tests.world import AT


def test_numbers_follow_one_another_and_are_never_given_twice(world):
    person = world.members(1)[0]
    session = world.convened()
    first, second = give(world, person, session), give(world, person, session)
    assert (first.symbol, second.symbol) == ("TEN/1/2", "TEN/1/3")  # the agenda has TEN/1/1
    info = actions.give_paper(world.viewer(person), session.pk, {**PAPER, "information": True}, at=AT)
    assert info.symbol == "TEN/1/INF/1"
    actions.withdraw(world.viewer(person), second.document_id, reason="A mistake.", at=AT)
    assert give(world, person, session).symbol == "TEN/1/4"
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(number="TEN/1/3", kind="paper", title="x", made_at=AT)
    between = [actions.issue_between(world.officer, {**PAPER, "level": "public"}, at=AT).symbol for _ in range(2)]
    assert between == ["TEN/IS/2027/1", "TEN/IS/2027/2"]


def test_revisions_corrigenda_and_addenda_have_marks_and_addresses_of_their_own(world, signed):
    person = world.members(1)[0]
    session = world.convened()
    issue = give(world, person, session)
    viewer, document = world.viewer(person), issue.document
    marks = []
    for seen, mark in enumerate(["REV", "REV", "CORR", "ADD"], 1):
        marks.append(
            actions.revise(viewer, document.pk, mark=mark, seen=seen, text=f"Text {seen}.", ai_use="none", note="New.", at=AT).symbol
        )
    assert marks == ["TEN/1/2 REV.", "TEN/1/2 REV. 2", "TEN/1/2 CORR.", "TEN/1/2 ADD."]
    client = signed(person)
    for address, words in (("", "Text 4."), ("FIRST/", "What survives?"), ("REV/", "Text 1."), ("REV-2/", "Text 2."), ("CORR/", "Text 3.")):
        assert words in client.get(f"/documents/TEN/1/2/{address}").content.decode()
    assert "There is a newer issue" in client.get("/documents/TEN/1/2/REV/").content.decode()
    assert client.get("/documents/TEN/1/2/REV-3/").status_code == 404
    with pytest.raises(Stale):
        actions.revise(viewer, document.pk, mark="REV", seen=1, text="Late tab.", ai_use="none", note="x", at=AT)
    with pytest.raises(Refused) as refused:
        actions.revise(viewer, document.pk, mark="PROV", seen=5, text="", ai_use="maybe", note=" ", at=AT)
    assert {one.field for one in refused.value.problems} == {"mark", "text", "note", "ai_use"}


def test_two_tabs_on_a_revision_keep_what_was_typed(world, signed):
    person = world.members(1)[0]
    document = give(world, person, world.convened()).document
    client, url = signed(person), f"/documents/revise/{document.pk}/"
    assert client.post(url, {"mark": "REV", "note": "One", "text": "First tab.", "ai_use": "none", "seen": "1"}).status_code == 302
    late = client.post(url, {"mark": "REV", "note": "Two", "text": "Second tab.", "ai_use": "assisted", "seen": "1"})
    assert late.status_code == 409
    assert "Second tab." in late.content.decode()
    assert document.issues.count() == 2


def test_a_number_that_is_not_public_does_not_exist_and_leaks_nothing(world, client, signed):
    person = world.members(1)[0]
    session = world.convened()
    secret = actions.give_paper(world.viewer(person), session.pk, {"title": "QXtitleZQ", "text": "QXtextZQ", "ai_use": "none"}, at=AT)
    missing, hidden = client.get("/documents/TEN/1/99/"), client.get("/documents/TEN/1/2/")
    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert missing.content.decode().replace("/99/", "/2/") == hidden.content.decode()
    for address in (
        "/documents/",
        "/documents/?q=QXtitle",
        "/search/?q=QXtext",
        "/meetings/ten/1/",
        "/documents/?format=csv",
        "/documents/TEN/1/2/pdf/",
    ):
        page = client.get(address).content.decode(errors="replace")
        assert "QXtitleZQ" not in page
        assert "QXtextZQ" not in page
    assert client.get("/documents/TEN/1/2/FIRST/text/").status_code == 404
    assert "QXtextZQ" in signed(person).get("/documents/TEN/1/2/").content.decode()
    actions.open_wider(world.officer, secret.document_id, "public", reason="Agreed.", at=AT)
    assert "QXtextZQ" in client.get("/documents/TEN/1/2/").content.decode()
    assert "QXtitleZQ" in client.get("/documents/").content.decode()
    assert "QXtitleZQ" in client.get("/search/?q=QXtext").content.decode()


def test_opening_wider_is_recorded_with_a_reason_and_closing_again_is_refused(world):
    person = world.members(1)[0]
    document = give(world, person, world.convened()).document
    with pytest.raises(Refused, match="needs a reason"):
        actions.open_wider(world.officer, document.pk, "public", reason="", at=AT)
    actions.open_wider(world.officer, document.pk, "states", reason="Asked for by States.", at=AT)
    with pytest.raises(Refused, match="never closed again"):
        actions.open_wider(world.officer, document.pk, "members", reason="x", at=AT)
    with pytest.raises(NotAllowed):
        actions.open_wider(world.viewer(person), document.pk, "public", reason="x", at=AT)
    from interchange.ground.journal.models import Event

    event = Event.objects.get(verb="document.opened")
    assert (event.before, event.after, event.remark.text) == ({"level": "members"}, {"level": "states"}, "Asked for by States.")


def test_every_pdf_carries_number_and_mark_on_page_one_and_nobody_s_name(world, signed, client):
    person = world.members(1)[0]
    session = world.convened()
    written = give(world, person, session)
    given = actions.give_paper(
        world.viewer(person),
        session.pk,
        {"title": "As a file", "ai_use": "none"},
        upload=upload("Words on the first page.", "Words on the second."),
        at=AT,
    )
    reader_of = signed(person)
    for issue in (written, given):
        answer = reader_of.get(f"{issue.document.get_absolute_url()}pdf/")
        assert answer["Content-Type"] == "application/pdf"
        pdf = PdfReader(BytesIO(answer.content))
        first = pdf.pages[0].extract_text()
        assert issue.symbol in first
        assert "FOR MEMBERS OF THE NETWORK" in first
        assert "Author" not in str(pdf.metadata)
        assert person.name not in "".join(page.extract_text() for page in pdf.pages)
        assert client.get(f"{issue.document.get_absolute_url()}pdf/").status_code == 404
    assert given.issued_at
    assert "Words on the second." in given.text
    assert "Page 2" in reader_of.get(given.document.get_absolute_url()).content.decode()
    actions.open_wider(world.officer, given.document_id, "public", reason="x", at=AT)
    public = PdfReader(BytesIO(client.get(f"{given.document.get_absolute_url()}pdf/").content)).pages[0].extract_text()
    assert "PUBLIC" in public
    assert "FOR MEMBERS" not in public
    assert reader_of.get(f"/files/{given.file_id}/").status_code == 404  # the unmarked original stays with the organisers
    assert signed(world.first).get(f"/files/{given.file_id}/").status_code == 200


def test_who_left_or_is_suspended_gets_neither_page_nor_file_nor_pack_on_old_links(world, signed):
    person, away = world.members(2)
    session = world.convened()
    document = give(world, person, session).document
    client = signed(away)
    links = [document.get_absolute_url(), f"{document.get_absolute_url()}pdf/", f"{document.get_absolute_url()}text/"]
    links += [f"{session.get_absolute_url()}{tail}" for tail in ("agenda/", "people/", "pack/")]
    assert [client.get(link).status_code for link in links] == [200] * 6
    membership.suspend(world.officer, away.memberships.get().pk, reason="x", at=AT)
    assert [client.get(link).status_code for link in links] == [404] * 6
    assert "Who comes" not in client.get(session.get_absolute_url()).content.decode()


def test_a_paper_after_its_date_is_taken_marked_late_and_needs_leave_to_be_decided_on(world, signed):
    person, chair = world.members(2)
    session = world.convened()
    actions.appoint_for(world.officer, session.pk, chair.pk, Role.CHAIR, at=AT)
    item = actions.add_item(world.viewer(chair), session.pk, ITEM, at=AT)
    due = session.deadlines.get(kind="papers").due_at
    world.now = due
    assert not give(world, person, session, at=due, items=[item.pk]).late
    world.now = due + timedelta(seconds=1)
    late = give(world, person, session, at=world.now, items=[item.pk])
    assert late.late
    assert [one.pk for one in without_leave(item)] == [late.document_id]
    client = signed(person)
    assert "LATE" in client.get(session.get_absolute_url()).content.decode()
    assert "LATE" in PdfReader(BytesIO(client.get(f"{late.document.get_absolute_url()}pdf/").content)).pages[0].extract_text()
    with pytest.raises(NotAllowed):
        actions.give_leave(world.viewer(person), late.document_id, reason="x", at=world.now)
    with pytest.raises(Refused, match="needs a reason"):
        actions.give_leave(world.viewer(chair), late.document_id, reason=" ", at=world.now)
    actions.give_leave(world.viewer(chair), late.document_id, reason="It corrects a number.", at=world.now)
    assert without_leave(item) == []
    actions.revise(
        world.viewer(person), late.document_id, mark="REV", seen=1, text="Another text.", ai_use="none", note="More.", at=world.now
    )
    assert [one.pk for one in without_leave(item)] == [late.document_id]  # leave was given to the text that was read


def test_bad_papers_are_refused_by_field_and_nothing_is_numbered(world, signed):
    person = world.members(1)[0]
    session = world.convened()
    client, url = signed(person), f"{session.get_absolute_url()}papers/new/"
    page = client.post(url, {"title": "", "text": "Kept words."}).content.decode()
    assert "This field is required" in page
    assert "Kept words." in page
    assert "The use of AI is not stated" in page
    assert "neither a text nor a file" in client.post(url, {"title": "x", "ai_use": "none"}).content.decode()
    both = client.post(url, {"title": "x", "text": "y", "ai_use": "none", "file": upload("z")}).content.decode()
    assert "Give one of both" in both
    wrong = SimpleUploadedFile("paper.pdf", b"MZ not a pdf")
    assert "not a PDF" in client.post(url, {"title": "x", "ai_use": "none", "file": wrong}).content.decode()
    assert not Document.objects.exclude(kind="agenda").exists()
    actions.cancel(world.officer, session.pk, reason="x", at=AT)
    with pytest.raises(Refused, match="takes no papers"):
        give(world, person, session)


def test_a_withdrawn_document_stays_listed_and_gives_no_text(world, signed):
    person, other = world.members(2)
    document = give(world, person, world.convened()).document
    with pytest.raises(NotAllowed):
        actions.withdraw(world.viewer(other), document.pk, reason="x", at=AT)
    actions.withdraw(world.viewer(person), document.pk, reason="Numbers were wrong.", at=AT)
    page = signed(other).get(document.get_absolute_url())
    assert page.status_code == 200
    assert "Numbers were wrong." in page.content.decode()
    assert "What survives?" not in page.content.decode()
    assert signed(other).get(f"{document.get_absolute_url()}pdf/").status_code == 404


def test_a_recorded_conflict_takes_the_session_and_all_that_hangs_on_it_away(world, signed):
    person, aside = world.members(2)
    session = world.convened()
    document = give(world, person, session).document
    record_conflict(world.officer, aside.pk, session, reason=ConflictReason.FINANCIAL, at=AT)
    client = signed(aside)
    assert [client.get(url).status_code for url in (session.get_absolute_url(), document.get_absolute_url())] == [404, 404]
    assert document.number not in client.get("/documents/").content.decode()


def test_comments_hang_on_sections_are_late_after_their_date_and_are_answered(world, signed):
    from interchange.ground.threads import actions as threads

    chair, person = world.members(2)
    session = world.convened()
    actions.appoint_for(world.officer, session.pk, chair.pk, Role.CHAIR, at=AT)
    document = give(world, person, session).document
    client, page = signed(person), document.get_absolute_url()
    assert 'id="s-question"' in client.get(page).content.decode()
    assert f"/threads/meetings.document/{document.pk}/say/?anchor=s-question" in client.get(page).content.decode().replace("say/?", "say/?")
    said = threads.say(world.viewer(person), document, text="Which signals?", anchor="s-question", at=AT)
    due = session.deadlines.get(kind="comments").due_at
    late = threads.say(world.viewer(person), document, text="One more thing.", at=due + timedelta(seconds=1))
    assert (said.late, late.late) == (False, True)
    threads.dispose(world.viewer(chair), said.pk, code="taken-up", reason="Now in section 2.", at=AT)
    shown = client.get(page).content.decode()
    assert "Which signals?" in shown
    assert "Now in section 2." in shown
    assert f"{page}#s-question" in shown
    with pytest.raises(NotAllowed):
        threads.say(world.viewer(world.person()), document, text="Outside.", at=AT)
    membership.suspend(world.officer, person.memberships.get().pk, reason="x", at=AT)
    with pytest.raises(NotAllowed):
        threads.say(world.viewer(person), document, text="Suspended.", at=AT)


def test_the_use_of_ai_is_stated_for_each_issue_and_shown_on_page_and_paper(world, signed):
    person = world.members(1)[0]
    document = give(world, person, world.convened()).document
    actions.revise(world.viewer(person), document.pk, mark="REV", seen=1, text="Rewritten.", ai_use="generated", note="New.", at=AT)
    client, url = signed(person), document.get_absolute_url()
    assert "Written by people" in client.get(f"{url}FIRST/").content.decode()
    assert "Generated by AI" in client.get(url).content.decode()

    def page_one(address):
        return PdfReader(BytesIO(client.get(address).content)).pages[0].extract_text()

    assert "Generated by AI." in page_one(f"{url}REV/pdf/")
    assert "AI" not in page_one(f"{url}FIRST/pdf/")
    filed = actions.give_paper(
        world.viewer(person), document.session_id, {"title": "F", "ai_use": "assisted"}, upload=upload("Words."), at=AT
    )
    assert "Written with AI assistance." in page_one(f"{filed.document.get_absolute_url()}pdf/")
