"""How many queries something costs, without writing each of them down as Django's own log of queries does (on SQLite that asks the database once more)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection


@dataclass
class Count:
    """Queries so far, savepoints among them."""

    queries: int = 0


@contextmanager
def counted() -> Iterator[Count]:
    """Count what is asked of the database inside."""
    count = Count()

    def one_more(execute, sql, params, many, context):
        count.queries += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(one_more):
        yield count
