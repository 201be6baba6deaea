"""The curators' desk: the queue, one deposit, reviews; what is done to published records; collections."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, NotAMove, Problem, Refused
from interchange.ground.policy.doors import door
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows, see
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.shell.forms import attempt
from interchange.knowledge.repository import actions, duplicates, links, queries
from interchange.knowledge.repository.drafts import creators_of
from interchange.knowledge.repository.forms import (
    AccessForm,
    AsideForm,
    CollectionForm,
    CreatorRows,
    MergeForm,
    MetadataForm,
    ReviewForm,
    WithdrawForm,
    creator_rows,
    instant_of,
)
from interchange.knowledge.repository.licences import COMMON
from interchange.knowledge.repository.models import Collection, Record, Review, Version
from interchange.knowledge.repository.vocabulary import CARD_FIELDS, CHECKS, CheckOutcome, Kind, ReviewState, VersionState


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Repository"), reverse("repository:index")), (_("Curation"), reverse("repository:queue") if more else ""), *more]


@door("record.curate")
def queue(request: HouseRequest) -> HttpResponse:
    """What waits for a curator, oldest first; what is with its author; what is accepted and not yet published."""
    found = list(queries.queue(request.viewer))
    groups = [
        (_("To be looked at"), [one for one in found if one.state == VersionState.SUBMITTED]),
        (_("Accepted, to be published"), [one for one in found if one.state == VersionState.ACCEPTED]),
        (_("With the depositor for changes"), [one for one in found if one.state == VersionState.CHANGES_ASKED]),
    ]
    return render(request, "repository/queue.html", {"groups": groups, "count": len(found), "crumbs": _crumbs()})


@door("version.curate")
def curate(request: HouseRequest, pk: int) -> HttpResponse:
    """One deposit: what it says, checks, reviews, decision."""
    viewer, at = request.viewer, clock.now()
    version: Version = see(viewer, "version.curate", Version.objects.select_related("record", "record__submitter", "created_by"), pk=pk)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            done = _curate_verb(request, version, at)
            if done:
                messages.success(request, done)
                version.refresh_from_db()
                if version.state == VersionState.PUBLISHED:
                    return redirect("repository:record", slug=Record.objects.get(pk=version.record_id).slug)
                return redirect("repository:curate", pk=pk) if version.state != VersionState.DISCARDED else redirect("repository:queue")
        except Refused as refused:
            problems = refused.problems
        except NotAMove as moved:
            problems = [Problem("", str(moved))]
    done_checks = {one.key: one for one in version.checks.all()}
    older = version.record.versions.filter(number__lt=version.number, state=VersionState.PUBLISHED).first()
    context = {
        "version": version,
        "record": version.record,
        "creators": creators_of(version.creators),
        "tools": links.tool_links(version.tools),
        "card": [(label, version.card[key]) for key, label in CARD_FIELDS.items() if version.card.get(key)],
        "is_card": version.kind == Kind.PRACTICE,
        "files": queries.files_of(viewer, version),
        "checks": [(key, label, done_checks.get(key), request.POST.get(f"reason_{key}")) for key, label in CHECKS.items()],
        "outcomes": CheckOutcome.choices,
        "automatic": queries.automatic_checks(viewer, version),
        "twins": duplicates.of_version(viewer, version),
        "reviews": list(rows(viewer, "review.view", version.reviews.exclude(state=ReviewState.ENDED).select_related("reviewer"))),
        "candidates": queries.candidates(viewer, version, at=at) if version.state == VersionState.SUBMITTED else [],
        "diff": queries.version_diff(older, version) if older else [],
        "problems": problems,
        "typed": request.POST.get("reason", ""),
        "crumbs": _crumbs((version.title, "")),
    }
    return render(request, "repository/curate.html", context, status=422 if problems else 200)


def _curate_verb(request: HouseRequest, version: Version, at: datetime) -> str:
    """What the curator asked for; what to say."""
    viewer, what, reason = request.viewer, request.POST.get("what", ""), request.POST.get("reason", "")
    if what == "checks":
        wrong: list[Problem] = []
        for key in CHECKS:
            outcome = request.POST.get(f"outcome_{key}", "")
            if outcome:
                try:
                    actions.check(viewer, version.pk, key, outcome, reason=request.POST.get(f"reason_{key}", ""), at=at)
                except Refused as refused:
                    wrong += refused.problems
        if wrong:
            raise Refused(*wrong)
        return _("Checks saved.")
    if what == "ask":
        person = request.POST.get("reviewer", "")
        if not (person.isdecimal() and len(person) < 18):
            raise Refused.of("reviewer", _("Nobody was chosen."), _("Choose a member of the list."))
        actions.ask_review(viewer, version.pk, int(person), at=at)
        return _("Asked.")
    if what == "changes":
        actions.ask_changes(viewer, version.pk, reason=reason, at=at)
        return _("Given back with your reason.")
    if what == "refuse":
        actions.refuse(viewer, version.pk, reason=reason, at=at)
        return _("Refused; the depositor gets a letter.")
    if what in {"accept", "accept-publish"}:
        actions.accept(viewer, version.pk, at=at)
        if what == "accept":
            return _("Accepted.")
    if what in {"publish", "accept-publish"}:
        actions.publish(viewer, version.pk, at=at)
        return _("Published.")
    return ""


@door("review.file")
def review(request: HouseRequest, pk: int) -> HttpResponse:
    """My advice on a deposit, or stepping aside."""
    viewer, at = request.viewer, clock.now()
    asked: Review = see(viewer, "review.view", Review.objects.select_related("version__record"), pk=pk)
    if asked.reviewer_id != viewer.person_id:
        raise NotAllowed("review.file")
    what = request.POST.get("what", "")
    form = ReviewForm(
        request.POST if what == "file" else None, initial={"verdict": asked.verdict, "remark": asked.remark, "note": asked.note}
    )
    aside = AsideForm(request.POST if what == "aside" else None, auto_id="aside_%s")
    if request.method == "POST":
        if what == "file" and form.is_valid() and attempt(form, actions.file_review, viewer, pk, **form.cleaned_data, at=at):
            messages.success(request, _("Filed. Thank you."))
            return redirect("repository:review", pk=pk)
        if what == "aside" and aside.is_valid():
            reason = ConflictReason(aside.cleaned_data["reason"])
            if attempt(aside, actions.step_aside, viewer, pk, reason=reason, at=at):
                messages.success(request, _("You have stepped aside; the deposit is closed to you."))
                return redirect("desk")
    version = asked.version
    context = {
        "review": asked,
        "version": version,
        "creators": creators_of(version.creators),
        "tools": links.tool_links(version.tools),
        "card": [(label, version.card[key]) for key, label in CARD_FIELDS.items() if version.card.get(key)],
        "is_card": version.kind == Kind.PRACTICE,
        "files": queries.files_of(viewer, version),
        "form": form,
        "aside_form": aside,
        "open": asked.state == ReviewState.ASKED,
        "crumbs": [(_("Repository"), reverse("repository:index")), (_("Advice on a deposit"), "")],
    }
    return render(request, "repository/review.html", context, status=422 if form.errors else 200)


@door("record.curate")
def manage(request: HouseRequest, slug: str) -> HttpResponse:
    """What a curator can do to a published record: correct, open or close, withdraw, merge."""
    viewer, at = request.viewer, clock.now()
    record: Record = see(viewer, "record.curate", Record.objects.select_related("current"), slug=slug)
    if record.current is None or record.state != "published":
        return redirect(record.url)
    what, posted = request.POST.get("what", ""), request.POST
    version = record.current
    version.record = record
    forms = {
        "correct": MetadataForm(posted if what == "correct" else None, version=version),
        "access": AccessForm.about(record, posted if what == "access" else None, auto_id="access_%s"),
        "withdraw": WithdrawForm(posted if what == "withdraw" else None, auto_id="withdraw_%s"),
        "merge": MergeForm(posted if what == "merge" else None, auto_id="merge_%s"),
    }
    people = CreatorRows(posted if what == "correct" else None, prefix="people", initial=creator_rows(version))
    files = list(version.files.select_related("stored"))
    file_forms = [
        (file, AccessForm.about(file, posted if what == f"file-{file.pk}" else None, auto_id=f"file{file.pk}_%s")) for file in files
    ]
    if request.method == "POST":
        done = _manage_verb(request, record, what, forms, people, {f"file-{file.pk}": (file.pk, form) for file, form in file_forms}, at)
        if done is not None:
            return done
    context = {"record": record, "version": version, "licences": COMMON, **{f"{name}_form": form for name, form in forms.items()}, "people": people, "file_forms": file_forms, "what": what, "twins": duplicates.of_version(viewer, version), "crumbs": _crumbs((record.title, record.url), (_("Manage"), ""))}  # fmt: skip
    wrong = any(form.errors for form in forms.values()) or any(form.errors for _file, form in file_forms)
    return render(request, "repository/manage.html", context, status=422 if wrong else 200)


def _manage_verb(
    request: HouseRequest,
    record: Record,
    what: str,
    forms: dict[str, Any],
    people: Any,
    files: dict[str, tuple[int, AccessForm]],
    at: datetime,
) -> HttpResponse | None:
    """What was asked for; None where a form has to be mended."""
    viewer = request.viewer
    if what == "correct":
        form = forms["correct"]
        reason = request.POST.get("reason", "")
        if (
            form.is_valid()
            and people.is_valid()
            and attempt(form, actions.correct, viewer, record.pk, {**form.raw(), "creators": people.entries()}, reason=reason, at=at)
        ):
            messages.success(request, _("Corrected. What it said before stays readable under “Changes”."))
            return redirect(record.url)
    elif what == "access":
        form = forms["access"]
        if form.is_valid():
            data = form.cleaned_data
            if attempt(
                form,
                actions.open_record,
                viewer,
                record.pk,
                level=data["level"],
                embargo_until=instant_of(data["embargo_until"]),
                reason=data["reason"],
                at=at,
            ):
                messages.success(request, _("Changed, at once and everywhere."))
                return redirect("repository:manage", slug=record.slug)
    elif what == "withdraw":
        form = forms["withdraw"]
        if form.is_valid() and attempt(form, actions.withdraw, viewer, record.pk, **form.cleaned_data, at=at):
            messages.success(request, _("Withdrawn. A tombstone stands in its place."))
            return redirect(record.url)
    elif what == "merge":
        form = forms["merge"]
        if form.is_valid():
            slug = form.cleaned_data["into"].strip().rstrip("/").rsplit("/", 1)[-1]
            into = rows(viewer, "record.list").filter(slug=slug).first()
            if into is None:
                form.add_error("into", _("There is no such record. Copy the last part of its address."))
            elif attempt(form, actions.merge, viewer, record.pk, into.pk, reason=form.cleaned_data["reason"], at=at):
                messages.success(request, _("Merged. The old address leads here now."))
                return redirect(into.url)
    elif what in files:
        number, form = files[what]
        if form.is_valid():
            data = form.cleaned_data
            if attempt(
                form,
                actions.set_access,
                viewer,
                number,
                level=data["level"],
                embargo_until=instant_of(data["embargo_until"]),
                reason=data["reason"],
                at=at,
            ):
                messages.success(request, _("Changed, at once and everywhere."))
                return redirect("repository:manage", slug=record.slug)
    return None


@door("collection.edit")
def collections(request: HouseRequest) -> HttpResponse:
    """Collections: named searches on the room's first page."""
    viewer, at = request.viewer, clock.now()
    found = list(rows(viewer, "collection.edit", Collection.objects.all()))
    chosen = next((one for one in found if one.slug == request.GET.get("edit")), None)
    initial = {name: getattr(chosen, name) for name in ("slug", "title", "description", "query", "order")} if chosen else {}
    initial |= {"query": request.GET.get("query", "")[:600]} if not chosen and request.GET.get("query") else {}
    if chosen:
        initial["retired"] = chosen.retired_at is not None
    form = CollectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid() and attempt(form, actions.edit_collection, viewer, **form.cleaned_data, at=at):
        messages.success(request, _("Saved."))
        return redirect("repository:collections")
    return render(
        request,
        "repository/collections.html",
        {"collections": found, "form": form, "crumbs": _crumbs((_("Collections"), ""))},
        status=422 if form.errors else 200,
    )
