"""Log lines without personal data: what is in hand, where in the code, which sort of error; never the words of an error or an address.

Words of errors hold values of rows (`Key (email)=(...)`), paths hold secrets of links, and other people's libraries log both. So a line is
built from what cannot hold them: message templates as they stand in our source, numbers, codes, routes instead of paths, and for
an error its class, its code (errno, SQLSTATE) and the places it passed through.
"""

import contextlib
import errno
import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[str, str] = MappingProxyType({})
IN_HAND: ContextVar[Mapping[str, str]] = ContextVar("in_hand", default=_NOTHING)
OURS = "interchange"
HIDDEN = "…"
FRAMES = 12  # of an error's way, the innermost
_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,60}")
_PLACE = re.compile(r".*/(?:site-packages|src|lib/python3\.\d+)/")


@contextlib.contextmanager
def working_on(**what: str) -> Iterator[None]:
    """Name what is in hand (request, schedule, task) on every line written inside."""
    token = IN_HAND.set({**IN_HAND.get(), **what})
    try:
        yield
    finally:
        IN_HAND.reset(token)


def harmless(value: object) -> object:
    """The value if it can hold no personal data: numbers, lower-case codes; the class of an error; else a mark that something stood here."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException):
        return sort_of(value)
    if isinstance(value, str) and _CODE.fullmatch(value):
        return str(value)
    return HIDDEN


def sort_of(failure: BaseException) -> str:
    """The class of an error, with its code where the system or the database gave one."""
    code: object = getattr(failure, "sqlstate", None) or getattr(failure, "sqlite_errorname", None)
    if code is None and isinstance(failure, OSError) and failure.errno:
        code = errno.errorcode.get(failure.errno, failure.errno)
    if code is None and failure.__cause__ is not None:
        code = getattr(failure.__cause__, "sqlstate", None) or getattr(failure.__cause__, "sqlite_errorname", None)
    name = f"{type(failure).__module__}.{type(failure).__qualname__}".removeprefix("builtins.")
    return f"{name} [{code}]" if code else name


def way_of(failure: BaseException) -> list[str]:
    """Where an error passed through, innermost last: file, line, function. No source lines, no values."""
    steps = list(traceback.walk_tb(failure.__traceback__))[-FRAMES:]
    return [f"{_PLACE.sub('', frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in steps]


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record. Never raises over what a record holds."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": self._words(record),
            **IN_HAND.get(),
        }
        about = getattr(record, "about", None)
        if isinstance(about, dict):  # our own figures, put together in `requests.py`
            line |= about
        elif isinstance(status := getattr(record, "status_code", None), int):
            line["status"] = status
        if not record.name.startswith(OURS) or record.levelno >= logging.WARNING:
            line["place"] = f"{_PLACE.sub('', record.pathname)}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            failure = record.exc_info[1]
            line |= {"error": sort_of(failure), "way": way_of(failure)}
            if failure.__cause__ is not None:
                line["because"] = sort_of(failure.__cause__)
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def _words(record: logging.LogRecord) -> str:
        """Our own templates are filled with what is harmless; of others' messages stands only the template, and nothing where there is none."""
        template = str(record.msg)
        if not record.name.startswith(OURS):
            return template if record.args else HIDDEN
        if not record.args:
            return template
        given = record.args
        try:
            if isinstance(given, dict):
                return template % {key: harmless(value) for key, value in given.items()}
            return template % tuple(harmless(value) for value in given)
        except (TypeError, ValueError):  # a template that wants a number and got what is hidden
            return template


def configuration(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING. In JSON each request has its line; while developing only what went wrong is shown, with all its words."""
    lines = "json" if form == "json" else "line"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "json": {"()": f"{__name__}.JsonLines"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": lines}},
        "loggers": {
            # Django's own handlers write paths and mail the words of errors to administrators: neither here
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "interchange.ground.watching.requests": {"level": "INFO" if lines == "json" else level},
        },
        "root": {"handlers": ["console"], "level": level},
    }
