"""Documents: numbers given once, stable addresses, marks on page one, late papers, nothing leaked; agendas and the board pack."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pypdf import PdfReader, PdfWriter

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.post.models import Letter
from interchange.network.membership import actions as membership
from interchange.work.meetings import actions
from interchange.work.meetings.actions import pack as packs
from interchange.work.meetings.actions.agenda import changed_since
from interchange.work.meetings.actions.documents import without_leave
from interchange.work.meetings.models import AgendaItem, BoardPack, Document
from interchange.work.meetings.tests.world import AT

PAPER = {"title": "Marks after sharing", "text": "## Question\n\nWhat survives?"}
ITEM = {"title": "Marks", "kind": "decide", "minutes": 30}


def a_pdf(*pages: str, author: str = "Hidden Author") -> bytes:
    """A PDF with words, as somebody would give it in, by the tool that the house itself uses."""
    import typst

    text = "\n#pagebreak()\n".join(pages).encode()
    writer = PdfWriter(BytesIO(typst.compile(text)))
    writer.add_metadata({"/Author": author})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def upload(*pages, **more) -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", a_pdf(*pages, **more), content_type="application/pdf")


def give(world, person, session, *, at=AT, **more):
    return actions.give_paper(world.viewer(person), session.pk, PAPER, at=at, **more)


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
        marks.append(actions.revise(viewer, document.pk, mark=mark, seen=seen, text=f"Text {seen}.", note="New.", at=AT).symbol)
    assert marks == ["TEN/1/2 REV.", "TEN/1/2 REV. 2", "TEN/1/2 CORR.", "TEN/1/2 ADD."]
    client = signed(person)
    for address, words in (("", "Text 4."), ("FIRST/", "What survives?"), ("REV/", "Text 1."), ("REV-2/", "Text 2."), ("CORR/", "Text 3.")):
        assert words in client.get(f"/documents/TEN/1/2/{address}").content.decode()
    assert "There is a newer issue" in client.get("/documents/TEN/1/2/REV/").content.decode()
    assert client.get("/documents/TEN/1/2/REV-3/").status_code == 404
    with pytest.raises(Stale):
        actions.revise(viewer, document.pk, mark="REV", seen=1, text="Late tab.", note="x", at=AT)
    with pytest.raises(Refused) as refused:
        actions.revise(viewer, document.pk, mark="PROV", seen=5, text="", note=" ", at=AT)
    assert {one.field for one in refused.value.problems} == {"mark", "text", "note"}


def test_two_tabs_on_a_revision_keep_what_was_typed(world, signed):
    person = world.members(1)[0]
    document = give(world, person, world.convened()).document
    client, url = signed(person), f"/documents/revise/{document.pk}/"
    assert client.post(url, {"mark": "REV", "note": "One", "text": "First tab.", "seen": "1"}).status_code == 302
    late = client.post(url, {"mark": "REV", "note": "Two", "text": "Second tab.", "seen": "1"})
    assert late.status_code == 409
    assert "Second tab." in late.content.decode()
    assert document.issues.count() == 2


def test_a_number_that_is_not_public_does_not_exist_and_leaks_nothing(world, client, signed):
    person = world.members(1)[0]
    session = world.convened()
    secret = actions.give_paper(world.viewer(person), session.pk, {"title": "QXtitleZQ", "text": "QXtextZQ"}, at=AT)
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
        world.viewer(person), session.pk, {"title": "As a file"}, upload=upload("Words on the first page.", "Words on the second."), at=AT
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
    actions.revise(world.viewer(person), late.document_id, mark="REV", seen=1, text="Another text.", note="More.", at=world.now)
    assert [one.pk for one in without_leave(item)] == [late.document_id]  # leave was given to the text that was read


def test_bad_papers_are_refused_by_field_and_nothing_is_numbered(world, signed):
    person = world.members(1)[0]
    session = world.convened()
    client, url = signed(person), f"{session.get_absolute_url()}papers/new/"
    page = client.post(url, {"title": "", "text": "Kept words."}).content.decode()
    assert "This field is required" in page
    assert "Kept words." in page
    assert "neither a text nor a file" in client.post(url, {"title": "x"}).content.decode()
    both = client.post(url, {"title": "x", "text": "y", "file": upload("z")}).content.decode()
    assert "Give one of both" in both
    wrong = SimpleUploadedFile("paper.pdf", b"MZ not a pdf")
    assert "not a PDF" in client.post(url, {"title": "x", "file": wrong}).content.decode()
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


# --- Agendas ------------------------------------------------------------------------------------------------------------


def agenda(world, session, chair):
    viewer = world.viewer(chair)
    return [actions.add_item(viewer, session.pk, {**ITEM, "title": title}, at=AT) for title in ("Opening", "Marks", "Next steps")]


@pytest.fixture
def built(world):
    chair, person = world.members(2)
    session = world.convened()
    actions.appoint_for(world.officer, session.pk, chair.pk, Role.CHAIR, at=AT)
    return session, chair, person, agenda(world, session, chair)


def test_provisional_adopted_and_revised_agendas_have_their_marks_and_stay_readable(world, built):
    session, chair, _person, items = built
    viewer = world.viewer(chair)
    first = actions.publish_agenda(viewer, session.pk, at=AT)
    assert actions.publish_agenda(viewer, session.pk, at=AT).pk == first.pk
    actions.move_item(viewer, items[2].pk, earlier=True, at=AT)
    second = actions.publish_agenda(viewer, session.pk, at=AT)
    adopted = actions.adopt_agenda(viewer, session.pk, at=AT)
    assert actions.adopt_agenda(viewer, session.pk, at=AT).pk == adopted.pk
    assert changed_since(session) is None
    actions.edit_item(viewer, items[0].pk, {**ITEM, "title": "Opening words"}, revision=1, at=AT)
    assert changed_since(session) == adopted
    with pytest.raises(Refused, match="what is new"):
        actions.revise_agenda(viewer, session.pk, note="", at=AT)
    revised = actions.revise_agenda(viewer, session.pk, note="Title of item 1.", at=AT)
    symbols = [one.issue.symbol for one in (first, second, adopted, revised)]
    assert symbols == ["TEN/1/1 PROV.", "TEN/1/1 PROV. 2", "TEN/1/1", "TEN/1/1 REV."]
    assert "Opening words" not in adopted.issue.text
    assert "Opening words" in revised.issue.text
    session.refresh_from_db()
    assert session.state == "agenda-adopted"
    assert Letter.objects.filter(template="meetings.agenda").count() == 4  # two people, told of each provisional agenda


def test_minutes_add_up_or_the_page_warns(world, built, signed):
    session, chair, _person, _items = built
    client = signed(chair)
    assert "30 minutes are not given to an item" in client.get(f"{session.get_absolute_url()}agenda/").content.decode()
    actions.add_item(world.viewer(chair), session.pk, {**ITEM, "minutes": 45}, at=AT)
    assert "The items last 15 minutes longer than the session" in client.get(f"{session.get_absolute_url()}agenda/").content.decode()


def test_proposals_are_taken_up_or_declined_with_a_reason(world, built):
    session, chair, person, _items = built
    proposal = {"title": "Languages", "why": "Most test sets hold works in five languages.", "kind": "discuss", "minutes": 20}
    with pytest.raises(Refused, match="should take this up"):
        actions.propose_item(world.viewer(person), session.pk, {**proposal, "why": "x"}, at=AT)
    made = actions.propose_item(world.viewer(person), session.pk, proposal, at=AT)
    assert actions.propose_item(world.viewer(person), session.pk, proposal, at=AT).pk == made.pk
    item = actions.take_up(world.viewer(chair), made.pk, at=AT)
    assert (item.owner_id, item.position) == (person.pk, 4)
    assert actions.take_up(world.viewer(chair), made.pk, at=AT).pk == item.pk
    other = actions.propose_item(world.viewer(person), session.pk, {**proposal, "title": "Other"}, at=AT)
    with pytest.raises(Refused, match="not taken up"):
        actions.decline(world.viewer(chair), other.pk, reason="", at=AT)
    actions.decline(world.viewer(chair), other.pk, reason="Next time.", at=AT)
    assert "Next time." in Letter.objects.get(template="meetings.proposal-declined", person=person).body
    with pytest.raises(NotAllowed):
        actions.take_up(world.viewer(person), made.pk, at=AT)


def test_items_keep_their_order_and_whoever_does_not_steer_cannot_touch_them(world, built):
    session, chair, person, items = built
    viewer = world.viewer(chair)
    actions.move_item(viewer, items[0].pk, earlier=False, at=AT)
    actions.move_item(viewer, items[0].pk, earlier=False, at=AT)
    actions.move_item(viewer, items[0].pk, earlier=False, at=AT)
    assert list(session.items.values_list("title", flat=True)) == ["Marks", "Next steps", "Opening"]
    with pytest.raises(Refused):
        actions.drop_item(viewer, items[1].pk, reason="", at=AT)
    actions.drop_item(viewer, items[1].pk, reason="Postponed.", at=AT)
    live = AgendaItem.objects.filter(session=session, dropped_at=None).order_by("position")
    assert [(one.position, one.title) for one in live] == [(1, "Next steps"), (2, "Opening")]
    with pytest.raises(NotAllowed):
        actions.edit_item(world.viewer(person), items[0].pk, ITEM, revision=1, at=AT)
    with pytest.raises(Stale):
        actions.edit_item(viewer, items[0].pk, ITEM, revision=0, at=AT)
    with pytest.raises(Refused) as refused:
        actions.add_item(viewer, session.pk, {"title": "", "kind": "x", "minutes": 0, "owner": world.person().pk}, at=AT)
    assert {one.field for one in refused.value.problems} == {"title", "kind", "minutes", "owner"}


def test_no_agenda_goes_out_empty_or_from_a_wrong_state(world):
    world.members(1)
    session = world.convened()
    with pytest.raises(Refused, match="no items"):
        actions.publish_agenda(world.officer, session.pk, at=AT)
    with pytest.raises(NotAMove):
        actions.adopt_agenda(world.officer, session.pk, at=AT)
    with pytest.raises(NotAMove):
        actions.revise_agenda(world.officer, session.pk, note="x", at=AT)


# --- The board pack -------------------------------------------------------------------------------------------------------


def outline(reader, nodes=None, depth=0):
    found = []
    for node in reader.outline if nodes is None else nodes:
        if isinstance(node, list):
            found += outline(reader, node, depth + 1)
        else:
            found.append((depth, node.title, reader.get_destination_page_number(node)))
    return found


def test_the_board_pack_holds_agenda_and_papers_with_bookmarks_that_hit_their_pages(world, built, signed):
    session, chair, person, items = built
    actions.publish_agenda(world.viewer(chair), session.pk, at=AT)
    one = give(world, person, session, items=[items[1].pk])
    other = actions.give_paper(world.viewer(person), session.pk, {"title": "As a file"}, upload=upload("Filed words.", "More."), at=AT)
    actions.revise(world.viewer(person), one.document_id, mark="REV", seen=1, text="Revised words.", note="New.", at=AT)
    gone = give(world, person, session)
    actions.withdraw(world.viewer(person), gone.document_id, reason="x", at=AT)
    client, page = signed(person), f"{session.get_absolute_url()}pack/"
    assert client.get(f"{session.get_absolute_url()}pack.pdf").status_code == 404
    for _ in range(2):
        assert client.post(page).status_code == 302
    pack = BoardPack.objects.get()
    assert (pack.total, pack.done) == (3, 0)
    assert "0 of 3 papers" in client.get(page).content.decode()
    for _ in range(2):  # taken up again after a worker died on it
        packs.make_pack.func(pack.pk)
    pack.refresh_from_db()
    assert (pack.done, pack.failed) == (3, "")
    answer = client.get(f"{session.get_absolute_url()}pack.pdf")
    reader = PdfReader(BytesIO(b"".join(answer.streaming_content)))
    marks = outline(reader)
    assert [(depth, title) for depth, title, _page in marks] == [
        (0, "Contents"), (0, "Agenda"), (1, "TEN/1/1 PROV. Agenda"), (0, "2. Marks"), (1, f"{one.document.number} REV. Marks after sharing"),
        (0, "Other documents"), (1, f"{other.symbol} As a file"),
    ]  # fmt: skip
    for depth, title, number in marks:
        if depth:
            assert title.split(" ")[0] in reader.pages[number].extract_text()
    text = "".join(one.extract_text() for one in reader.pages)
    assert "Revised words." in text
    assert "What survives?" not in text
    assert "Author" not in str(reader.metadata)
    assert "FOR MEMBERS OF THE NETWORK" in reader.pages[0].extract_text()
    assert all(f"TEN/1 · {number}" in " ".join(one.extract_text().split()) for number, one in enumerate(reader.pages, 1))
    give(world, person, session)
    assert client.get(f"{session.get_absolute_url()}pack.pdf").status_code == 404  # the papers have changed: it is made anew
    assert "Put it together" in client.get(page).content.decode()
    stranger = world.person()
    assert signed(stranger).get(f"{session.get_absolute_url()}pack.pdf").status_code == 404


def test_a_late_convening_note_as_paper_says_why(world, client):
    world.members(1)
    session = world.convened(day=date(2027, 4, 7))
    text = PdfReader(BytesIO(client.get(f"{session.get_absolute_url()}note.pdf").content)).pages[0].extract_text()
    assert "Needed." in text
    assert "PUBLIC" in text
    assert client.get(f"{world.session().get_absolute_url()}note.pdf").status_code == 404


# --- Comments -------------------------------------------------------------------------------------------------------------


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
