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
        for secret in house.secrets
        if persona not in secret.may_see and secret.marker in page.text + page.headers
    ]
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("persona", ASKED)
def test_markers_are_met_by_those_who_are_to(house, persona):
    """A marker that nobody can meet proves nothing about those who may not."""
    unseen = [
        secret.what
        for secret in house.secrets
        if secret.met_by == persona and not any(secret.marker in page.text for page in house.pages(persona))
    ]
    assert not unseen, "\n".join(unseen)


def test_no_letter_carries_a_marker_to_the_wrong_person(house):
    with house.open():
        letters = list(Letter.objects.exclude(person=None).exclude(state="held"))
    persona_of = {person.pk: persona for persona, person in house.people.items()}
    leaks = [
        f"letter {letter.number} to {persona_of[letter.person_id]} carries {secret.what}"
        for letter in letters
        if letter.person_id in persona_of
        for secret in house.secrets
        if persona_of[letter.person_id] not in secret.may_see and secret.marker in f"{letter.subject} {letter.body}"
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
