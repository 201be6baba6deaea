"""The public register of patents and applications that may be essential to what the network proposes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.accounts import names
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.shell import exports
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Listing
from interchange.work.meetings.actions import ipr
from interchange.work.meetings.forms_after import DiscloseForm, NoteForm
from interchange.work.meetings.models import AgendaItem, IprDisclosure


def _crumb() -> tuple[str, str]:
    return (_("Patent disclosures"), "/disclosures/")


@public
def register(request: HouseRequest) -> HttpResponse:
    """All disclosures, newest first; withdrawn ones stay, marked."""
    found = rows(request.viewer, "ipr.view", IprDisclosure.objects.select_related("item", "session__series", "by"))
    listing = Listing(
        request,
        found,
        search=["number", "holder", "reference", "statement"],
        sorts={"new": (_("Newest first"), ["-disclosed_at", "-pk"]), "holder": (_("By holder"), ["holder", "pk"])},
    )
    if request.GET.get("format") in {"csv", "json"}:
        columns = ["number", "date", "holder", "reference", "own", "session", "item", "withdrawn"]
        lines = [
            (
                one.number, one.disclosed_at.date(), one.holder, one.reference, "own" if one.own else "other", one.session.symbol if one.session else "",
                one.item.position if one.item else "", one.withdrawn_at.date() if one.withdrawn_at else "",
            )
            for one in listing.rows
        ]  # fmt: skip
        return exports.table(request, "disclosures", columns, lines)
    return render(request, "meetings/ipr/register.html", {"listing": listing, "may_disclose": allows(request.viewer, "ipr.disclose")})


@public
def disclosure(request: HouseRequest, pk: int) -> HttpResponse:
    """One disclosure; its discloser notes here that it no longer holds."""
    viewer = request.viewer
    found = see(viewer, "ipr.view", IprDisclosure.objects.select_related("item", "session__series", "by"), pk=pk)
    may_withdraw = allows(viewer, "ipr.withdraw") and found.withdrawn_at is None and allows(viewer, "ipr.withdraw", found)
    form = NoteForm(request.POST if request.method == "POST" and may_withdraw else None)
    sent = form.is_bound and form.is_valid()
    if sent and attempt(form, ipr.withdraw_disclosure, viewer, pk, note=form.cleaned_data["note"], at=clock.now()):
        messages.success(request, _("Noted. The entry stays in the register, marked."))
        return redirect("meetings:disclosure", pk)
    sees_item = found.item is not None and allows(viewer, "item.view") and allows(viewer, "item.view", found.item)
    context = {
        "one": found, "form": form if may_withdraw else None, "sees_item": sees_item, "who": names.shown(viewer, [found.by]).get(found.by_id, ""),
        "crumbs": [_crumb(), (found.number, "")],
    }  # fmt: skip
    return render(request, "meetings/ipr/disclosure.html", context)


def _items(viewer: Viewer) -> list[tuple[int, str]]:
    """Items of recent and coming sessions that the viewer sees."""
    items = (
        AgendaItem.objects.filter(dropped_at__isnull=True)
        .select_related("session__series")
        .order_by("-session__starts_at", "position", "pk")
    )
    return [(one.pk, f"{one.session.symbol}, {one.position}. {one.title}") for one in rows(viewer, "item.view", items)[:80]]


@door("ipr.disclose")
def disclose(request: HouseRequest) -> HttpResponse:
    """Disclose a patent or application, one's own or somebody else's."""
    viewer = request.viewer
    form = DiscloseForm(
        request.POST if request.method == "POST" else None, initial={"item": request.GET.get("item", "")}, items=_items(viewer)
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, ipr.disclose, viewer, form.cleaned_data, at=clock.now())
        if made is not None:
            messages.success(request, _("Entered into the register as %s.") % made.number)
            return redirect("meetings:disclosure", made.pk)
    return render(request, "meetings/ipr/disclose.html", {"form": form, "crumbs": [_crumb(), (_("Disclose"), "")]})
