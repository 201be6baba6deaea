"""What every page knows."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The viewer, for every template."""
    return {"viewer": getattr(request, "viewer", None)}
