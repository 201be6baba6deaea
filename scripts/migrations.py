"""Hold migrations that no release holds yet against rules for upgrades without a standstill (django-migration-linter).

    python -m scripts.postgres python -m scripts.migrations

An old process must be able to go on while the new tables are there: no column dropped, renamed or made NOT NULL without a default in
the database, no data step without a way back. What a release consists of stands in tests/kept/migrations.txt; a release adds to it.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RELEASED = ROOT / "tests/kept/migrations.txt"


def released() -> set[tuple[str, str]]:
    """(room, name) of every migration that some release holds: houses have run it, and it is never edited."""
    lines = RELEASED.read_text(encoding="utf-8").splitlines()
    return {(room, name) for room, name in (line.split() for line in lines if line and not line.startswith("#"))}


def ours() -> set[tuple[str, str]]:
    """(room, name) of every migration of the house."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    rooms = {config.label for config in apps.get_app_configs() if config.name.startswith("interchange.")}
    return {key for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations if key[0] in rooms}


def faults(which: set[tuple[str, str]]) -> list[str]:
    """What is unsafe about these migrations, asked of PostgreSQL's SQL; needs a connection to it."""
    from django.db.migrations.loader import MigrationLoader
    from django_migration_linter import MigrationLinter
    from django_migration_linter.sql_analyser import analyse_sql_statements

    linter = MigrationLinter(str(ROOT), no_cache=True)
    loader, found = MigrationLoader(None, ignore_no_migrations=True), []
    for room, name in sorted(which):
        errors, _ignored, warnings = linter.analyse_data_migration(loader.disk_migrations[room, name])
        in_sql, _ignored, _warnings = analyse_sql_statements(linter.sql_analyser_class, linter.get_sql(room, name))
        one_way = [one for one in warnings if one.code in {"RUNPYTHON_REVERSIBLE", "RUNSQL_REVERSIBLE"}]
        found += [f"{room} {name}: {one.message}" for one in [*errors, *in_sql, *one_way]]
    return found


def main() -> int:
    """Say what is unsafe; returns the exit code."""
    found = faults(ours() - released())
    for line in found:
        print(line)
    print(f"{len(found)} unsafe operations in migrations that no release holds")
    return 1 if found else 0


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
    os.environ.setdefault("INTERCHANGE_DEMO", "1")
    django.setup()
    sys.exit(main())
