"""The board pack and the convening note, opened as PDFs."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from interchange.work.meetings import actions
from interchange.work.meetings.actions import pack as packs
from interchange.work.meetings.models import BoardPack
from interchange.work.meetings.tests import papers_world
from interchange.work.meetings.tests.papers_world import give, upload
from interchange.work.meetings.tests.world import AT


@pytest.fixture
def built(world):
    return papers_world.built(world)


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
    other = actions.give_paper(
        world.viewer(person), session.pk, {"title": "As a file", "ai_use": "none"}, upload=upload("Filed words.", "More."), at=AT
    )
    actions.revise(world.viewer(person), one.document_id, mark="REV", seen=1, text="Revised words.", ai_use="none", note="New.", at=AT)
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
