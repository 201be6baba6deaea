"""Pages of the post room."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.policy.doors import door, public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.post import actions, delivery, groups, queries, replies, templates
from interchange.ground.post import wishes as wishing
from interchange.ground.post.forms import GroupForm, NoteForm, WishForm, WordingForm
from interchange.ground.post.models import Letter
from interchange.ground.post.vocabulary import BatchState, LetterState, Outcome
from interchange.ground.shell.forms import attempt
from interchange.ground.shell.lists import Facet, Listing

POST = (gettext_lazy("Letters"), "/post/")


@door("letter.list")
def index(request: HouseRequest) -> HttpResponse:
    """Every letter, with facets; batches and marked addresses are linked above."""
    viewer = request.viewer
    listing = Listing(
        request,
        queries.letters(viewer),
        facets=[
            Facet("state", _("State"), LetterState.choices),
            Facet("template", _("Kind of letter"), [(key, one.title) for key, one in templates.TEMPLATES.items()]),
        ],
        sorts={"new": (_("Newest first"), ["-written_at", "-pk"]), "old": (_("Oldest first"), ["written_at", "pk"])},
        search=["address", "number", "subject"],
    )
    context = {
        "listing": listing,
        "batches": queries.batches(viewer)[:5],
        "marked": queries.marks(viewer).count(),
        "titles": templates.TEMPLATES,
    }
    return render(request, "post/index.html", context)


@door("letter.mine")
def mine(request: HouseRequest) -> HttpResponse:
    """My letters."""
    listing = Listing(request, queries.mine(request.viewer), search=["subject", "number"])
    wants_news = queries.wants_news(request.user.email)  # type: ignore[union-attr]
    return render(request, "post/mine.html", {"listing": listing, "wants_news": wants_news})


@door("letter.view")
def letter(request: HouseRequest, pk: int) -> HttpResponse:
    """One letter; officers settle here what went wrong."""
    viewer = request.viewer
    found = see(viewer, "letter.view", Letter.objects.select_related("person", "batch"), pk=pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        arrived = request.POST.get("what") == "arrived"
        actions.resolve(viewer, pk, arrived=arrived, at=clock.now(), note=form.cleaned_data["note"])
        messages.success(request, _("Marked as arrived.") if arrived else _("The letter is queued again."))
        return redirect("post:letter", pk=pk)
    troubled = found.state in {LetterState.UNCONFIRMED, LetterState.FAILED, LetterState.BOUNCED, LetterState.STOPPED} and viewer.has(
        "officer"
    )
    return render(
        request,
        "post/letter.html",
        {
            "letter": found,
            "reply_to": replies.address_of(found) if delivery.reply_line(found) and found.person_id == viewer.person_id else "",
            "form": form,
            "troubled": troubled,
            "crumbs": [POST if viewer.has("officer") else (_("My letters"), "/post/mine/"), (found.number, "")],
        },
    )


@door("batch.view")
def batch(request: HouseRequest, pk: int) -> HttpResponse:
    """One batch: every recipient, every text, and the second officer's release."""
    viewer = request.viewer
    found = see(viewer, "batch.view", queries.batches(viewer), pk=pk)
    problem = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "cancel":
                actions.cancel_batch(viewer, pk, at=clock.now(), reason=request.POST.get("reason", ""))
                messages.success(request, _("The letters are cancelled; none of them leaves."))
            else:
                actions.release_batch(viewer, pk, at=clock.now())
                messages.success(request, _("Released. The letters leave one after the other."))
            return redirect("post:batch", pk=pk)
        except Refused as refused:
            problem = refused
    listing = Listing(
        request,
        rows(viewer, "letter.view", Letter.objects.filter(batch=found).select_related("person")),
        facets=[Facet("state", _("State"), LetterState.choices)],
        search=["address"],
        per_page=50,
    )
    context = {
        "batch": found, "listing": listing, "problem": problem, "crumbs": [POST, (found.title, "")],
        "can_release": found.state == BatchState.PREPARED and allows(viewer, "batch.release", found),
    }  # fmt: skip
    return render(request, "post/batch.html", context, status=409 if problem else 200)


@door("batch.view")
def batch_list(request: HouseRequest) -> HttpResponse:
    """All batches."""
    listing = Listing(request, queries.batches(request.viewer), facets=[Facet("state", _("State"), BatchState.choices)])
    return render(request, "post/batches.html", {"listing": listing, "crumbs": [POST, (_("Batches"), "")]})


@door("address.mark")
def addresses(request: HouseRequest) -> HttpResponse:
    """Addresses that bounced: note what was done and let letters go again."""
    viewer = request.viewer
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and request.POST.get("mark", "").isdigit():
        actions.lift_mark(viewer, int(request.POST["mark"]), note=form.cleaned_data["note"], at=clock.now())
        messages.success(request, _("The address can be written to again."))
        return redirect("post:addresses")
    listing = Listing(request, queries.marks(viewer), search=["address"])
    return render(request, "post/addresses.html", {"listing": listing, "form": form, "crumbs": [POST, (_("Addresses that bounced"), "")]})


@door("wording.edit")
def wordings(request: HouseRequest) -> HttpResponse:
    """Every kind of letter."""
    return render(request, "post/wordings.html", {"templates": templates.TEMPLATES.values(), "crumbs": [POST, (_("Wordings"), "")]})


@door("wording.edit")
def wording(request: HouseRequest, key: str) -> HttpResponse:
    """Word a kind of letter anew, with a preview on sample data."""
    if key not in templates.TEMPLATES:
        raise Http404
    viewer = request.viewer
    subject, body = templates.text_of(key)
    form = WordingForm(request.POST if request.method == "POST" else None, initial={"subject": subject, "body": body})
    preview = templates.render(key, templates.TEMPLATES[key].sample)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if request.POST.get("what") == "preview":
            if attempt(form, templates.check, key, data["subject"], data["body"]) is None and not form.errors:
                preview = templates.render(key, templates.TEMPLATES[key].sample, text=(data["subject"], data["body"]))
        elif attempt(form, actions.edit_wording, viewer, key, subject=data["subject"], body=data["body"], at=clock.now()):
            messages.success(request, _("Saved. Letters written from now on use this text."))
            return redirect("post:wording", key=key)
    context = {
        "template": templates.TEMPLATES[key],
        "form": form,
        "preview": preview,
        "fields": sorted(templates.TEMPLATES[key].sample),
        "crumbs": [POST, (_("Wordings"), "/post/wordings/"), (key, "")],
    }
    return render(request, "post/wording.html", context)


@door("batch.prepare")
def write(request: HouseRequest) -> HttpResponse:
    """Write to a group: who gets it, a test mail to oneself, then a batch that another officer releases."""
    viewer, at = request.viewer, clock.now()
    known = [(group.key, group.label) for group in groups.GROUPS.values()]
    form = GroupForm(request.POST if request.method == "POST" else None, groups=known)
    people: list[int] | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        template = "post.digest" if data["digest"] else "post.group"
        values: dict[str, Any] = {"heading": data["heading"], "text": data["text"]}
        people = groups.GROUPS[data["group"]].members(at)
        if request.POST.get("what") == "test":
            actions.send(viewer, actions.Draft(template, values, person_id=viewer.person_id), at=at)
            messages.success(request, _("A test letter is on its way to you."))
        elif request.POST.get("what") == "prepare":
            words = {"heading": data["heading"], "text": data["text"], "digest": data["digest"]}
            made = attempt(form, lambda: actions.prepare_group(viewer, data["group"], **words, at=at))
            if made:
                messages.success(request, _("Prepared. Another officer releases the letters."))
                return redirect("post:batch", pk=made.pk)
    return render(
        request,
        "post/write.html",
        {"form": form, "count": None if people is None else len(people), "crumbs": [POST, (_("Write to a group"), "")]},
    )


@csrf_exempt
@public
def unsubscribe(request: HouseRequest, token: str) -> HttpResponse:
    """No more letters that are not essential. POST does it (also a mail program's one click, RFC 8058); GET asks."""
    try:
        address = Signer(salt="unsubscribe").unsign(token)
    except BadSignature as wrong:
        raise Http404 from wrong
    done = request.method == "POST"
    if done and request.POST.get("what") == "back":
        actions.subscribe(address)
        done = False
    elif done:
        actions.unsubscribe(address, at=clock.now())
    return render(request, "post/unsubscribe.html", {"done": done, "token": token})


@public
def outbox(request: HouseRequest) -> HttpResponse:
    """Demo only: every letter as it would arrive, newest first, for whoever plays through the demo world."""
    if not settings.DEMO:
        raise Http404
    listing = Listing(
        request,
        Letter.objects.exclude(state__in=[LetterState.HELD, LetterState.CANCELLED]).order_by("-written_at", "-pk"),
        search=["address", "subject"],
        per_page=10,
    )
    return render(request, "post/outbox.html", {"listing": listing})


@door("letter.mine")
@require_POST
def resubscribe(request: HouseRequest) -> HttpResponse:
    """Take one's wish for no news back."""
    actions.subscribe(request.user.email)  # type: ignore[union-attr]
    messages.success(request, _("You get news of the network again."))
    return redirect("post:mine")


resubscribe.door = "letter.mine"  # type: ignore[attr-defined]


@door("letter.mine")
def wishes(request: HouseRequest) -> HttpResponse:
    """How often one hears of what."""
    viewer = request.viewer
    form = WishForm(request.POST if request.method == "POST" else None, initial=wishing.of(viewer.me), kinds=wishing.kinds())
    if request.method == "POST" and form.is_valid() and attempt(form, actions.wish, viewer, form.cleaned_data, at=clock.now()) is not None:
        messages.success(request, _("Noted. It holds for what happens from now on, and for what waits in a digest."))
        return redirect("post:wishes")
    wants_news = queries.wants_news(request.user.email)  # type: ignore[union-attr]
    context = {"form": form, "wants_news": wants_news, "crumbs": [(_("My letters"), "/post/mine/"), (_("What you hear of"), "")]}
    return render(request, "post/wishes.html", context, status=422 if form.errors else 200)


@door("mail.list")
def received(request: HouseRequest) -> HttpResponse:
    """Mails that came in, for officers."""
    listing = Listing(request, queries.received(request.viewer), facets=[Facet("outcome", _("What became of it"), Outcome.choices)])
    return render(request, "post/received.html", {"listing": listing, "crumbs": [POST, (_("Mails that came in"), "")]})
