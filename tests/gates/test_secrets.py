"""Secret markers: each restricted record of the small world carries a word of its own, and nobody meets a word not meant for them.

Every page, list, search, feed, export, file, page title, header and letter is read. The world must hold what could leak: a marker
that not even those see who may is a broken test, and fails.
"""

import pytest

from interchange.ground.post.models import Letter
from tests.gates.matrix import ASKED

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("persona", ASKED)
def test_no_marker_where_it_does_not_belong(house, persona):
    leaks = [
        f"{page.address} ({page.status}) shows {secret.what}"
        for page in house.pages(persona)
        for secret in house.told_in(page.text, page.headers)
        if persona not in secret.may_see
    ]
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("persona", ASKED)
def test_markers_are_met_by_those_who_are_to(house, persona):
    """A marker that nobody can meet proves nothing about those who may not."""
    met = {secret.marker for page in house.pages(persona) for secret in house.told_in(page.text)}
    unseen = [secret.what for secret in house.secrets if secret.met_by == persona and secret.marker not in met]
    assert not unseen, "\n".join(unseen)


def test_no_letter_carries_a_marker_to_the_wrong_person(house):
    with house.open():
        letters = list(Letter.objects.exclude(person=None).exclude(state="held"))
    persona_of = {person.pk: persona for persona, person in house.people.items()}
    leaks = [
        f"letter {letter.number} to {persona_of[letter.person_id]} carries {secret.what}"
        for letter in letters
        if letter.person_id in persona_of
        for secret in house.told_in(letter.subject, letter.body)
        if persona_of[letter.person_id] not in secret.may_see
    ]
    assert letters
    assert not leaks, "\n".join(leaks)


def test_a_conflicted_reviewer_learns_not_even_a_count(house):
    """The recused reviewer's pages are the same, sign by sign, as if the file did not exist."""
    for address in ("/selection/reviews/", "/desk/", "/search/?q=Example"):
        with house.undone():
            before = house.client("recused").get(address).content.decode()
        with house.undone():
            type(house.conflicted).objects.filter(pk=house.conflicted.pk).update(state="withdrawn")
            after = house.client("recused").get(address).content.decode()
        assert house.without_tokens(before) == house.without_tokens(after)


@pytest.mark.parametrize("persona", ASKED)
def test_nobody_meets_the_names_of_those_who_spoke_under_the_rule_of_non_attribution(house, persona):
    """On the page of what is sealed, where every other name would stand. (One's own stands in the menu; whom one could ask is another page.)"""
    pk, people = house.sealed
    told = [person for person in people if persona not in house.people or house.people[persona].pk != person.pk]
    places = [page for page in house.pages(persona) if page.address.split("?")[0] == f"/exchange/questions/{pk}/"]
    assert people
    assert not [f"{page.address} names {one}" for page in places for one in told if one.name in page.text or one.email in page.text]


def test_no_row_that_is_sealed_no_event_and_no_letter_ties_it_to_a_person(house):
    from interchange.ground.journal.models import Event
    from interchange.work.exchange.models import Answer, Question

    pk, people = house.sealed
    with house.open():
        assert Question.objects.get(pk=pk).asker_id is None
        answers = list(Answer.objects.filter(question_id=pk).values_list("pk", "author_id"))
        assert [author for _pk, author in answers] == [None]
        about = Event.objects.filter(subject_kind="exchange.question", subject_id=str(pk)) | Event.objects.filter(
            subject_kind="exchange.answer", subject_id__in=[str(one) for one, _author in answers]
        )
        assert set(about.values_list("actor_id", flat=True)) == {None}
        letters = list(Letter.objects.filter(subject_kind="exchange.question", subject_id=pk))
    assert not [letter for letter in letters for person in people if person.name in letter.body.replace(f"Dear {letter.person.name},", "")]
