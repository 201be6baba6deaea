"""Pages about people and signing in."""

from typing import Any

from allauth.core.internal import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from interchange.ground import clock
from interchange.ground.accounts import actions, queries
from interchange.ground.accounts.forms import EraseForm, PersonForm, RoleForm, StartForm
from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import Blocked, Erased, Kept, erasure_plan, export
from interchange.ground.accounts.session import open_session, safe_path
from interchange.ground.accounts.vocabulary import LINKS_PER_HOUR_AND_PLACE
from interchange.ground.errors import Refused
from interchange.ground.policy.actions import end_role, grant_role
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.middleware import has_second_factor
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import see
from interchange.ground.policy.vocabulary import Role
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing


def _too_many(request: HouseRequest) -> bool:
    """Whether this network address has asked for too many links within an hour (the client's address as allauth finds it)."""
    limit = {"links": f"{LINKS_PER_HOUR_AND_PLACE}/h/ip"}
    return not ratelimit.consume(request, app="accounts", action="links", config=limit)


@public
def start(request: HouseRequest) -> HttpResponse:
    """Ask for a link by address. The answer is the same whether we know the address or not."""
    form = StartForm(request.POST if request.method == "POST" else None)
    next_path = safe_path(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "POST" and form.is_valid():
        try:
            address = actions.clean_address(form.cleaned_data["email"])
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            if not _too_many(request):
                actions.send_link(address, next_path, at=clock.now())
            return render(request, "accounts/start_done.html", {"address": address})
    return render(request, "accounts/start.html", {"form": form, "next": next_path})


@public
@sensitive_variables("secret")
def link(request: HouseRequest, secret: str) -> HttpResponse:
    """A page with one button; only the button uses the link up, so that mail scanners do not."""
    at = clock.now()
    found = actions.find_link(secret)
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("what") == "again":
        actions.send_link_again(secret, at=at)
        return render(request, "accounts/start_done.html", {"address": found.email})
    if request.method == "POST":
        used = actions.use_link(secret, at=at)
        if used is not None:
            return open_session(request, used[0], next_path=used[1])
        found.refresh_from_db()
    over = found.used_at is not None or found.expires_at <= at
    return render(request, "accounts/link.html", {"link": found, "over": over}, status=410 if over else 200)


@door("person.second-factor")
def second_factor(request: HouseRequest) -> HttpResponse:
    """Why staff need a second factor, and the ways to one."""
    enabled = is_mfa_enabled(request.user)
    if has_second_factor(request):
        return redirect(safe_path(request, request.GET.get("next", "")))
    context = {
        "enabled": enabled,
        "next": safe_path(request, request.GET.get("next", "")),
        "dormant": [Role(role).label for role in request.viewer.dormant],
    }  # type: ignore[attr-defined]
    return render(request, "accounts/second_factor.html", context)


@door("person.self")
def me(request: HouseRequest) -> HttpResponse:
    """My record."""
    person: Any = request.user
    fields = ("given_name", "family_name", "publication_name", "country", "time_zone", "languages")
    form = PersonForm(request.POST if request.method == "POST" else None, initial={name: getattr(person, name) for name in fields})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, actions.update_person, request.viewer, form.cleaned_data, at=clock.now())
    ):  # type: ignore[attr-defined]
        messages.success(request, _("Saved."))
        return redirect("me")
    return render(request, "accounts/me.html", {"form": form, "person": person, "mfa": is_mfa_enabled(person)})


@door("person.self")
def sign_out_all(request: HouseRequest) -> HttpResponse:
    """End all my sessions, this one too."""
    if request.method == "POST":
        actions.sign_out_everywhere(request.viewer, request.viewer.person_id, at=clock.now())
        return redirect("/")
    return redirect("me")


@door("person.self")
def data(request: HouseRequest) -> HttpResponse:
    """What the house holds of me: export it, or erase what can be erased."""
    viewer, at = request.viewer, clock.now()
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, actions.erase_person, viewer, at=at)
        if kept is not None:
            return render(request, "accounts/erased.html", {"kept": kept})
    plan = erasure_plan(viewer.person_id)
    context = {
        "form": form,
        "erased": [item for item in plan if isinstance(item, Erased)],
        "kept": [item for item in plan if isinstance(item, Kept)],
        "blocked": [item for item in plan if isinstance(item, Blocked)],
    }
    return render(request, "accounts/data.html", context)


@door("person.self")
def data_export(request: HouseRequest) -> HttpResponse:
    """My data as a ZIP."""
    viewer = request.viewer
    response = HttpResponse(export(viewer.person_id), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@door("person.list")
def people(request: HouseRequest) -> HttpResponse:
    """Everybody with an account, and the roles they hold."""
    at = clock.now()
    listing = Listing(
        request,
        queries.people(request.viewer, at),
        facets=[
            Facet(
                "role",
                _("Role"),
                Role.choices,
                apply=lambda found, code: (
                    found.filter(role_grants__role=code, role_grants__starts_at__lte=at)
                    .exclude(role_grants__role=code, role_grants__ends_at__lte=at)
                    .distinct()
                ),
            )
        ],
        sorts={"name": (_("Name"), ["family_name", "given_name", "pk"]), "new": (_("Newest first"), ["-created_at"])},
        search=["email", "given_name", "family_name", "publication_name"],
    )
    return render(request, "accounts/people.html", {"listing": listing})


@door("person.list")
def person(request: HouseRequest, pk: int) -> HttpResponse:
    """One person's roles: give, end, sign out."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "person.list", Person.objects.prefetch_related("role_grants"), pk=pk)
    form = RoleForm(request.POST if request.method == "POST" and request.POST.get("what") == "grant" else None)
    problem = None
    if request.method == "POST":
        what = request.POST.get("what")
        try:
            if what == "end":
                end_role(
                    viewer,
                    pk,
                    Role(request.POST.get("role", "")),
                    scope=request.POST.get("scope", ""),
                    at=at,
                    reason=request.POST.get("reason", ""),
                )
                messages.success(request, _("The role has ended."))
                return redirect("person", pk=pk)
            if what == "sign-out":
                actions.sign_out_everywhere(viewer, pk, at=at)
                messages.success(request, _("Signed out everywhere."))
                return redirect("person", pk=pk)
            if what == "grant" and form.is_valid():
                given = form.cleaned_data
                ends = clock.deadline(given["ends_on"], str(clock.network_zone())) if given["ends_on"] else None
                if attempt(
                    form, grant_role, viewer, pk, Role(given["role"]), at=at, scope=given["scope"], ends_at=ends, reason=given["reason"]
                ):
                    messages.success(request, _("The role is given."))
                    return redirect("person", pk=pk)
        except Refused as refused:
            problem = refused
        except ValueError:
            problem = Refused.of("role", _("There is no such role."))
    return render(
        request,
        "accounts/person.html",
        {"person": found, "form": form, "problem": problem, "now": at, "crumbs": [(_("People and roles"), "/roles/"), (found.name, "")]},
    )
