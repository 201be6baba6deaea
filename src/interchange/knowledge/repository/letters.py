"""Letters and duties of the room."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

_S = {"title": "A Watermark for Everything", "url": "/repository/deposit/1/"}
templates.define("repository.received", title=_("Deposit received"), sample=_S)
templates.define("repository.changes-asked", title=_("Changes to a deposit asked for"), sample={**_S, "reason": "Please name the licence."})
templates.define("repository.refused", title=_("Deposit refused"), sample={**_S, "reason": "It is about policy, not about technique."})
templates.define("repository.published", title=_("Deposit published"), sample=_S)
templates.define("repository.withdrawn", title=_("Record withdrawn"), sample={**_S, "reason": "Retracted by its publisher."})
templates.define("repository.merged", title=_("Record merged with another"), sample={**_S, "reason": "The same DOI."})
templates.define("repository.review-asked", title=_("Advice on a deposit asked for"), sample={**_S, "due": "1 March 2027, 10:00 Geneva"})
templates.define("repository.copy-asked", title=_("Copy of a file asked for"), sample=_S)
templates.define(
    "repository.copy-decided",
    title=_("Answer to a request for a copy"),
    sample={**_S, "granted": True, "until": "1 March 2027, 10:00 Geneva", "reason": ""},
)
kinds.define("repository.curate", _("Check a deposit: {number}"))
kinds.define("repository.review", _("Advise on a deposit: {number}"))
kinds.define("repository.mend", _("Mend your deposit: {number}"))
kinds.define("repository.copy", _("Answer a request for a copy: {number}"))
