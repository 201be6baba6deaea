"""Kinds of duty and their words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {"post.trouble": _("Settle letter {subject}")}


def define(key: str, words: str | Promise) -> None:
    """Register a kind; `{subject}` in the words is replaced by the thing's number. Repeating it is harmless."""
    KINDS[key] = words


def words(key: str, subject: str | None) -> str:
    """The line on the desk; of a kind in general ("Answer …") with None."""
    subject = "…" if subject is None else subject
    return str(KINDS.get(key, key)).replace("{subject}", subject).replace("{number}", subject).strip()
