"""Calls can be found."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, codes, define
from interchange.ground.text.render import plain
from interchange.network.calls.models import Call


def _document(call: Call) -> Document | None:
    if call.state in {"draft", "cancelled"}:
        return None
    marks = codes("is", ["archived"] if call.state == "archived" else [])
    return Document(call.title, f"{call.summary} {plain(call.body)}", f"/calls/{call.slug}/", marks, call.opens_at, call.closes_at)


define("call", label=_("Calls"), model=Call, verb="call.view", document=_document, states=[("archived", _("Archived"))])
