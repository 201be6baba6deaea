"""Opening a session: the one place where somebody becomes signed in outside allauth's own pages."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from interchange.ground.accounts.models import Person
from interchange.ground.policy.middleware import DEMO_SIGN_IN


def safe_path(request: HttpRequest, path: str, fallback: str = "/desk/") -> str:
    """The path if it leads inside this house."""
    return path if path and url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()}) else fallback


def open_session(request: HttpRequest, person: Person, *, next_path: str = "", demo: bool = False) -> HttpResponse:
    """Sign a person in and go on. After a link, allauth asks for the second factor where one is set; the demo's one click counts as both."""
    target = safe_path(request, next_path)
    if demo:
        if not settings.DEMO:
            raise RuntimeError("one-click sign-in exists in demo mode only")
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session[DEMO_SIGN_IN] = True
        return redirect(target)
    return perform_login(request, Login(user=person, email=person.email, redirect_url=target))
