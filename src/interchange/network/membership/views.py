"""Pages of the membership room."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAMove, Refused
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, see
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.shell import exports
from interchange.ground.shell.forms import HouseForm, ReasonForm, attempt
from interchange.ground.shell.lists import Facet, Listing
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.calls import queries as call_queries
from interchange.network.calls.forms import zones
from interchange.network.membership import actions, queries
from interchange.network.membership.forms import AppointForm, GroundsForm, LeaveForm, MessageForm, ProfileForm, RenewForm, ResignForm
from interchange.network.membership.models import Membership, Proceeding, Profile, Renewal
from interchange.network.membership.vocabulary import LIVE, OFFICES, EndKind, MembershipState


def crumb() -> tuple[str, str]:
    """The way back to the directory."""
    return (_("Members"), "/members/")


def _facets(*, inside: bool) -> list[Facet]:
    at = "person__profile__"
    found = [
        Facet("profile", _("Profile"), vocabulary.choices("profiles"), field=f"{at}profile"),
        Facet("topic", _("Topic"), vocabulary.choices("topics"), field=f"{at}topics", many=True),
        Facet("sector", _("Sector"), vocabulary.choices("sectors"), field=f"{at}sectors", many=True),
        Facet("region", _("Regional group"), vocabulary.choices("regions"), field=f"{at}region"),
    ]
    if inside:
        found += [
            Facet("kind", _("Kind of organisation"), vocabulary.choices("organisation-kinds"), field=f"{at}organisation_kind"),
            Facet("language", _("Language"), vocabulary.languages(), field=f"{at}languages", many=True),
            Facet("zone", _("Time zone"), zones(), field=f"{at}time_zone"),
        ]
    return found


@public
def directory(request: HouseRequest) -> HttpResponse:
    """Members for members; for everyone else those who agreed to be named."""
    viewer = request.viewer
    inside = allows(viewer, "member.write-to")
    search = ["person__given_name", "person__family_name", "person__publication_name", "person__profile__organisation"]
    listing = Listing(
        request,
        queries.directory(viewer),
        facets=_facets(inside=inside),
        search=[*search, "person__profile__expertise"] if inside else search,
    )
    if request.GET.get("format") in {"csv", "json"}:
        rows = [
            (
                one.number,
                one.person.name,
                one.person.profile.profile,
                one.person.profile.organisation,
                one.person.profile.country,
                one.person.profile.topics,
            )
            for one in listing.rows
        ]
        return exports.table(request, "members", ["number", "name", "profile", "organisation", "country", "topics"], rows)
    return render(request, "membership/directory.html", {"listing": listing, "inside": inside, "total": queries.total()})


@public
def composition(request: HouseRequest) -> HttpResponse:
    """How the network is made up; small cells hidden."""
    splits, total = queries.composition(), queries.total()
    if request.GET.get("format") in {"csv", "json"}:
        rows = [(title, bar.label, "fewer than 5" if bar.value is None else bar.value) for title, bars in splits for bar in bars]
        return exports.table(request, "composition", ["split", "group", "members"], rows)
    return render(
        request,
        "membership/composition.html",
        {"splits": splits, "total": total, "now": clock.now(), "crumbs": [crumb(), (_("Composition"), "")]},
    )


@public
def member(request: HouseRequest, pk: int) -> HttpResponse:
    """One member; a form to write, for members."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "member.view", Membership.objects.select_related("person__profile"), pk=pk)
    can_write = allows(viewer, "member.write-to") and allows(viewer, "member.write-to", found)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and can_write and form.is_valid():
        attempt(form, actions.write_to, viewer, pk, text=form.cleaned_data["text"], at=at)
        if not form.errors:
            messages.success(request, _("Sent. Your address was not shown."))
            return redirect("membership:member", pk=pk)
    inside = allows(viewer, "member.write-to") or found.person_id == viewer.person_id
    return render(
        request,
        "membership/member.html",
        {"member": found, "inside": inside, "form": form, "can_write": can_write, "crumbs": [crumb(), (found.person.name, "")]},
    )


def _end_of(day: Any) -> datetime:
    """The last second of a day at the network's seat."""
    return clock.local_instant(day, time(23, 59, 59), str(clock.network_zone()), "effective")


@door("membership.own")
def me(request: HouseRequest) -> HttpResponse:
    """My membership: term, entry in the directory, leave, renewal, resignation."""
    viewer, at = request.viewer, clock.now()
    mine = queries.my_membership(viewer)
    if mine is None:
        return render(request, "membership/none.html", {})
    profile = Profile.objects.filter(person_id=viewer.person_id).first()
    what = request.POST.get("what", "")
    names = ("organisation", "organisation_kind", "topics", "sectors", "time_zone", "expertise")
    forms: dict[str, HouseForm] = {
        "profile": ProfileForm(request.POST if what == "profile" else None, initial={name: getattr(profile, name, "") for name in names}),
        "leave": LeaveForm(request.POST if what == "leave" else None),
        "renew": RenewForm(request.POST if what == "renew" else None),
        "resign": ResignForm(request.POST if what == "resign" else None, initial={"effective": at.date()}),
    }
    problem: Exception | None = None
    if request.method == "POST":
        try:
            done = _my_verb(what, viewer, mine, forms, at, request)
        except (Refused, NotAMove) as refused:
            problem, done = refused, ""
        if done:
            messages.success(request, done)
            return redirect("membership:me")
    context = {
        "mine": mine,
        "profile": profile,
        "forms": forms,
        "problem": problem,
        "shown": allows(VISITOR, "member.view", mine),
        "interests": call_queries.latest_interests(viewer.person_id),
        "live": mine.state in LIVE,
        "crumbs": [crumb(), (_("My membership"), "")],
    }
    return render(request, "membership/me.html", context, status=409 if problem else 200)


def _my_verb(what: str, viewer: Viewer, mine: Membership, forms: dict[str, Any], at: datetime, request: HouseRequest) -> str:
    """What the member asked for; returns what to say, empty where the form needs mending."""
    form = forms.get(what)
    if form is not None and not form.is_valid():
        return ""
    if what == "profile":
        return _("Saved.") if attempt(form, actions.update_profile, viewer, form.cleaned_data, at=at) else ""
    if what == "public":
        actions.set_public(viewer, yes=request.POST.get("yes") == "1", at=at)
        return _("Changed, at once and everywhere.")
    if what == "leave":
        return (
            _("You are on leave.")
            if attempt(
                form, actions.start_leave, viewer, mine.pk, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"], at=at
            )
            else ""
        )
    if what == "return":
        actions.return_from_leave(viewer, mine.pk, at=at)
        return _("Welcome back.")
    if what == "renew":
        return (
            _("Asked. An officer decides.")
            if attempt(form, actions.ask_renewal, viewer, mine.pk, note=form.cleaned_data["note"], at=at)
            else ""
        )
    if what == "resign":
        data = form.cleaned_data
        effective = (
            at
            if data["effective"] == at.astimezone(clock.network_zone()).date() and request.POST.get("now")
            else _end_of(data["effective"])
        )
        return (
            _("Your resignation is noted; a confirmation is on its way.")
            if attempt(
                form, actions.resign, viewer, mine.pk, effective=effective, letter=data["letter"], author_name=data["author_name"], at=at
            )
            else ""
        )
    return ""


@door("membership.manage")
def manage(request: HouseRequest) -> HttpResponse:
    """All memberships, for officers."""
    viewer, at = request.viewer, clock.now()
    soon = [(str(days), _("within %s days") % days) for days in (30, 90)]
    listing = Listing(
        request,
        queries.managed(viewer),
        facets=[
            Facet("state", _("State"), MembershipState.choices),
            Facet(
                "ends",
                _("Term ends"),
                soon,
                apply=lambda found, code: found.filter(state__in=LIVE, ends_at__lte=at + clock.days(int(code))),
            ),
            *_facets(inside=True)[:4],
        ],
        sorts={
            "new": (_("Newest first"), ["-starts_at", "number"]),
            "end": (_("Term ends first"), ["ends_at"]),
            "name": (_("Name"), ["person__family_name"]),
        },
        search=["number", "person__given_name", "person__family_name", "person__email"],
    )
    return render(request, "membership/manage.html", {"listing": listing, "proceedings": queries.open_proceedings(viewer)})


REASONED = {"suspend", "lift", "deceased", "affiliation", "grant", "refuse"}


@door("membership.manage")
def manage_member(request: HouseRequest, pk: int) -> HttpResponse:
    """One member as officers see it: suspend, remove, end, appoint, decide a renewal."""
    viewer, at = request.viewer, clock.now()
    found = see(
        viewer,
        "membership.manage",
        Membership.objects.select_related("person__profile").prefetch_related(
            "leaves", "suspensions", "proceedings", "renewals", "person__role_grants"
        ),
        pk=pk,
    )
    what = request.POST.get("what", "")
    forms: dict[str, HouseForm] = {
        "reason": ReasonForm(request.POST if what in REASONED or what.startswith("end-") else None),
        "leave": LeaveForm(request.POST if what == "leave" else None, auto_id="leave_%s"),
        "grounds": GroundsForm(request.POST if what == "remove" else None),
        "appoint": AppointForm(request.POST if what == "appoint" else None, auto_id="appoint_%s"),
    }
    problem: Exception | None = None
    if request.method == "POST":
        try:
            done = _officer_verb(what, viewer, found, forms, at)
        except (Refused, NotAMove) as refused:
            problem, done = refused, ""
        if done:
            messages.success(request, done)
            return redirect("membership:manage_member", pk=pk)
    renewal = next((one for one in found.renewals.all() if one.decided_at is None), None)
    context = {
        "member": found,
        "forms": forms,
        "problem": problem,
        "renewal": renewal,
        "needs": call_queries.access_needs(viewer, found.person_id),
        "offices": [one for one in found.person.role_grants.all() if one.role in OFFICES and (one.ends_at is None or one.ends_at > at)],
        "live": found.state in LIVE,
        "crumbs": [(_("Memberships"), "/members/manage/"), (found.number, "")],
    }
    return render(request, "membership/manage_member.html", context, status=409 if problem else 200)


def _officer_verb(what: str, viewer: Viewer, found: Membership, forms: dict[str, Any], at: datetime) -> str:
    """What the officer asked for; returns what to say, empty where the form needs mending."""
    if what == "remove" and forms["grounds"].is_valid():
        return (
            _("The grounds are sent; the member may reply.")
            if attempt(forms["grounds"], actions.open_removal, viewer, found.pk, grounds=forms["grounds"].cleaned_data["grounds"], at=at)
            else ""
        )
    if what == "leave" and forms["leave"].is_valid():
        data = forms["leave"].cleaned_data
        gone = attempt(forms["leave"], actions.start_leave, viewer, found.pk, until=data["until"], reason=data["reason"], at=at)
        return _("The member is on leave.") if gone else ""
    if what == "return":
        actions.return_from_leave(viewer, found.pk, at=at)
        return _("The member is back.")
    if what == "appoint" and forms["appoint"].is_valid():
        data = forms["appoint"].cleaned_data
        starts = max(at, clock.local_instant(data["starts"], time(0, 0), str(clock.network_zone()), "starts"))
        return (
            _("Appointed.")
            if attempt(
                forms["appoint"],
                actions.appoint,
                viewer,
                found.person_id,
                Role(data["role"]),
                starts=starts,
                ends=_end_of(data["ends"]),
                reason=data["reason"],
                at=at,
            )
            else ""
        )
    if not forms["reason"].is_valid():
        return ""
    reason = forms["reason"].cleaned_data["reason"]
    if what == "suspend":
        actions.suspend(viewer, found.pk, reason=reason, at=at)
    elif what == "lift":
        actions.lift_suspension(viewer, found.pk, reason=reason, at=at)
    elif what in {"deceased", "affiliation"}:
        actions.end(viewer, found.pk, EndKind.DECEASED if what == "deceased" else EndKind.AFFILIATION, reason=reason, at=at)
    elif what.removeprefix("end-") in OFFICES:
        actions.end_office(viewer, found.person_id, Role(what.removeprefix("end-")), reason=reason, at=at)
    elif what in {"grant", "refuse"}:
        renewal = Renewal.objects.filter(membership=found, decided_at__isnull=True).first()
        if renewal is None:
            return ""
        actions.decide_renewal(viewer, renewal.pk, grant=what == "grant", reason=reason, at=at)
    else:
        return ""
    return _("Done, and written in the journal.")


@door("proceeding.view")
def proceeding(request: HouseRequest, pk: int) -> HttpResponse:
    """A removal: grounds, reply, decision of two officers, review."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "proceeding.view", Proceeding.objects.select_related("membership__person"), pk=pk)
    mine = found.membership.person_id == viewer.person_id
    problem: Exception | None = None
    if request.method == "POST":
        text = request.POST.get("text", "").strip()
        try:
            if request.POST.get("what") == "reply":
                actions.reply(viewer, pk, text=text, at=at)
            elif request.POST.get("what") == "review":
                actions.ask_review(viewer, pk, ground=text, at=at)
            elif request.POST.get("what") in {"stands", "set-aside"}:
                actions.decide_review(viewer, pk, stands=request.POST["what"] == "stands", reason=text, at=at)
            elif request.POST.get("what") in {"remove", "dismiss"}:
                actions.decide_removal(viewer, pk, remove=request.POST["what"] == "remove", reason=text, at=at)
            messages.success(request, _("Noted."))
            return redirect("membership:proceeding", pk=pk)
        except (Refused, NotAMove) as refused:
            problem = refused
    context = {
        "proceeding": found,
        "mine": mine,
        "can_decide": not mine and found.state in {"notice", "proposed"} and allows(viewer, "proceeding.decide", found),
        "can_review": not mine and allows(viewer, "proceeding.review", found),
        "problem": problem,
        "typed": request.POST.get("text", ""),
        "now": at,
        "crumbs": [crumb(), (_("Proceeding"), "")],
    }
    return render(request, "membership/proceeding.html", context, status=409 if problem else 200)
