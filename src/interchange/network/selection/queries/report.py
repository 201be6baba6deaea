"""The figures of a selection for the public: from rows and the journal, with small numbers hidden (DOMAIN S11, U42)."""

from collections import Counter
from typing import Any

from django.apps import apps

from interchange.ground.disclosure.cells import hide_small
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import SYSTEM
from interchange.network.calls.vocabulary import ApplicationState, Outcome
from interchange.network.selection.models import Assignment, Cap, CapOverride, Recusal, ReviewRequest, Target
from interchange.network.selection.queries.candidates import FACTS, values_of
from interchange.network.selection.queries.files import files
from interchange.network.selection.queries.wording import SCHEMES, value_label
from interchange.network.selection.vocabulary import BALANCED, AssignmentState, Dimension


def figures(call_id: int) -> dict[str, Any]:
    """Counts at each stage, composition chosen against applied, overrides, recusals, reviews. Codes and numbers only."""
    listed = list(files(SYSTEM).filter(call_id=call_id).values("pk", "state", "outcome", "invited", *FACTS))
    ids = [row["pk"] for row in listed]
    states = Counter(row["state"] for row in listed)
    counted = [(row["outcome"] == Outcome.ACCEPTED, values_of(row)) for row in listed]
    verbs = Counter(
        Event.objects.filter(
            subject_kind="calls.application",
            subject_id__in=[str(key) for key in ids],
            verb__in=["review.filed", "review.diverged", "review.recused", "waiting.called-up", "application.refused-conflicted"],
        ).values_list("verb", flat=True)
    )
    return {
        "total": len(listed),
        "invited": sum(1 for row in listed if row["invited"]),
        "rules": _rules(call_id),
        "states": {state: states.get(state, 0) for state in ApplicationState.values if state != ApplicationState.DRAFT},
        "outcomes": dict(Counter(row["outcome"] for row in listed if row["outcome"])),
        "composition": {
            str(dimension.value): [
                {"value": value, "label": value_label(dimension, value), "applied": applied, "chosen": selected}
                for value, applied, selected in _composition(counted, dimension)
            ]
            for dimension in BALANCED
        },
        "reviews": Assignment.objects.filter(application__in=ids, state=AssignmentState.FILED).count(),
        "reviews_filed": verbs["review.filed"],
        "divergences": verbs["review.diverged"],
        "recusals": Recusal.objects.filter(application__in=ids).count(),
        "overrides": CapOverride.objects.filter(cap__set__call_id=call_id, second_officer__isnull=False).count(),
        "call_ups": verbs["waiting.called-up"],
        "requests": ReviewRequest.objects.filter(application__in=ids).count(),
    }


def _rules(call_id: int) -> dict[str, Any]:
    """By what the selection was made: the criteria with their weights, targets and caps, in words."""
    criteria = apps.get_model("calls", "Criterion").objects.filter(call_id=call_id).values_list("title", "weight")
    targets = Target.objects.filter(set__call_id=call_id)
    caps = Cap.objects.filter(set__call_id=call_id)
    return {
        "criteria": [list(entry) for entry in criteria],
        "targets": [
            [str(Dimension(one.dimension).label), value_label(one.dimension, one.value), one.minimum, one.aim, one.maximum]
            for one in targets
        ],
        "caps": [
            [
                str(Dimension(one.dimension).label),
                value_label(one.dimension, one.value) if one.value and one.dimension in SCHEMES else "",
                one.limit,
            ]
            for one in caps
        ],
    }


def _composition(counted: list[tuple[bool, dict[str, tuple[str, ...]]]], dimension: Any) -> list[tuple[str, int, int]]:
    applied = Counter(value for _chosen, values in counted for value in values[dimension])
    selected = Counter(value for chosen, values in counted if chosen for value in values[dimension])
    return [(value, applied[value], selected[value]) for value in sorted(applied)]


def published(data: dict[str, Any]) -> dict[str, Any]:
    """The figures as the public sees them: states in full (they name nobody), composition with small cells hidden."""
    shown = dict(data)
    shown["composition"] = {}
    for dimension, cells in data["composition"].items():
        applied = hide_small({cell["value"]: cell["applied"] for cell in cells})
        chosen = hide_small({cell["value"]: cell["chosen"] for cell in cells})
        shown["composition"][dimension] = [{**cell, "applied": applied[cell["value"]], "chosen": chosen[cell["value"]]} for cell in cells]
    return shown
