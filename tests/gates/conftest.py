"""One small world for all gates of a process, taken away at the end."""

from unittest import mock

import pytest
from django.db import transaction

from interchange.ground import memory
from tests.gates.house import build_house


@pytest.fixture(scope="package")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.test import override_settings

    files = tmp_path_factory.mktemp("gate-files")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": files}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # What a process keeps in memory is looked at anew by the clock: on a slow machine that would be counted as a page's own queries.
    now = memory.seconds()
    still = mock.patch.object(memory, "_clock", return_value=now)
    with still, override_settings(STORAGES=storages), django_db_blocker.unblock(), transaction.atomic():
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
            # One process builds the small world and walks it once; what the other processes do meanwhile is as long.
            item.add_marker(pytest.mark.xdist_group("gates"))
