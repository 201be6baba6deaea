"""The room's letters and duties."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.duties import kinds
from interchange.ground.post import templates

templates.define(
    "lab.decided",
    title=_("Your experiment was decided"),
    sample={"title": "What survives a platform", "outcome": "Published", "reason": "", "url": "/workbench/lab/2027-0001/"},
)
kinds.define("lab.decide", _("Publish the experiment {number}, or send it back"))
