"""The house stands: it boots, its tables exist, its words are loaded."""

import pytest
from django.core.management import call_command

from interchange.ground.vocabulary.models import MemberState, Term
from interchange.network.calls.vocabulary import DEAD_STATES, MOVES, ApplicationState


@pytest.mark.django_db
def test_words_are_loaded_once():
    assert MemberState.objects.count() == 194
    assert Term.objects.filter(scheme="profiles").count() == 5


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_state_of_an_application_is_reached_by_some_move():
    reached = {move.target for move in MOVES.moves.values()} | {ApplicationState.DRAFT}
    assert reached == set(ApplicationState)


def test_a_withdrawn_application_leads_nowhere():
    assert MOVES.verbs(ApplicationState.WITHDRAWN) == []
    assert set(DEAD_STATES) == {ApplicationState.WITHDRAWN, ApplicationState.DUPLICATE}
