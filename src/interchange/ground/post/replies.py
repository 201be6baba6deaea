"""Letters that can be answered by mail: what a reply does, and the address that it goes to.

`templates.define(..., reply=Reply(words, take, offered))`: `words` stand above the letter, `take(viewer, incoming, at=)` does it, `offered(letter)` may
say no for one letter. The address names the letter and is signed over letter, person, thing and last day (VERP-like), so that it is good for one
person, one thing and some weeks; it survives mail programs that change letter case. What comes in is read by `incoming.py`.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise

from interchange.ground.policy.viewer import Viewer
from interchange.ground.post.vocabulary import reply_days

if TYPE_CHECKING:
    from interchange.ground.post.models import Letter

PREFIX = "reply-"
ADDRESS = re.compile(rf"{PREFIX}([1-9]\d{{0,17}})-([0-9a-f]{{24}})@", re.I)
MARK = "#~#"  # in the line above which a reply is written


@dataclass(frozen=True)
class Incoming:
    """A reply as it is handed to a room: the letter that it answers, what was written, and what hung on it."""

    letter: "Letter"
    text: str
    files: Sequence["UploadedFile[Any]"] = ()


class Take(Protocol):
    """Does what a reply says, as its sender. Raises `Refused` in words that go back to the sender, `NotAllowed` where they may not any more."""

    def __call__(self, actor: Viewer, incoming: Incoming, *, at: datetime) -> object: ...


@dataclass(frozen=True)
class Reply:
    """What a reply to a kind of letter does."""

    words: str | Promise
    take: Take
    offered: Callable[["Letter"], bool] = lambda letter: True


def last_day(letter: "Letter") -> date:
    """The last day (UTC) on which a letter can be answered by mail."""
    return (letter.written_at + timedelta(days=reply_days())).date()


def signature(letter: "Letter") -> str:
    """96 bits over letter, person, thing and the day of writing."""
    said = f"{letter.pk}:{letter.person_id}:{letter.subject_kind}:{letter.subject_id}:{letter.written_at:%Y%m%d}"
    return hmac.new(settings.SECRET_KEY.encode(), f"reply:{said}".encode(), hashlib.sha256).hexdigest()[:24]


def address_of(letter: "Letter") -> str:
    """The address that a reply to a letter goes to."""
    return f"{PREFIX}{letter.pk}-{signature(letter)}@{settings.REPLY_DOMAIN}"


def letter_at(address: str) -> "Letter | None":
    """The letter that a reply address names, whatever its age; None where the address is none of ours or the signature is wrong."""
    from interchange.ground.post.models import Letter

    found = ADDRESS.match(address)
    letter = Letter.objects.filter(pk=int(found[1]), person__isnull=False).first() if found else None
    return letter if found and letter and hmac.compare_digest(signature(letter), found[2].lower()) else None
