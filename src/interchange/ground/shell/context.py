"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from interchange.ground.policy.viewer import VISITOR
from interchange.ground.shell import menu


def shell(request: HttpRequest) -> dict[str, Any]:
    """The viewer, their own lines of the menu (built when a template asks for them), the demo banner and the direction of writing."""
    viewer = getattr(request, "viewer", VISITOR)
    return {
        "viewer": viewer,
        "person_lines": SimpleLazyObject(lambda: menu.lines(viewer, "person")),
        "demo_url": _demo_url(),
        "text_direction": "rtl" if settings.PSEUDO_LOCALE else "ltr",
        "page_language": settings.LANGUAGE_CODE,
    }


def _demo_url() -> str:
    if not settings.DEMO:
        return ""
    try:
        return reverse("demo")
    except NoReverseMatch:
        return ""
