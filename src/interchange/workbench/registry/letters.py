"""Letters of the register: drafts that go to whoever asked for them, and to nobody else."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates

SAMPLE = {
    "case": "TEN/CASE/2027/0001",
    "title": "Harbour at dusk",
    "number": "TEN/WRK/2027/000001",
    "rights_holder": "Example Works",
    "place": "https://example.org/page",
    "sha256": "00" * 32,
    "reason": "Same picture, cut on the left.",
    "reserved": "Training of AI",
    "contact": "rights@example.org",
    "url": "/workbench/cases/1/",
}
templates.define("registry.takedown-draft", title=_("Your draft: asking for a copy to be taken down"), sample=SAMPLE)
templates.define("registry.licence-draft", title=_("Your draft: offering a licence"), sample=SAMPLE)
