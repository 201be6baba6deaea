"""The database's own guard of the journal: events are never changed or removed, whoever asks."""

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "journal_event"

_SQLITE = {
    "journal_no_update": f"CREATE TRIGGER journal_no_update BEFORE UPDATE ON {_TABLE} BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "journal_no_delete": f"CREATE TRIGGER journal_no_delete BEFORE DELETE ON {_TABLE} BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
}
_POSTGRES = [
    "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$ LANGUAGE plpgsql",
    f"CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
]


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers (SQLite and PostgreSQL)."""
    with connection.cursor() as cursor:
        for statement in _SQLITE.values() if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(statement)


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers: for undoing the migration and for emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS journal_no_change ON {_TABLE}")
