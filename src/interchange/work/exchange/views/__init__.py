"""The pages of the room."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from interchange.ground.policy.request import HouseRequest


def crumb(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the questions."""
    return [(_("Questions"), "/exchange/"), *more]


def page(request: HouseRequest, template: str, context: dict[str, Any], *forms: Any) -> HttpResponse:
    """A page; where one of its forms was refused the answer says so."""
    bad = any(form is not None and form.is_bound and form.errors for form in forms)
    return render(request, template, context, status=422 if bad else 200)
