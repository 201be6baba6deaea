"""The room's letters."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates

_S = {
    "name": "Ada Sample",
    "title": "A paper",
    "question": "Is the paper ready?",
    "closes": "12 January 2027, 23:59 Geneva",
    "url": "/consensus/1/",
}
templates.define("consensus.asked", title=_("Call for consensus: your silence counts"), sample=_S)
templates.define("consensus.result", title=_("Result of a call for consensus"), essential=False, sample={**_S, "outcome": "Consensus"})
