"""What the curators' pages say after each press of a button, and that it is so."""

import pytest

from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.post.models import Letter
from interchange.knowledge.repository import actions
from interchange.knowledge.repository.models import Collection, Review, Version
from interchange.knowledge.repository.tests import world
from interchange.knowledge.repository.vocabulary import CHECKS, VersionState
from tests.hand import Hand


@pytest.fixture
def office(people):
    return Hand(people.officer.person_id)


def submitted(people, at, **more) -> Version:
    version = world.deposited(people.ada, at, **more)
    return actions.submit(people.ada, version.pk, rights=True, at=at)


def test_a_deposit_is_checked_accepted_and_published(people, at, office):
    version = submitted(people, at)
    url = f"/repository/curation/{version.pk}/"
    page = office.press(url, "Save checks", {f"outcome_{key}": "ok" for key in CHECKS})
    assert page.said == ["Checks saved."]
    assert set(version.checks.values_list("key", "outcome")) == {(key, "ok") for key in CHECKS}
    page = office.press(page, "Accept")
    assert (page.url, page.said) == (url, ["Accepted."])
    page = office.press(page, "Publish")
    version.refresh_from_db()
    assert (version.state, page.said, page.url) == (VersionState.PUBLISHED, ["Published."], version.record.url)
    assert allows(VISITOR, "record.view", version.record)


def test_a_deposit_is_given_back_then_refused(people, at, office):
    version = submitted(people, at)
    url = f"/repository/curation/{version.pk}/"
    page = office.press(url, "Ask for changes", {"reason": "Say which edits were made."})
    assert page.said == ["Given back with your reason."]
    version.refresh_from_db()
    assert version.state == VersionState.CHANGES_ASKED
    assert "Say which edits were made." in Hand(people.ada.person_id).open(f"/repository/deposit/{version.pk}/").words
    actions.submit(people.ada, version.pk, rights=True, at=at)
    page = office.press(url, "Refuse", {"reason": "It is an advertisement."})
    assert (page.url, page.said) == ("/repository/curation/", ["Refused; the depositor gets a letter."])
    version.refresh_from_db()
    assert version.state == VersionState.DISCARDED
    assert "It is an advertisement." in Letter.objects.filter(person=people.ada.person_id).latest("pk").body


def test_advice_is_asked_for_and_filed(people, at, office):
    version = submitted(people, at)
    page = office.press(f"/repository/curation/{version.pk}/", "Ask for advice", {"reviewer": people.ben.person_id})
    assert page.said == ["Asked."]
    review = Review.objects.get(version=version)
    assert review.reviewer_id == people.ben.person_id
    advice = {"verdict": "changes", "remark": "The numbers lack a base line.", "note": "Else good."}
    page = Hand(people.ben.person_id).press(f"/repository/reviews/{review.pk}/", "File it", advice)
    assert page.said == ["Filed. Thank you."]
    review.refresh_from_db()
    assert (review.state, review.verdict, review.remark) == ("filed", "changes", "The numbers lack a base line.")


def test_who_steps_aside_is_told_that_the_deposit_is_closed(people, at):
    version = submitted(people, at)
    review = actions.ask_review(people.officer, version.pk, people.ben.person_id, at=at)
    hand = Hand(people.ben.person_id)
    page = hand.press(f"/repository/reviews/{review.pk}/", "I step aside", {"reason": "co-author"})
    assert page.said == ["You have stepped aside; the deposit is closed to you."]
    assert not allows(people.ben, "version.view", version)
    assert hand.open(f"/repository/reviews/{review.pk}/").status == 404


def test_a_published_record_is_corrected_and_its_changes_are_read_side_by_side(people, at, office):
    record = world.published(people.officer, people.ada, at)
    old = record.current.title
    correction = {"title": "Marks in pictures, corrected", "year": "2026", "reason": "A typing error in both."}
    page = office.press(f"{record.url}manage/", "Correct it", correction)
    assert (page.url, page.said) == (record.url, ["Corrected. What it said before stays readable under “Changes”."])
    record.refresh_from_db()
    assert (record.current.title, record.current.year) == ("Marks in pictures, corrected", 2026)
    changes = Hand().open(f"{record.url}changes/")
    assert old in [one.text_content() for one in changes.tree.xpath("//del")]
    assert "Marks in pictures, corrected" in [one.text_content() for one in changes.tree.xpath("//ins")]


def test_curators_see_what_is_new_in_a_new_version(people, at, office):
    record = world.published(people.officer, people.ada, at)
    second = actions.new_version(people.ada, record.pk, at=at)
    actions.save(people.ada, second.pk, {"title": "Marks, again", "changes": "More pictures."}, revision=None, at=at)
    actions.submit(people.ada, second.pk, rights=True, at=at)
    page = office.open(f"/repository/curation/{second.pk}/")
    assert "What is new" in page.words
    assert [one.text_content() for one in page.tree.xpath("//del")] == [record.current.title]
    assert [one.text_content() for one in page.tree.xpath("//ins")] == ["Marks, again"]


def test_who_may_find_a_record_and_read_its_file_is_changed_at_once(people, at, office):
    record = world.published(people.officer, people.ada, at, content=world.pdf())
    file = record.current.files.get()
    page = office.press(f"{record.url}manage/", "Change", {"level": "members", "reason": "Asked by the author."}, value="access")
    assert page.said == ["Changed, at once and everywhere."]
    record.refresh_from_db()
    assert (record.level, allows(VISITOR, "record.view", record), allows(people.ben, "record.view", record)) == ("members", False, True)
    page = office.press(page, "Change", {"level": "restricted", "reason": "The publisher asks."}, value=f"file-{file.pk}")
    assert page.said == ["Changed, at once and everywhere."]
    file.refresh_from_db()
    assert (file.level, allows(people.ben, "record-file.read", file)) == ("restricted", False)


def test_a_record_is_withdrawn(people, at, office):
    record = world.published(people.officer, people.ada, at)
    page = office.press(f"{record.url}manage/", "Withdraw, leave a tombstone", {"kind": "error", "reason": "Deposited by mistake, sorry."})
    assert (page.url, page.status, page.said) == (record.url, 410, ["Withdrawn. A tombstone stands in its place."])
    assert "Deposited by mistake, sorry." in page.words
    record.refresh_from_db()
    assert record.state == "withdrawn"


def test_a_twin_is_merged_into_the_good_record(people, at, office):
    good = world.published(people.officer, people.ada, at, title="The good one", identifiers=[("url", "https://example.org/good")])
    twin = world.published(people.officer, people.ben, at, title="The twin", identifiers=[("doi", "10.1234/twin")])
    page = office.press(f"{twin.url}manage/", "Merge", {"into": good.url, "reason": "The same preprint."})
    assert (page.url, page.said) == (good.url, ["Merged. The old address leads here now."])
    assert Hand().open(twin.url).url == good.url
    good.refresh_from_db()
    assert ["doi", "10.1234/twin"] in good.current.identifiers


def test_a_collection_is_made(people, office):
    typed = {"slug": "sound-marks", "title": "Marks in sound", "query": "topic=labelling&sector=music", "order": "3"}
    page = office.press("/repository/collections/", "Save", typed)
    assert (page.url, page.said) == ("/repository/collections/", ["Saved."])
    made = Collection.objects.get(slug="sound-marks")
    assert (made.title, made.order) == ("Marks in sound", 3)
    assert "Marks in sound" in Hand().open("/repository/collections/sound-marks/").words
