"""Calls can be found."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, define
from interchange.ground.text.render import plain
from interchange.network.calls.models import Call


def _document(call: Call) -> Document | None:
    if call.state in {"draft", "cancelled"}:
        return None
    return Document(call.title, f"{call.summary} {plain(call.body)}", f"/calls/{call.slug}/")


define("call", label=_("Calls"), model=Call, verb="call.view", document=_document)
