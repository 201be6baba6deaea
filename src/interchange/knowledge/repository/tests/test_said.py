"""What the pages of depositors and readers say after each press of a button, and that it is so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground.policy.rules import allows
from interchange.ground.search.models import SavedSearch
from interchange.knowledge.repository import actions
from interchange.knowledge.repository.models import CopyRequest, ReadingList, Record, Version
from interchange.knowledge.repository.tests import world
from interchange.knowledge.repository.vocabulary import VersionState
from tests.hand import Hand

STARTER = "/repository/christ-2024-undetectable/"
WORDS = [" ".join(f"Sentence {n} tells how a mark was found again after edit number {n}." for n in range(30))]


@pytest.fixture
def ada(people):
    return Hand(people.ada.person_id)


@pytest.fixture
def ben(people):
    return Hand(people.ben.person_id)


# --- depositing


def test_a_deposit_is_saved_and_submitted(people, at, ada):
    version = world.deposited(people.ada, at, ai_use="")
    page = ada.press(f"/repository/deposit/{version.pk}/", "Save", {"title": "Marks that stay", "people-0-affiliation": "Ada Lab"})
    assert page.said == ["Saved."]
    version.refresh_from_db()
    assert (version.title, version.creators[0]["affiliation"]) == ("Marks that stay", "Ada Lab")
    page = ada.press(page, "Save and submit", {"ai_use": "assisted", "rights": "on"})
    assert page.said == ["Submitted. A curator looks at it; you get a letter with the result."]
    version.refresh_from_db()
    assert (version.state, version.ai_use) == (VersionState.SUBMITTED, "assisted")


def test_a_deposit_is_given_up(people, at, ada):
    version = world.deposited(people.ada, at)
    page = ada.press(f"/repository/deposit/{version.pk}/", "Give this deposit up")
    assert (page.url, page.said) == ("/repository/mine/", ["Given up. Nothing of it was published."])
    version.refresh_from_db()
    assert version.state == VersionState.DISCARDED


def test_two_tabs_on_a_deposit_lose_nothing(people, at, ada):
    version = world.deposited(people.ada, at)
    url = f"/repository/deposit/{version.pk}/"
    other_tab = ada.open(url)
    ada.press(url, "Save", {"title": "Typed in the first tab"})
    page = ada.press(other_tab, "Save", {"title": "Typed in the other tab", "summary": "One line.\nAnother line."})
    assert page.status == 409
    for words in ("Typed in the first tab", "Typed in the other tab", "Another line."):
        assert words in page.words
    version.refresh_from_db()
    assert version.title == "Typed in the first tab"
    assert ada.press(page, "Keep what is typed here").said == ["Saved."]
    version.refresh_from_db()
    assert (version.title, version.summary.splitlines()) == ("Typed in the other tab", ["One line.", "Another line."])


def test_a_file_is_given_taken_over_and_taken_out(people, at, ada):
    version = world.deposited(people.ada, at, title="", summary="", identifiers=[])
    url = f"/repository/deposit/{version.pk}/"
    page = ada.press(url, "Give this file", {"f-file": world.upload(world.pdf(parts=WORDS)), "f-level": "members"})
    assert page.said == ["The file is here. Its text is read in the background; look again in a moment."]
    file = version.files.get()
    assert (file.stored.name, file.level) == ("paper.pdf", "members")

    page = ada.press(url, "Give this file", {"f-file": world.upload(world.pdf(parts=WORDS))})
    assert len(page.said) == 1
    assert "here already" in page.said[0]
    assert version.files.count() == 1

    world.tasks.keep(file.pk, world.texts.read(world.pdf(parts=WORDS)))
    page = ada.press(url, "Take this over into empty fields", among={"file_id": file.pk})
    assert page.said == ["Taken over. Check it below."]
    version.refresh_from_db()
    assert version.title == "A Paper on Marks"

    page = ada.press(page, "Save who may read it", {"f-level": "states"}, among={"file_id": file.pk})
    assert page.said == ["Saved."]
    file.refresh_from_db()
    assert file.level == "states"
    page = ada.press(page, "Save who may read it", {"f-embargo_until": "soon"}, among={"file_id": file.pk})
    assert "2027-01-31" in page.said[0]

    page = ada.press(page, "Take it out", among={"file_id": file.pk})
    assert page.said == ["Taken out."]
    assert not version.files.exists()


def test_a_file_of_works_that_can_be_read_in_part_begins_a_deposit_and_says_so(people, ada):
    works = b'[{"id": "a", "type": "article-journal", "title": "Marks in sound", "issued": {"date-parts": [[2024]]}}, 7]'
    page = ada.press("/repository/deposit/", "Go on", {"file": SimpleUploadedFile("works.json", works)})
    assert len(page.said) == 1
    assert page.said[0].startswith("Some parts of the file could not be read: ")
    version = Version.objects.get(created_by=people.ada.person_id)
    assert (version.title, version.year, page.url) == ("Marks in sound", 2024, f"/repository/deposit/{version.pk}/")


def test_a_new_version_that_somebody_else_draws_up_is_refused_in_words(people, at, ada, ben):
    begun = ada.press(STARTER, "Draw up a new version")
    version = Version.objects.get(created_by=people.ada.person_id)
    assert begun.url == f"/repository/deposit/{version.pk}/"
    page = ben.press(STARTER, "Draw up a new version")
    assert (page.url, len(page.said)) == (STARTER, 1)
    assert "already" in page.said[0]
    assert not Version.objects.filter(created_by=people.ben.person_id).exists()


# --- keeping


def test_a_search_is_kept_changed_and_forgotten(people, ben):
    page = ben.press("/repository/?topic=labelling", "Save", {"title": "All about labels", "alert": "weekly"})
    assert page.said == ["Saved. You find it among your saved searches."]
    kept = SavedSearch.objects.get(person=people.ben.person_id)
    assert (kept.place, kept.title, kept.query, kept.alert) == ("repository", "All about labels", "topic=labelling", "weekly")
    page = ben.press(page, "Change", {"alert": "daily", "title": "Labels"}, among={"search": kept.pk})
    assert page.said == ["Changed."]
    page = ben.press(page, "Change", {"title": " "}, among={"search": kept.pk})
    assert page.said == ["Nothing is changed: the search needs a name."]
    kept.refresh_from_db()
    assert (kept.title, kept.alert) == ("Labels", "daily")
    page = ben.press(page, "Delete", among={"search": kept.pk})
    assert page.said == ["The search is deleted."]
    assert not SavedSearch.objects.exists()


def test_a_search_with_a_name_that_is_too_long_is_not_kept_and_stays_typed(people, ben):
    page = ben.press("/repository/?topic=labelling", "Save", {"title": "x" * 400})
    assert (page.url, "x" * 400 in str(page.form("Save").form_values())) == ("/search/saved/", True)
    assert not SavedSearch.objects.filter(person=people.ben.person_id).exists()


def test_a_record_is_put_on_a_list_which_is_changed_and_deleted(people, ben):
    page = ben.press(STARTER, "Put it on the list", {"title": "For Monday"})
    assert page.said == ["It is on your list."]
    mine = ReadingList.objects.get(owner=people.ben.person_id)
    assert [one.record.url for one in mine.items.all()] == [STARTER]

    page = ben.press(f"/repository/lists/{mine.pk}/", "Save", {"title": "For Tuesday", "level": "members"})
    assert page.said == ["Saved."]
    mine.refresh_from_db()
    assert (mine.title, mine.level) == ("For Tuesday", "members")

    page = ben.press(page, "Delete the list")
    assert (page.url, page.said) == ("/repository/searches/", ["The list is deleted."])
    assert not ReadingList.objects.filter(pk=mine.pk).exists()


def test_a_list_without_a_name_is_refused_and_nothing_is_kept(people, ben):
    page = ben.press(STARTER, "Put it on the list", {"title": " "})
    assert (page.url, len(page.said)) == (STARTER, 1)
    assert not ReadingList.objects.filter(owner=people.ben.person_id).exists()


@pytest.mark.parametrize(
    ("button", "words", "state"),
    [("Grant it for 14 days", "Granted; access ends by itself.", True), ("Refuse", "Refused; the reason is on its way.", False)],
    ids=["granted", "refused"],
)
def test_a_copy_is_asked_for_and_answered(people, at, ada, ben, button, words, state):
    record = world.published(people.officer, people.ada, at, content=world.pdf(), level="restricted")
    file = record.current.files.get()
    page = ben.press(f"{record.url}files/{file.pk}/ask/", "Ask", {"purpose": "To test our detector against it."})
    assert (page.url, page.said) == (record.url, ["Asked. You get a letter with the answer."])
    asked = CopyRequest.objects.get(file=file)
    assert (asked.person_id, asked.purpose) == (people.ben.person_id, "To test our detector against it.")
    page = ada.press(f"/repository/copies/{asked.pk}/", button, {"reason": "The publisher has not agreed yet."})
    assert page.said == [words]
    assert allows(people.ben, "record-file.read", file) is state
    assert Record.objects.get(pk=record.pk).current.files.get().level == "restricted"
    assert actions.ask_copy(people.cleo, file.pk, purpose="Me, too.", at=at).state == "asked", "an answer is to one person"
