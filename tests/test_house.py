"""The house stands: it boots, its tables exist, its words are loaded."""

import pytest
from django.core.management import call_command

from interchange.ground.vocabulary.models import MemberState, Term


@pytest.mark.django_db
def test_words_are_loaded_once():
    assert MemberState.objects.count() == 194
    assert Term.objects.filter(scheme="profiles").count() == 5


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
