"""The full-text structures of each database: SQLite FTS5 with triggers, PostgreSQL a generated tsvector with a GIN index.

Neither stems nor knows stop words: words are prepared by `words.py`, so that both databases find the same.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "search_searchentry"
INDEX = "search_fts"


def _sqlite(table: str, index: str) -> list[str]:
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5(title_norm, body_norm, content='{table}', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
        f"CREATE TRIGGER {index}_add AFTER INSERT ON {table} BEGIN INSERT INTO {index}(rowid, title_norm, body_norm) VALUES (new.id, new.title_norm, new.body_norm); END",
        f"CREATE TRIGGER {index}_del AFTER DELETE ON {table} BEGIN INSERT INTO {index}({index}, rowid, title_norm, body_norm) VALUES ('delete', old.id, old.title_norm, old.body_norm); END",
        f"CREATE TRIGGER {index}_new AFTER UPDATE ON {table} BEGIN "
        f"INSERT INTO {index}({index}, rowid, title_norm, body_norm) VALUES ('delete', old.id, old.title_norm, old.body_norm); "
        f"INSERT INTO {index}(rowid, title_norm, body_norm) VALUES (new.id, new.title_norm, new.body_norm); END",
    ]


def _postgres(table: str, index: str) -> list[str]:
    name = "search_words" if index == INDEX else f"{index}_words"
    return [
        f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', title_norm), 'A') || setweight(to_tsvector('simple', body_norm), 'C')) STORED",
        f"CREATE INDEX {name} ON {table} USING gin (words)",
    ]


def hits_function(index: str = INDEX) -> str:
    """The name of PostgreSQL's function that gives all hits of a question at once."""
    return f"{index}_hits"


def _quick(table: str, index: str) -> list[str]:
    # The planner does not know that every comparison in a sequential scan unpacks a long value: for words that most rows hold it would
    # choose one and be twenty times slower than its own index. In the function it may not. Rows whose long values lie elsewhere are
    # few pages to walk.
    return [
        f"ALTER TABLE {table} SET (toast_tuple_target = 128)",
        f"CREATE OR REPLACE FUNCTION {hits_function(index)}(question text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE "
        "SET enable_seqscan = off SET jit = off "
        f"AS $$ SELECT string_agg(int8send(id), ''::bytea) FROM {table} WHERE words @@ to_tsquery('simple', question) $$",
    ]


def quicken(connection: BaseDatabaseWrapper, table: str = TABLE, index: str = INDEX) -> None:
    """PostgreSQL: all ids that hold the words of a question, eight bytes each, from the index alone. SQLite needs nothing for that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in _quick(table, index):
                cursor.execute(statement)


def slow_down(connection: BaseDatabaseWrapper, table: str = TABLE, index: str = INDEX) -> None:
    """Take that away (undoing the migration)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP FUNCTION IF EXISTS {hits_function(index)}(text)")
            cursor.execute(f"ALTER TABLE {table} RESET (toast_tuple_target)")


LONG = ("body", "body_norm", "words")


def unpack(connection: BaseDatabaseWrapper, table: str = TABLE) -> None:
    """PostgreSQL: long values are kept as they are. Packing them took a quarter of the time of an import, and unpacking some of every search."""
    _store(connection, table, "EXTERNAL")


def pack(connection: BaseDatabaseWrapper, table: str = TABLE) -> None:
    """Let new long values be packed again (undoing the migration)."""
    _store(connection, table, "EXTENDED")


def _store(connection: BaseDatabaseWrapper, table: str, how: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} " + ", ".join(f"ALTER COLUMN {name} SET STORAGE {how}" for name in LONG))


def build(connection: BaseDatabaseWrapper, table: str = TABLE, index: str = INDEX) -> None:
    """Create them over a table that has `id`, `title_norm` and `body_norm` (a room's own rows, such as pages, may have an index of their own)."""
    with connection.cursor() as cursor:
        for statement in _sqlite(table, index) if connection.vendor == "sqlite" else _postgres(table, index):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, table: str = TABLE, index: str = INDEX) -> None:
    """Take them away (undoing the migration)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("add", "del", "new"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {index}_{name}")
            cursor.execute(f"DROP TABLE IF EXISTS {index}")
        else:
            cursor.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS words")
