"""Reading runs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.assist.models import Run
from interchange.workbench.assist.vocabulary import RunState
from interchange.workbench.signals.sourcetypes import BASE


def mine(viewer: Viewer) -> "QuerySet[Run]":
    """The viewer's runs, newest first, without their texts."""
    return rows(viewer, "assist.own").defer("result", "aids")


def mark(run: Run) -> str:
    """The line that stands under an AI system's text wherever it goes."""
    day = run.answered_at.date().isoformat() if run.answered_at else ""
    return _("AI-assisted: %(kind)s written by %(system)s, %(day)s; not yet checked by a person.") % {
        "kind": run.get_kind_display().lower(), "system": run.system, "day": day,
    }  # fmt: skip


def as_data(run: Run) -> dict[str, Any]:
    """The result for programs, with its label (schema.org `digitalSourceType`, IPTC NewsCodes)."""
    return {
        "@context": "https://schema.org/",
        "@type": "CreativeWork",
        "text": run.result,
        "inLanguage": run.language or "en",
        "digitalSourceType": f"{BASE}trainedAlgorithmicMedia",
        "creditText": mark(run),
        "dateCreated": run.answered_at.isoformat() if run.answered_at else None,
        "isBasedOn": {"@type": "CreativeWork", "text": run.text},
    }


def is_written(run: Run) -> bool:
    """Whether an AI system's text is there."""
    return run.state == RunState.DONE
