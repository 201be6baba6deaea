"""One click to be somebody. Exists in demo mode only."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interchange.desk.demo.build import PERSONAS
from interchange.ground.accounts.models import Person
from interchange.ground.accounts.session import open_session
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest


@public
def demo(request: HouseRequest) -> HttpResponse:
    """Everybody to sign in as."""
    if not settings.DEMO:
        raise Http404
    people = {person.email: person for person in Person.objects.filter(email__in=[one.email for one in PERSONAS])}
    return render(request, "demo/demo.html", {"personas": [(one, people[one.email]) for one in PERSONAS if one.email in people]})


@require_POST
def sign_in(request: HouseRequest) -> HttpResponse:
    """Sign in as a made-up person, and nobody else."""
    if not settings.DEMO:
        raise Http404
    email = request.POST.get("email", "").strip().lower()
    person = Person.objects.filter(email=email, is_synthetic=True, is_active=True).first()
    if person is None:
        messages.error(request, _("Nobody of the demo world has this address. Real addresses sign in by mail."))
        return redirect("demo")
    if request.user.is_authenticated and request.user.pk == person.pk:
        return redirect("/desk/")
    return open_session(request, person, next_path=request.POST.get("next", ""), demo=True)


sign_in.door = ""  # type: ignore[attr-defined]
