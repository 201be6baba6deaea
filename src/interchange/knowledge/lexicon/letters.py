"""Letters and duties of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

templates.define(
    "lexicon.decided",
    title=_("Decision on a proposed term"),
    sample={"name": "Ada Sample", "term": "soft binding", "outcome": "agreed", "reason": "A reason.", "url": "/lexicon/soft-binding"},
)
kinds.define("lexicon.proposal", _("Open the discussion of a proposed term, or turn it down"))
kinds.define("lexicon.check", _("Look again at a term whose call for consensus closed"))
kinds.define("lexicon.amendment", _("Decide an amendment of an agreed term"))
