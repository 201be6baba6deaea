"""Distribution levels: who may read an item, as one scale (DOMAIN X8). Wider levels hold the narrower ones' readers too."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role

INSIDERS = frozenset({Role.MEMBER, Role.CHAIR, Role.OFFICER, Role.MEETING_MANAGER, Role.ADMINISTRATOR})


class Level(models.TextChoices):
    """The distribution mark, widest first."""

    PUBLIC = "public", _("Public")
    STATES = "states", _("Member States")
    MEMBERS = "members", _("Members")
    RESTRICTED = "restricted", _("Restricted")


def is_insider(viewer: Viewer) -> bool:
    """Whether the viewer is a member in force or staff: a reader of what is marked for members."""
    return viewer.is_system or not viewer.roles.isdisjoint(INSIDERS)


def speaks_for_a_state(viewer: Viewer) -> bool:
    """Whether the viewer is a Member State's focal point or alternate now."""
    return any(role in {Role.FOCAL_POINT, Role.ALTERNATE} for role, _scope in viewer.scoped)


def levels_open_to(viewer: Viewer) -> list[Level]:
    """The levels that the viewer may read by role alone. What is restricted is opened by a room's own rule, never by this."""
    found = [Level.PUBLIC]
    if is_insider(viewer) or speaks_for_a_state(viewer):
        found.append(Level.STATES)
    if is_insider(viewer):
        found.append(Level.MEMBERS)
    return found


def open_to(viewer: Viewer, field: str = "level") -> Q:
    """The rows whose level the viewer may read by role; `field` names the level's column, through relations if need be."""
    return Q(**{f"{field}__in": levels_open_to(viewer)})


def is_wider(new: str, old: str) -> bool:
    """Whether `new` lets more people read than `old`: opening wider is recorded with a reason (X8)."""
    order = list(Level.values)
    return order.index(new) < order.index(old)
