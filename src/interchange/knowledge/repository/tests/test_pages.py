"""The pages and letters of the room, visited by those who use them, with what they do there."""

import pytest
from django.test import Client
from lxml import html

from interchange.ground.accounts.models import Person
from interchange.ground.post.models import Letter
from interchange.knowledge.repository import actions
from interchange.knowledge.repository.models import Collection, CopyRequest, Record, Review, Version
from interchange.knowledge.repository.tests import world


@pytest.fixture
def as_(db):
    """A browser of somebody."""

    def sign_in(viewer):
        client = Client()
        client.force_login(Person.objects.get(pk=viewer.person_id))
        session = client.session
        session["demo-sign-in"] = True
        session.save()
        return client

    return sign_in


def used(page):
    return [one.name for one in page.templates]


def letters(template):
    return list(Letter.objects.filter(template=f"repository.{template}").values_list("person_id", flat=True))


def test_a_later_save_is_shown_beside_the_older_one_and_nothing_typed_is_lost(people, at, as_):
    version = world.deposited(people.ada, at, title="First title")
    ada, url = as_(people.ada), f"/repository/deposit/{version.pk}/"
    page = ada.get(url)
    assert "repository/edit.html" in used(page)
    form = next(one for one in html.fromstring(page.content).forms if "revision" in one.fields)
    typed = {**dict(form.form_values()), "title": "Typed here", "what": "save"}
    actions.save(people.ada, version.pk, {"title": "Changed in another window"}, revision=version.revision, at=at)
    stale = ada.post(url, typed)
    assert stale.status_code == 409
    assert "repository/stale.html" in used(stale)
    text = stale.content.decode()
    assert "Typed here" in text
    assert "Changed in another window" in text
    assert "repository/mine.html" in used(ada.get("/repository/mine/"))
    assert "repository/deposit.html" in used(ada.get("/repository/deposit/"))


def test_a_copy_is_asked_for_and_given_on_pages(people, at, as_):
    record = world.published(people.officer, people.ada, at, content=world.pdf(), level="restricted")
    file = record.current.files.get()
    ben, ada, url = as_(people.ben), as_(people.ada), f"/repository/{record.slug}/files/{file.pk}/ask/"
    assert "repository/ask_copy.html" in used(ben.get(url))
    assert ben.post(url, {"purpose": " "}).status_code == 422
    assert ben.post(url, {"purpose": "To read it before our session."}).status_code == 302
    assert letters("copy-asked") == [people.ada.person_id]
    asked = CopyRequest.objects.get()
    page = ada.get(f"/repository/copies/{asked.pk}/")
    assert "repository/copy.html" in used(page)
    assert "To read it before our session." in page.content.decode()
    assert ben.get(f"/repository/copies/{asked.pk}/").status_code == 404
    assert ada.post(f"/repository/copies/{asked.pk}/", {"what": "refuse", "reason": ""}).status_code == 422
    assert ada.post(f"/repository/copies/{asked.pk}/", {"what": "grant", "reason": ""}).status_code == 302
    assert letters("copy-decided") == [people.ben.person_id]
    assert ben.get(url).url == file.url
    assert ben.get(file.url).status_code == 200


def test_a_review_is_asked_for_filed_and_the_deposit_sent_back_then_refused(people, at, as_):
    version = world.deposited(people.ada, at, title="A deposit for advice")
    actions.submit(people.ada, version.pk, rights=True, at=at)
    assert letters("received") == [people.ada.person_id]
    officer, ben = as_(people.officer), as_(people.ben)
    assert "A deposit for advice" in officer.get("/repository/curation/").content.decode()
    url = f"/repository/curation/{version.pk}/"
    assert "repository/curate.html" in used(officer.get(url))
    actions.ask_review(people.officer, version.pk, people.ben.person_id, at=at)
    assert letters("review-asked") == [people.ben.person_id]
    review = Review.objects.get()
    assert "repository/review.html" in used(ben.get(f"/repository/reviews/{review.pk}/"))
    assert as_(people.cleo).get(f"/repository/reviews/{review.pk}/").status_code == 404
    actions.ask_changes(people.officer, version.pk, reason="Please name the licence.", at=at)
    assert letters("changes-asked") == [people.ada.person_id]
    assert "Please name the licence." in as_(people.ada).get(f"/repository/deposit/{version.pk}/").content.decode()
    actions.refuse(people.officer, version.pk, reason="It is about policy.", at=at)
    assert letters("refused") == [people.ada.person_id]


def test_collections_are_made_and_shown(people, at, as_):
    world.published(people.officer, people.ada, at, title="Wombat marks")
    officer = as_(people.officer)
    assert "repository/collections.html" in used(officer.get("/repository/collections/?query=q=wombat"))
    assert officer.post("/repository/collections/", {"slug": "", "title": "", "query": "", "order": "0"}).status_code == 422
    made = {"slug": "wombats", "title": "All about wombats", "description": "", "query": "q=wombat", "order": "1"}
    assert officer.post("/repository/collections/", made).status_code == 302
    assert Collection.objects.get(slug="wombats").query == "q=wombat"
    assert "All about wombats" in officer.get("/repository/collections/?edit=wombats").content.decode()
    page = Client().get("/repository/collections/wombats/").content.decode()
    assert "Wombat marks" in page
    assert as_(people.ada).get("/repository/collections/").status_code == 404


def test_lists_that_one_keeps(people, at, as_):
    record = world.published(people.officer, people.ada, at, title="Numbat marks")
    ben = as_(people.ben)
    assert ben.post(f"/repository/{record.slug}/keep/", {"title": "To read"}).status_code == 302
    mine = people_list(people.ben)
    page = ben.get(f"/repository/lists/{mine.pk}/")
    assert "repository/reading_list.html" in used(page)
    assert "Numbat marks" in page.content.decode()
    kept = ben.get("/repository/searches/")
    assert "repository/kept.html" in used(kept)
    assert "To read" in kept.content.decode()


def people_list(viewer):
    from interchange.knowledge.repository.models import ReadingList

    return ReadingList.objects.get(owner_id=viewer.person_id)


def test_a_record_is_managed_merged_and_withdrawn(people, at, as_):
    one = world.published(people.officer, people.ada, at, title="The elder twin", identifiers=[("url", "https://example.org/1")])
    two = world.published(people.officer, people.ben, at, title="The younger twin", identifiers=[("url", "https://example.org/2")])
    assert sorted(letters("published")) == sorted([people.ada.person_id, people.ben.person_id])
    officer = as_(people.officer)
    assert "repository/manage.html" in used(officer.get(f"/repository/{one.slug}/manage/"))
    actions.merge(people.officer, two.pk, one.pk, reason="The same work.", at=at)
    assert letters("merged") == [people.ben.person_id]
    assert Client().get(two.url).url == one.url
    actions.withdraw(people.officer, one.pk, kind="error", reason="The count was wrong.", at=at)
    assert letters("withdrawn")
    gone = Client().get(one.url)
    assert (gone.status_code, "repository/tombstone.html" in used(gone)) == (410, True)
    assert "The count was wrong." in gone.content.decode()
    assert Record.objects.get(pk=two.pk).state == "merged"
    assert Version.objects.filter(record=one, state="withdrawn").exists()
