"""Who is looking (ViewerMiddleware) and whether this door is theirs (DoorMiddleware)."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from interchange.ground import clock
from interchange.ground.errors import NotAllowed
from interchange.ground.policy.rules import RULES
from interchange.ground.policy.viewer import VISITOR, Viewer, viewer_for

# Views that are not ours and so cannot be marked; their own code asks for sign-in where needed.
FOREIGN_DOORS = ("allauth.", "django.contrib.staticfiles.", "django.views.static", "whitenoise.")
DEMO_SIGN_IN = "demo-sign-in"


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor: a passkey, a TOTP or recovery code, or the demo's one click."""
    if any(entry.get("method") == "mfa" for entry in get_authentication_records(request, request.user)):  # type: ignore[arg-type]
        return True
    return bool(settings.DEMO and request.session.get(DEMO_SIGN_IN))


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request, read from the database at each request so that a revoked role is gone at the next one."""
    if not request.user.is_authenticated:
        return VISITOR
    return viewer_for(request.user, at=clock.now(), second_factor=has_second_factor(request))


class ViewerMiddleware:
    """Put `request.viewer` on every request (lazily: pages that ask nothing cost nothing)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: viewer_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class DoorMiddleware:
    """Hold every view to its door, and turn `NotAllowed` into the answer that gives nothing away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Let pass, ask to sign in, ask for a second factor, or answer 404."""
        target = getattr(view, "view_class", view)
        verb = getattr(view, "door", getattr(target, "door", None))
        if verb == "":
            return None
        if verb is None:
            if getattr(target, "__module__", "").startswith(FOREIGN_DOORS):
                return None
            raise ImproperlyConfigured(f"{target} has no door: mark it with @door(verb) or @public")
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        found = RULES.get(verb)
        if found is None:
            raise ImproperlyConfigured(f"{target}: no rule for its door {verb!r}")
        if found.who(viewer):
            return None
        return _closed(request, viewer, verb)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """`NotAllowed` from an action or query: 403 where the thing is known to the person, else 404."""
        if not isinstance(exception, NotAllowed):
            return None
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        if exception.known:
            raise PermissionDenied(str(exception)) from exception
        if exception.verb in RULES and RULES[exception.verb].who(VISITOR):
            raise Http404 from exception  # a public verb: signing in would not be the answer
        return _closed(request, viewer, exception.verb)


def _closed(request: HttpRequest, viewer: Viewer, verb: str) -> HttpResponse:
    if not viewer.is_signed_in:
        return redirect_to_login(request.get_full_path())
    if viewer.dormant and RULES[verb].who(Viewer(person_id=viewer.person_id, roles=viewer.roles | viewer.dormant, scoped=viewer.scoped)):
        return redirect(f"{reverse('second_factor')}?next={request.get_full_path()}")
    raise Http404
