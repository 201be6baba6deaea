"""What the pages of this room share: the call, running an action without losing input."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.policy.request import HouseRequest
from interchange.network.selection.models import Choice

T = TypeVar("T")


def call_of(slug: str) -> Any:
    """The call at that address. Raises `Http404`."""
    model = Choice._meta.get_field("set").related_model._meta.get_field("call").related_model  # type: ignore[union-attr]
    found = model._default_manager.filter(slug=slug).first()  # type: ignore[union-attr]
    if found is None:
        raise Http404
    return found


def attempt(request: HouseRequest, action: Callable[[], T], done: str = "") -> tuple[T | None, list[Problem]]:
    """Run an action. What it refuses comes back as problems to be shown above the form, which keeps its input."""
    try:
        result = action()
    except Refused as refusal:
        return None, refusal.problems
    except (NotAMove, Stale) as refusal:
        return None, [Problem("", str(refusal))]
    if done:
        messages.success(request, done)
    return result, []


def tell(request: HouseRequest, problems: list[Problem]) -> None:
    """Carry problems over a redirect, where there is no form to keep."""
    for problem in problems:
        messages.error(request, str(problem))


def tell_choices(request: HouseRequest, made: "tuple[list[Choice], list[Problem]] | None", problems: list[Problem]) -> None:
    """Say what became of choices for several people at once: how many were saved, and each that was refused."""
    saved, refused = made or ([], [])
    tell(request, [*problems, *refused])
    if saved:
        text = ngettext("%(n)d choice is saved in the set.", "%(n)d choices are saved in the set.", len(saved))
        messages.success(request, text % {"n": len(saved)})


def crumbs(*rest: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the room's first page."""
    return [(_("Selection"), reverse("selection:dashboard")), *rest]


def number(text: str | None) -> int | None:
    """A whole number from a form field, or none."""
    return int(text) if text and text.strip().isdecimal() else None
