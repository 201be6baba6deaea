"""A thread on a page of its own, and the forms: beside the comment where scripts run, else each on its page, back to where one came from."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Stale
from interchange.ground.policy import subjects
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import require, see
from interchange.ground.shell.forms import attempt
from interchange.ground.threads import actions, queries
from interchange.ground.threads.forms import DisposeForm, EditForm, FollowForm, RemoveForm, SayForm
from interchange.ground.threads.models import Comment


def _next(request: HouseRequest, default: str) -> str:
    """Where to go back to: a path of our own, without its fragment."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return (asked if safe else default).partition("#")[0]


@public
def thread(request: HouseRequest, kind: str, key: str) -> HttpResponse:
    """The comments on one thing, from the first."""
    viewer, at = request.viewer, clock.now()
    subject = subjects.get(viewer, kind, key)
    number = request.GET.get("page", "0")
    shown = queries.thread(viewer, subject, at=at, page=int(number) if number.isdecimal() and len(number) < 6 else 0)
    context = {"thread": shown, "next": request.path, "form": SayForm(auto_id="say_%s"), "alone": True}
    if viewer.is_signed_in:
        context["follow"] = FollowForm(initial={"wish": queries.wish(viewer, shown.kind, shown.key)}, auto_id="follow_%s")
    return render(request, "threads/thread.html", {**context, "crumbs": [(shown.title, shown.url), (_("Comments"), "")]})


@public
def comment(request: HouseRequest, pk: int) -> HttpResponse:
    """The lasting address of a comment: leads to its place in the thread."""
    found = see(request.viewer, "comment.view", pk=pk)
    return redirect(f"{reverse('threads:thread', args=[found.subject_kind, found.subject_id])}?page={_page_of(found)}#comment-{pk}")


def _page_of(found: Comment) -> int:
    top = found.parent or found
    earlier = Comment.objects.filter(
        subject_kind=top.subject_kind, subject_id=top.subject_id, parent__isnull=True, said_at__lt=top.said_at
    ).count()
    return earlier // queries.PER_PAGE + 1


def _answer(request: HouseRequest, subject: Model, form: Form | None, done: Comment | None, at: datetime, **context: Any) -> HttpResponse:
    """After a form: the thread anew or the way back; or the form again, with all that was typed and what to mend."""
    back = _next(request, subjects.of(subject).url(subject))
    if done is not None:
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect(f"{back}#comment-{done.pk}")
        shown = queries.thread(request.viewer, subject, at=at)
        answer = render(
            request,
            "threads/parts/thread.html",
            {"thread": shown, "next": back, "form": SayForm(auto_id="say_%s"), "alone": back == shown.page_url},
        )
        answer["HX-Retarget"], answer["HX-Reswap"] = f"#{shown.id}", "outerHTML"
        return answer
    named = subjects.name_of(subject)
    context = {
        **context,
        "form": form,
        "next": back,
        "subject": named,
        "action": request.path,
        "crumbs": [(named.title, back), (_("Comments"), "")],
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "threads/parts/form.html", context)
    return render(request, "threads/form.html", context, status=422 if form is not None and form.is_bound else 200)


@door("comment.say")
def say(request: HouseRequest, kind: str, key: str) -> HttpResponse:
    """Say something about a thing, or reply."""
    viewer, at = request.viewer, clock.now()
    subject = subjects.get(viewer, kind, key)
    require(viewer, subjects.of(subject).speak, subject, known=True)
    given = {name: request.GET.get(name, "") for name in ("parent", "anchor", "quote")}
    parent = request.POST.get("parent") or given["parent"]
    about = see(viewer, "comment.view", pk=int(parent)) if parent.isdecimal() and len(parent) < 16 else None
    form = SayForm(request.POST if request.method == "POST" else None, initial=given, auto_id=f"say{about.pk if about else ''}_%s")
    done = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            actions.say,
            viewer,
            subject,
            text=data["text"],
            anchor=data["anchor"],
            quote=data["quote"],
            parent_id=data["parent"],
            at=at,
        )
    words = {"title": _("Reply") if about else _("Comment"), "button": _("Send the reply") if about else _("Send the comment")}
    return _answer(request, subject, form, done, at, about=_about(request, subject, about, at), **words)


def _about(request: HouseRequest, subject: Model, found: Comment | None, at: datetime) -> queries.Said | None:
    """The comment that a form is about, as its page shows it."""
    if found is None or found.removed_at is not None:
        return None
    url = subjects.of(subject).url(subject)
    return queries.lines(request.viewer, subject, [found], {found.parent_id or found.pk}, url, at)[found.pk]


@door("comment.follow")
def follow(request: HouseRequest, kind: str, key: str) -> HttpResponse:
    """Say what one wants to hear of a discussion."""
    viewer = request.viewer
    subject = subjects.get(viewer, kind, key)
    form = FollowForm(request.POST if request.method == "POST" else None, initial={"wish": queries.wish(viewer, kind, key)})
    if request.method == "POST" and form.is_valid():
        actions.follow(viewer, subject, form.cleaned_data["wish"], at=clock.now())
        messages.success(request, _("Noted: that is what you hear of this discussion."))
        return redirect("threads:thread", kind, key)
    return _answer(request, subject, form, None, clock.now(), title=_("Follow or mute"), button=_("Save"))


@door("comment.edit")
def edit(request: HouseRequest, pk: int) -> HttpResponse:
    """Word one's own comment anew."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "comment.edit", pk=pk)
    subject = actions.subject_for(viewer, found)
    start = {"text": found.text, "revision": found.revision}
    form = EditForm(request.POST if request.method == "POST" else None, initial=start, auto_id=f"edit{pk}_%s")
    done = None
    if request.method == "POST" and form.is_valid():
        try:
            done = attempt(form, actions.edit, viewer, pk, text=form.cleaned_data["text"], revision=form.cleaned_data["revision"], at=at)
        except Stale as stale:
            form.add_error(None, str(stale))
            return _answer(
                request, subject, form, None, at, about=_about(request, subject, stale.current, at), title=_("Edit"), button=_("Save")
            )
    return _answer(request, subject, form, done, at, title=_("Edit your comment"), button=_("Save"), until=actions.edit_until(found))


@door("comment.remove")
def remove(request: HouseRequest, pk: int) -> HttpResponse:
    """Take a comment away."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "comment.view", Comment.objects.select_related("author"), pk=pk)
    subject = actions.subject_for(viewer, found)
    if found.removed_at is None:
        require(viewer, "comment.remove", found)
    form = RemoveForm(request.POST if request.method == "POST" else None, auto_id=f"remove{pk}_%s")
    form.fields["reason"].required = found.author_id != viewer.person_id
    done = None
    if request.method == "POST" and form.is_valid():
        done = attempt(form, actions.remove, viewer, pk, reason=form.cleaned_data["reason"], at=at)
        if done is not None and not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, _("Removed. Its place says so, and why."))
    about = _about(request, subject, found, at)
    return _answer(request, subject, form, done, at, title=_("Remove a comment"), button=_("Remove"), danger=True, about=about)


@door("comment.dispose")
def dispose(request: HouseRequest, pk: int) -> HttpResponse:
    """Say what became of a comment."""
    viewer, at = request.viewer, clock.now()
    found = see(viewer, "comment.dispose", Comment.objects.select_related("author"), pk=pk)
    subject = actions.subject_for(viewer, found)
    start = {"code": found.disposition, "reason": found.disposition_reason}
    form = DisposeForm(request.POST if request.method == "POST" else None, initial=start, auto_id=f"dispose{pk}_%s")
    done = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, actions.dispose, viewer, pk, code=data["code"], reason=data["reason"], at=at)
    about = _about(request, subject, found, at)
    return _answer(request, subject, form, done, at, title=_("What became of this comment"), button=_("Save"), about=about)
