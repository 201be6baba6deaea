"""Statements are found by their words, by whoever may read them; what was withdrawn is not."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, define
from interchange.work.statements.models import Statement


def _document(found: Statement) -> Document | None:
    if found.withdrawn_at is not None:
        return None
    return Document(f"{found.number} {found.title}", found.text, found.get_absolute_url())


define("statement", label=_("Statements of Member States"), model=Statement, verb="statement.read", document=_document)
