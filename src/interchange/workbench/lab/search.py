"""What of the laboratory can be found: published experiments."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, define
from interchange.workbench.lab import showing
from interchange.workbench.lab.models import Experiment
from interchange.workbench.lab.vocabulary import State


def _document(found: Experiment) -> Document | None:
    if found.state != State.PUBLISHED:
        return None
    said = [
        found.question,
        found.number,
        *(str(one["label"]) for one in (found.result or {}).get("signals", ())),
        *showing.line_words(found.result or {}),
    ]
    return Document(found.title, " · ".join(said), found.url, (), found.published_at)


define("experiment", label=_("Experiments"), model=Experiment, verb="experiment.list", document=_document)
