"""What rooms that stand beside this one get from it, and what it links to there, as far as they exist."""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Model

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape.atlas import recent


def tools(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code to (name, address) of tools on the map."""
    side = recent().tools
    return {code: (side.names[side.place[code]], f"/landscape/tools/{code}/") for code in codes if code in side.place}


def introduce() -> None:
    """Register the names of tools with the repository, where it is there."""
    name = "interchange.knowledge.repository"
    if apps.is_installed(name) and find_spec(f"{name}.links"):
        import_module(f"{name}.links").tools(tools)


def records_about(viewer: Viewer, code: str, limit: int = 12) -> list[tuple[str, str]]:
    """(title, address) of papers and reports about a tool that the viewer may find; nothing where there is no repository."""
    if not apps.is_installed("interchange.knowledge.repository"):
        return []
    model: type[Model] = apps.get_app_config("repository").get_model("Record")
    found = rows(viewer, "record.list", model._default_manager.all()).filter(current__tools__icontains=f'"{code}"')
    return [(str(one), f"/repository/{one.slug}/") for one in found.order_by("-year", "title")[:limit]]  # type: ignore[attr-defined]


def challenges(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code to (title, address) of challenges on the map."""
    side = recent().challenges
    return {code: (side.names[side.place[code]], f"/landscape/challenges/{code}/") for code in codes if code in side.place}
