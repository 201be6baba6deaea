"""One small world for all gates of a process, taken away at the end."""

import logging
from contextlib import contextmanager
from unittest import mock

import pytest
from django.db import transaction

from interchange.ground import memory
from interchange.ground.watching.logs import JsonLines
from tests.gates.house import build_house


class Lines(logging.Handler):
    """The log as production writes it."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.setFormatter(JsonLines())
        self.told: list[str] = []

    def emit(self, record):
        self.told.append(self.format(record))

    @contextmanager
    def taken(self):
        """Every line from now on, those of requests too."""
        quiet = logging.getLogger("interchange.ground.watching.requests")
        before = quiet.level
        quiet.setLevel(logging.INFO)
        logging.getLogger().addHandler(self)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self)
            quiet.setLevel(before)


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
    lines = Lines()
    with still, override_settings(STORAGES=storages), django_db_blocker.unblock(), transaction.atomic(), lines.taken():
        built = build_house(django_db_blocker)
        built.log = lines.told
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
