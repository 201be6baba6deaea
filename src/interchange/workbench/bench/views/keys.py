"""Keys that sign: listed, made, brought, tried out, certified, revoked, deleted. There is no door through which a private key leaves."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from interchange.ground import clock
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.shell.forms import HouseForm, attempt
from interchange.ground.shell.lists import Listing
from interchange.workbench.bench import queries
from interchange.workbench.bench.actions import keys as actions
from interchange.workbench.bench.forms import BringKeyForm, CertifyForm, MakeKeyForm, RevokeForm
from interchange.workbench.bench.models import SigningKey
from interchange.workbench.bench.views.files import crumb
from interchange.workbench.signals.writing import keys

KEYS = "/workbench/keys/"


@require_safe
@door("key.keep")
def index(request: HouseRequest) -> HttpResponse:
    """The keys that the viewer looks after."""
    listing = Listing(request, queries.keys(request.viewer))
    rows = [{"key": key, "facts": keys.facts(key.chain) if key.chain else None} for key in listing.rows]
    context = {"listing": listing, "keys": rows, "now": clock.now(), "crumbs": [crumb(), (_("Keys that sign"), "")]}
    return render(request, "bench/keys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("key.keep")
def new(request: HouseRequest, way: str) -> HttpResponse:
    """A new key: made here (`make`), brought along (`bring`), or with a certificate of a test CA (`try`)."""
    kinds: dict[str, type[HouseForm]] = {"make": MakeKeyForm, "bring": BringKeyForm, "try": MakeKeyForm}
    if way not in kinds:
        raise Http404
    form = kinds[way](request.POST if request.method == "POST" else None)
    if not allows(request.viewer, "key.keep-for-house"):
        del form.fields["for_house"]
    if way == "try":
        del form.fields["organisation"], form.fields["country"]
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {**form.cleaned_data, "form_key": form.cleaned_data["form_key"] or str(uuid.uuid4())}
        verb = {"make": actions.make_key, "bring": actions.bring_key, "try": actions.try_key}[way]
        made = attempt(form, verb, request.viewer, **given, at=clock.now())  # type: ignore[arg-type]
        if made is not None:
            messages.success(request, _("The key is kept, encrypted. Nobody can read it, not even you."))
            return redirect("bench:key", pk=made.pk)
    titles = {"make": _("A new key, to be certified"), "bring": _("A key of your own"), "try": _("A key for trying out")}
    context = {"form": form, "way": way, "title": titles[way], "crumbs": [crumb(), (_("Keys that sign"), KEYS), (titles[way], "")]}
    return render(request, "bench/key_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("key.keep")
def key(request: HouseRequest, pk: uuid.UUID) -> HttpResponse:
    """One key: what its certificate says, and what can be done with it."""
    viewer, do, at = request.viewer, request.POST.get("do"), clock.now()
    found = see(viewer, "key.own", SigningKey.objects.defer("locked"), pk=pk)
    certify = CertifyForm(request.POST if do == "certify" else None)
    revoke = RevokeForm(request.POST if do == "revoke" else None)
    if do == "certify" and certify.is_valid():
        if attempt(certify, actions.certify_key, viewer, pk, chain=certify.cleaned_data["chain"], at=at) is not None:
            messages.success(request, _("The certificate is in place: the key signs."))
            return redirect("bench:key", pk=pk)
    elif do == "revoke" and revoke.is_valid():
        actions.revoke_key(viewer, pk, reason=revoke.cleaned_data["reason"], at=at)
        messages.success(request, _("The key is destroyed. Tell whoever certified it, so that they revoke the certificate."))
        return redirect("bench:key", pk=pk)
    elif do == "delete":
        actions.delete_key(viewer, pk, at=at)
        messages.success(request, _("The key and its certificates are deleted."))
        return redirect("bench:keys")
    wrong = bool(certify.errors or revoke.errors)
    context = {
        "key": found, "facts": keys.facts(found.chain) if found.chain else None, "certify": certify, "revoke": revoke, "now": at,
        "crumbs": [crumb(), (_("Keys that sign"), KEYS), (found.name, "")],
    }  # fmt: skip
    return render(request, "bench/key.html", context, status=422 if wrong else 200)


@require_safe
@door("key.keep")
def request_file(request: HouseRequest, pk: uuid.UUID) -> HttpResponse:
    """The request to certify the key (PKCS 10), for an authority. Nothing of it is secret."""
    found = see(request.viewer, "key.own", SigningKey.objects.defer("locked"), pk=pk)
    if not found.request:
        raise Http404
    response = HttpResponse(found.request, content_type="application/pkcs10")
    response["Content-Disposition"] = 'attachment; filename="request.csr"'
    return response
