"""The pages of the room."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Refused
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import attempt


def crumb(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back to the list."""
    return [(_("Statements of Member States"), "/statements/"), *more]


def page(request: HouseRequest, template: str, context: dict[str, Any], *forms_: forms.Form | None) -> HttpResponse:
    """A page; where one of its forms was refused the answer says so."""
    bad = any(form is not None and form.is_bound and form.errors for form in forms_)
    return render(request, template, context, status=409 if context.get("problem") else 422 if bad else 200)


def pressed(request: HouseRequest, action: Callable[[], Any], done: str) -> Exception | None:
    """Run an action behind a single button: say `done`, or return what refused."""
    try:
        action()
    except (Refused, NotAMove) as refused:
        return refused
    messages.success(request, done)
    return None


def filled(request: HouseRequest, form: forms.Form, action: Callable[[dict[str, Any]], Any], done: str) -> bool:
    """Run an action with what a form holds: say `done`, or leave what refused on the form."""
    if not form.is_valid():
        return False
    if attempt(form, lambda: action(form.cleaned_data) or True) is None:
        return False
    messages.success(request, done)
    return True
