"""A person's own tokens."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from interchange.ground import clock
from interchange.ground.machines import actions
from interchange.ground.machines.forms import TokenForm
from interchange.ground.machines.models import ApiToken
from interchange.ground.machines.rooms import opened
from interchange.ground.machines.vocabulary import STAFF
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.shell.forms import attempt


@never_cache
@sensitive_variables("secret")
def _tokens(request: HouseRequest) -> HttpResponse:
    viewer, at, secret = request.viewer, clock.now(), ""
    if request.method == "POST" and request.POST.get("what") == "revoke":
        number = request.POST.get("token", "")
        actions.revoke(viewer, int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0, at=at)
        messages.success(request, _("The token is revoked: what used it is shut out from now on."))
        return redirect("api_tokens")
    form = TokenForm(request.POST if request.method == "POST" else None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, actions.make_token, viewer, at=at, **form.cleaned_data)
        if made:
            secret, form = made[1], TokenForm(viewer=viewer)
    names = {name: str(one.label) for name, one in opened().items()} | {STAFF: _("Staff rights")}
    listed = [(one, ", ".join(names.get(scope, scope) for scope in one.scopes), _state(one, at)) for one in actions.mine(viewer)]
    context = {"form": form, "tokens": listed, "secret": secret, "crumbs": [(_("My account"), "/account/me/"), (_("API tokens"), "")]}
    return render(request, "machines/tokens.html", context, status=422 if form.errors else 200)


def _state(token: ApiToken, at: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "open" if token.expires_at > at else "over"


tokens = door("token.make")(_tokens)
