"""What every test stands on: demo-mode settings, the controlled words loaded, and a journal guard that survives a flush."""

import gc
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython
from django.test import TransactionTestCase

from tests import visited

gc.disable()  # until all tests are collected: what is loaded stays


def pytest_collection_finish(session):
    gc.freeze()
    gc.enable()


def _teardown_with_guards(original):
    def teardown(self):
        from interchange.ground.journal.guards import drop_guards, raise_guards

        drop_guards(connection)
        original(self)
        raise_guards(connection)
        for room in (
            "ground.vocabulary",
            "network.calls",
        ):  # what every test stands on; the starter collections are read by no test that flushes
            import_module(f"interchange.{room}.load").load()

    return teardown


TransactionTestCase._fixture_teardown = _teardown_with_guards(TransactionTestCase._fixture_teardown)  # type: ignore[method-assign]


def _what_only_migrations_make() -> None:
    """Triggers and full-text tables. The tables themselves come from the models, which `tests/test_house.py` holds against the migrations."""
    for config in apps.get_app_configs():
        folder = Path(config.path) / "migrations"
        if not config.name.startswith("interchange.") or not folder.is_dir():
            continue
        for file in sorted(folder.glob("0*.py")):
            for operation in import_module(f"{config.name}.migrations.{file.stem}").Migration.operations:
                if isinstance(operation, RunPython):
                    with connection.schema_editor() as editor:
                        operation.code(apps, editor)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from django.core.management import call_command

    with django_db_blocker.unblock():
        _what_only_migrations_make()
        call_command("createcachetable", verbosity=0)
        call_command("load_data", verbosity=0)


@pytest.fixture(autouse=True)
def _fresh_options():
    from interchange.ground.vocabulary import options

    options.forget()
    import_module("interchange.knowledge.lexicon.linking").forget()  # the last test's lexicon is not this one's


@pytest.fixture(autouse=True)
def _plain_static(settings, tmp_path: Path):
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_configure(config):
    visited.begin()


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, what touches no database is not asked a second time."""
    if connection.vendor == "sqlite":
        return
    touching = [item for item in items if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


def pytest_testnodedown(node, error):
    """A worker of pytest-xdist is done: what it saw counts, too."""
    for kind, names in (getattr(node, "workeroutput", None) or {}).get("visited", {}).items():
        visited.SEEN[kind] |= set(names)


def pytest_sessionfinish(session, exitstatus):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["visited"] = {kind: sorted(names) for kind, names in visited.SEEN.items()}
    elif visited.whole() and exitstatus == 0 and visited.unvisited():
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter):
    if visited.whole() and (missed := visited.unvisited()):
        terminalreporter.section("unvisited", red=True)
        terminalreporter.write("\n".join(missed) + "\n")
