"""Interchange runs an expert network from its call for members to its published results."""

import sys

__version__ = "0.1.0"


def _use_current_sqlite() -> None:
    """Put the SQLite of the `pysqlite3` wheel in the place of the system's.

    Debian 12 ships SQLite 3.40.1, whose write-ahead log can be corrupted when two connections write and checkpoint at
    once (fixed in 3.51.3). The wheel bundles a fixed one with FTS5. It must be in place before Django imports `sqlite3`.
    """
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:  # no wheel for this platform: Django checks the version of what there is
        return
    sys.modules.setdefault("sqlite3", pysqlite3)
    sys.modules.setdefault("sqlite3.dbapi2", pysqlite3.dbapi2)


_use_current_sqlite()
