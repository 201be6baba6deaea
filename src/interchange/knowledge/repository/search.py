"""Published records can be found by everyone who may see them. What stands inside their files has an index of its own (`PageText`).

Searches of the room itself can be saved: it knows when something was published, or opened by the end of an embargo.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.viewer import Viewer
from interchange.ground.search import places
from interchange.ground.search.index import define
from interchange.ground.search.vocabulary import TOLD
from interchange.knowledge.repository.filing import document
from interchange.knowledge.repository.finding import Asked, search
from interchange.knowledge.repository.models import Record
from interchange.knowledge.repository.vocabulary import Kind


def _normal(query: str) -> str:
    asked = Asked.of(query)
    return asked.query if asked.is_narrow else ""


def _news(viewer: Viewer, query: str, since: datetime, at: datetime, seen: Sequence[str]) -> places.News:
    found = search(viewer, query).queryset().filter(published_at__lte=at)
    opened = Q(published_at__gt=since) | Q(embargo_until__gt=since, embargo_until__lte=at)
    return places.News([one.title for one in found.filter(opened).order_by("-published_at")[: TOLD + 1]])


define("record", label=_("Repository"), model=Record, verb="record.list", document=document, types=Kind.choices)
places.define("repository", label=_("Repository"), path="/repository/", normal=_normal, news=_news)
