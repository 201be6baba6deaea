"""What rooms that stand beside this one get from it, and what it links to there, as far as they exist."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape.atlas import recent
from interchange.knowledge.landscape.models import Challenge, Relation, Tool
from interchange.knowledge.landscape.vocabulary import EntryState


def tools(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code to (name, address) of tools on the map."""
    side = recent().tools
    return {code: (side.names[side.place[code]], f"/landscape/tools/{code}/") for code in codes if code in side.place}


def _sources() -> Iterator[tuple[str, tuple[str, str]]]:
    """(address, (kind, code)) of every source of what is on the map: of tools, of challenges, and of how tools stand to each other."""
    for kind, model in (("tool", Tool), ("challenge", Challenge)):
        for code, sources in model._default_manager.filter(state=EntryState.LISTED).order_by("pk").values_list("code", "sources"):
            for source in sources:
                yield source.get("url") or "", (kind, code)
    relations = Relation.objects.filter(ended_at__isnull=True).exclude(source_url="").order_by("pk")
    for url, code in relations.values_list("source_url", "source__code"):
        yield url, ("tool", code)


def _uses(mentions: Any) -> Callable[[Viewer, Any], list[tuple[str, str]]]:
    def uses(viewer: Viewer, record: Any) -> list[tuple[str, str]]:
        """(name, address) of the tools and challenges that rest on a record, as far as the viewer may see them."""
        codes: dict[str, list[str]] = {}
        for kind, code in mentions.of(record):
            codes.setdefault(kind, []).append(code)
        tools = rows(viewer, "tool.list", Tool.objects.filter(code__in=codes["tool"])) if "tool" in codes else ()
        challenges = rows(viewer, "challenge.list", Challenge.objects.filter(code__in=codes["challenge"])) if "challenge" in codes else ()
        return [(str(one), one.url_here) for one in [*tools, *challenges]]

    return uses


def introduce() -> None:
    """Register with the repository, where it is there: the names of tools, and what of the map rests on a record."""
    name = "interchange.knowledge.repository"
    if apps.is_installed(name) and find_spec(f"{name}.links"):
        links = import_module(f"{name}.links")
        links.tools(tools)
        links.used_in(_uses(links.Mentions(recent, _sources)))


def records_about(viewer: Viewer, code: str, limit: int = 12) -> list[tuple[str, str]]:
    """(title, address) of papers and reports about a tool that the viewer may find; nothing where there is no repository."""
    if not apps.is_installed("interchange.knowledge.repository"):
        return []
    about: Callable[..., list[tuple[str, str]]] = import_module("interchange.knowledge.repository.queries").about_tool
    return about(viewer, code, limit=limit)


def challenges(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code to (title, address) of challenges on the map."""
    side = recent().challenges
    return {code: (side.names[side.place[code]], f"/landscape/challenges/{code}/") for code in codes if code in side.place}
