"""The texts of calls, for whoever reads the house's texts."""

from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from interchange.ground.text.sources import Piece, define
from interchange.network.calls.models import Call

define(
    "calls.call",
    label=_("Calls"),
    model=Call,
    verb="call.view",
    pieces=lambda call: [Piece(call.title, call.summary), Piece("", call.body)],
    url=lambda call: f"/calls/{call.slug}/",
    mark=("revision", "title", "summary", Length("body")),
)
