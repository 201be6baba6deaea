"""The lexicon as a tree: terms under their broader terms, as far as the viewer sees both."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Lower

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.lexicon.models import Relation
from interchange.knowledge.lexicon.queries import concepts
from interchange.knowledge.lexicon.vocabulary import ConceptState, RelationKind

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass
class Branch:
    """A concept in the tree with what is below it; `more`: what is below is not shown here, but on the concept's page."""

    slug: str
    label: str
    state: str
    below: list["Branch"] = field(default_factory=list)
    more: bool = False


SHOWN, DEEPEST = 500, 4  # concepts and levels on one page of the tree


def roots(viewer: Viewer) -> "QuerySet[Any]":
    """The concepts without a broader one that the viewer may see, in the order of labels."""
    visible = rows(viewer, "term.list").exclude(state=ConceptState.REJECTED).order_by().values("pk")
    below = Relation.objects.filter(kind=RelationKind.BROADER, target__in=visible).order_by().values("source_id")
    return concepts(viewer).exclude(state=ConceptState.REJECTED).exclude(pk__in=below).order_by(Lower("label"), "slug")


def tree(viewer: Viewer, top: "Iterable[Any]") -> list[Branch]:
    """Some concepts with what is below them, level by level, a query each; a concept of several broader ones stands under each.

    Deep or wide branches end where `SHOWN` concepts or `DEEPEST` levels are reached, and say so (`Branch.more`).
    """
    visible = rows(viewer, "term.list").exclude(state=ConceptState.REJECTED).order_by().values("pk")
    found = [(one.pk, Branch(one.slug, one.label or one.slug, one.state)) for one in top]
    level, shown = found, len(found)
    for depth in range(DEEPEST):
        if not level:
            break
        known = Relation.objects.filter(kind=RelationKind.BROADER, target_id__in={pk for pk, _branch in level}, source__in=visible)
        last = depth == DEEPEST - 1 or shown + (known.count() if shown > SHOWN // 2 else 0) > SHOWN
        if last:
            deeper = set(known.values_list("target_id", flat=True))
            for pk, branch in level:
                branch.more = pk in deeper
            break
        pairs = list(known.values_list("target_id", "source_id"))
        named = {one.pk: one for one in concepts(viewer).filter(pk__in={source for _target, source in pairs})}
        under: dict[int, list[int]] = defaultdict(list)
        for target, source in pairs:
            under[target].append(source)
        below = []
        for pk, branch in level:
            inner = sorted((named[one] for one in under[pk] if one in named), key=lambda one: (one.label or one.slug).casefold())
            made = [(one.pk, Branch(one.slug, one.label or one.slug, one.state)) for one in inner]
            branch.below = [one for _pk, one in made]
            below += made
        level, shown = below, shown + len(below)
    return [branch for _pk, branch in found]
