"""Many new rows at once, for imports: Django's `bulk_create` spends more time on writing SQL than the database on reading it."""

from collections.abc import Sequence
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

PLAIN: tuple[tuple[Any, type], ...] = (
    ((models.CharField, models.TextField), str),
    ((models.IntegerField, models.ForeignKey), int),
    (models.FloatField, float),
)


def _column(field: "models.Field[Any, Any]", rows: Sequence[models.Model], connection: BaseDatabaseWrapper) -> list[Any]:
    """One field of all rows as the database takes it: what is of the column's own type goes as it is, the rest as Django prepares it."""
    name: str = field.attname
    if type(field).pre_save is not models.Field.pre_save:  # `auto_now` and the like
        values = [field.pre_save(one, True) for one in rows]
    else:
        values = [getattr(one, name) for one in rows]
    plain = next((kind for sorts, kind in PLAIN if isinstance(field, sorts)), None)
    if plain is not None:
        return [value if value is None or type(value) is plain else field.get_db_prep_save(value, connection) for value in values]
    made: dict[int, Any] = {}  # by identity: imports give the same instant, the same empty list to every row
    for value in values:
        if id(value) not in made:
            made[id(value)] = field.get_db_prep_save(value, connection)
    return [made[id(value)] for value in values]


def free_keys(model: type[models.Model], count: int) -> list[int]:
    """That many keys that no row of the model has or will get, so that new rows that point at each other are written once each.

    Belongs inside the transaction that writes them: on SQLite it holds the write lock, on PostgreSQL the sequence never gives a key twice.
    """
    connection = connections["default"]
    meta = model._meta
    column = meta.pk.column if meta.pk is not None else "id"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", (meta.db_table, column, count))
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", (meta.db_table,))
        given = cursor.fetchone()
        first = (given[0] if given else 0) + 1
        return list(range(first, first + count))


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model: one prepared statement on SQLite, COPY on PostgreSQL. Keys that the database gives are not read back.

    As with `bulk_create`, no signals are sent and the database's constraints hold: raises `IntegrityError`, and then nothing is written.
    Belongs inside a transaction.
    """
    if not rows:
        return
    connection = connections["default"]
    meta = rows[0]._meta
    fields = [field for field in meta.local_concrete_fields if not field.generated and (not field.primary_key or rows[0].pk is not None)]
    values = zip(*(_column(field, rows, connection) for field in fields), strict=True)
    quote = connection.ops.quote_name
    into = f"{quote(meta.db_table)} ({', '.join(quote(str(field.column)) for field in fields)})"
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(fields))})", list(values))
            return
        with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for one in values:
                copy.write_row(one)
