"""One small world for all gates of a process, taken away at the end."""

from unittest import mock

import pytest
from django.db import transaction

from tests.gates.house import build_house
from tests.gates.matrix import HALVES


@pytest.fixture(scope="package")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.test import override_settings

    files = tmp_path_factory.mktemp("gate-files")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": files}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Words are looked at anew every half minute: on a slow machine that would be counted as a page's own queries.
    words_stay = mock.patch("interchange.ground.vocabulary.queries.CHECK_EVERY", 86_400.0)
    with words_stay, override_settings(STORAGES=storages), django_db_blocker.unblock(), transaction.atomic():
        built = build_house(django_db_blocker)
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _plain_static():
    """The package's own storage stays for the whole walk."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/gates" in str(item.path):
            item.add_marker(pytest.mark.django_db)
            # Two groups for two cores: a persona (or the half they belong to) is always asked in the same process, and walked once.
            asked = getattr(item, "callspec", None) and item.callspec.params
            half = (asked or {}).get("half", int((asked or {}).get("persona") in HALVES[1]))
            item.add_marker(pytest.mark.xdist_group(f"gates-{half + 1}"))
