"""The full-text structures of each database: SQLite FTS5 with triggers, PostgreSQL a generated tsvector with a GIN index.

Neither stems nor knows stop words: words are prepared by `words.py`, so that both databases find the same.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "search_searchentry"

_SQLITE = [
    f"CREATE VIRTUAL TABLE search_fts USING fts5(title_norm, body_norm, content='{TABLE}', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    f"CREATE TRIGGER search_fts_add AFTER INSERT ON {TABLE} BEGIN INSERT INTO search_fts(rowid, title_norm, body_norm) VALUES (new.id, new.title_norm, new.body_norm); END",
    f"CREATE TRIGGER search_fts_del AFTER DELETE ON {TABLE} BEGIN INSERT INTO search_fts(search_fts, rowid, title_norm, body_norm) VALUES ('delete', old.id, old.title_norm, old.body_norm); END",
    f"CREATE TRIGGER search_fts_new AFTER UPDATE ON {TABLE} BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, title_norm, body_norm) VALUES ('delete', old.id, old.title_norm, old.body_norm); "
    "INSERT INTO search_fts(rowid, title_norm, body_norm) VALUES (new.id, new.title_norm, new.body_norm); END",
]
_POSTGRES = [
    f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', title_norm), 'A') || setweight(to_tsvector('simple', body_norm), 'C')) STORED",
    f"CREATE INDEX search_words ON {TABLE} USING gin (words)",
]


def build(connection: BaseDatabaseWrapper) -> None:
    """Create them."""
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them away (undoing the migration)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("add", "del", "new"):
                cursor.execute(f"DROP TRIGGER IF EXISTS search_fts_{name}")
            cursor.execute("DROP TABLE IF EXISTS search_fts")
        else:
            cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS words")
