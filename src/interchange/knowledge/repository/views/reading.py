"""Finding and reading: the list, a record, its versions and files."""

import hashlib
from itertools import pairwise

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground import clock
from interchange.ground.files.views import serve
from interchange.ground.policy.doors import public
from interchange.ground.policy.levels import Level
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import allows, rows, see
from interchange.ground.search.forms import SaveForm
from interchange.ground.search.queries import snippet
from interchange.ground.search.words import tokens
from interchange.ground.shell import exports
from interchange.knowledge.repository import actions, links, pictures, queries
from interchange.knowledge.repository.drafts import creators_of
from interchange.knowledge.repository.exchange import landing
from interchange.knowledge.repository.finding import Found, pages_with, search, value_label
from interchange.knowledge.repository.forms import ListForm
from interchange.knowledge.repository.identify import address
from interchange.knowledge.repository.licences import address as licence_address
from interchange.knowledge.repository.models import Collection, PageText, Record, RecordFile, Version
from interchange.knowledge.repository.queries.records import NamedFile
from interchange.knowledge.repository.views.keeping import own_list
from interchange.knowledge.repository.vocabulary import CARD_FIELDS, Agent, Kind, RecordState, Use, VersionState


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where a page of this room stands."""
    return [(_("Repository"), reverse("repository:index")), *more]


@public
def index(request: HouseRequest) -> HttpResponse:
    """All records, filtered and searched."""
    found = search(request.viewer, request.GET, number=request.GET.get("page"))
    return _listed(request, found, None)


@public
def collection(request: HouseRequest, slug: str) -> HttpResponse:
    """One collection: what its search finds now, narrowed further if asked."""
    kept: Collection = see(request.viewer, "collection.view", slug=slug)
    found = search(request.viewer, kept.query, number=request.GET.get("page"), path=reverse("repository:index"))
    return _listed(request, found, kept)


def _listed(request: HouseRequest, found: Found, kept: Collection | None) -> HttpResponse:
    viewer = request.viewer
    if request.GET.get("format") in {"csv", "json"}:
        columns = ["id", "title", "authors", "year", "kind", "topics", "sectors", "doi", "url"]
        return exports.table(request, "repository", columns, [_line(one) for one in found.slice(0, 5000)])
    context = {
        "listing": found,
        "collection": kept,
        "collections": list(rows(viewer, "collection.view")) if not found.is_filtered and not kept else [],
        "year_picture": pictures.years(found.years, found.asked.since, found.asked.until),
        "formats": links.list_formats(found.asked.query),
        "save_form": SaveForm(initial={"title": found.asked.text or (kept.title if kept else "")}) if viewer.is_signed_in else None,
        "may_deposit": allows(viewer, "record.deposit"),
        "crumbs": crumbs((kept.title, "")) if kept else None,
    }
    return render(request, "repository/index.html", context)


def _line(record: Record) -> tuple[object, ...]:
    version = record.current
    if version is None:
        return (record.slug,)
    authors = "; ".join(creator.inverted for creator in creators_of(version.creators))
    return (
        record.slug, version.title, authors, version.year, version.kind, "; ".join(version.topics), "; ".join(version.sectors), version.doi, record.url,
    )  # fmt: skip


@public
@landing.signposted
def record(request: HouseRequest, slug: str) -> HttpResponse:
    """A record's page: the version shown, a tombstone, or the way to the record it was merged into."""
    viewer, at = request.viewer, clock.now()
    found = queries.full_record(viewer, slug)
    if found.state == RecordState.MERGED and found.merged_into is not None:
        see(viewer, "record.view", pk=found.merged_into.pk)
        return HttpResponsePermanentRedirect(found.merged_into.url)
    if found.state == RecordState.WITHDRAWN:
        return render(
            request,
            "repository/tombstone.html",
            {"record": found, "version": found.current, "crumbs": crumbs((found.title, ""))},
            status=410,
        )
    if found.current is None:  # in the making: seen by its depositor and on the curators' desk only
        newest = queries.versions_of(viewer, found).first()
        return render(
            request, "repository/working.html", {"record": found, "version": newest, "crumbs": crumbs((found.title or _("Deposit"), ""))}
        )
    response = _page(request, found, found.current)
    if request.method == "GET":
        actions.note_use(found.pk, Use.READ, agent=request.headers.get("User-Agent", ""), reader=reader_of(request), day=at.date())
    return response


def reader_of(request: HouseRequest) -> str:
    """Who looks, as a hash that is only held for half a minute, to count a double click once."""
    who = request.viewer.person_id or f"{request.META.get('REMOTE_ADDR', '')} {request.headers.get('User-Agent', '')}"
    return hashlib.sha256(str(who).encode()).hexdigest()[:24]


@public
def version(request: HouseRequest, slug: str, number: int) -> HttpResponse:
    """One version of a record, older ones marked as such."""
    found = queries.full_record(request.viewer, slug)
    kept: Version = see(request.viewer, "version.view", found.versions.all(), number=number)
    if found.state != RecordState.PUBLISHED or kept.state != VersionState.PUBLISHED:
        return render(
            request, "repository/tombstone.html", {"record": found, "version": kept, "crumbs": crumbs((found.title, ""))}, status=410
        )
    return _page(request, found, kept)


def _page(request: HouseRequest, found: Record, kept: Version) -> HttpResponse:
    viewer = request.viewer
    kept.record = found
    files = queries.files_of(viewer, kept)
    versions = list(queries.versions_of(viewer, found).exclude(state=VersionState.DISCARDED))
    # Who sees a version may have all its files named and sees all its published sisters (`policy`): citing and signposting need no look of their own.
    landing.know(
        kept,
        [one.file for one in files],
        sorted((one for one in versions if one.state == VersionState.PUBLISHED), key=lambda one: one.number),
    )
    words = request.GET.get("q", "").strip()[:200]
    readable = [one for one in files if one.readable]
    context = {
        "record": found,
        "version": kept,
        "is_current": kept.pk == found.current_id,
        "creators": creators_of(kept.creators),
        "identifiers": [(scheme, value, address(scheme, value)) for scheme, value in kept.identifiers],
        "licence_url": licence_address(kept.licence),
        "files": files,
        "preview": readable[0] if readable else None,
        "inside": _inside(request, readable, words),
        "words": words,
        "tools": links.tool_links(kept.tools),
        "card": [(label, kept.card[key]) for key, label in CARD_FIELDS.items() if kept.card.get(key)],
        "is_card": kept.kind == Kind.PRACTICE,
        "versions": versions,
        "related": queries.related(viewer, found) if kept.pk == found.current_id else [],
        "citations": links.citations_of(kept),
        "formats": links.formats_of(kept),
        "heads": links.head_of(viewer, found, kept) if kept.pk == found.current_id else [],
        "uses": links.uses_of(viewer, found),
        "usage": _usage(found),
        "language": value_label("lang", kept.language),
        "may_curate": allows(viewer, "record.curate") and allows(viewer, "record.curate", found),
        "may_revise": allows(viewer, "record.revise") and allows(viewer, "record.revise", found),
        "lists": list(rows(viewer, "reading-list.own")) if viewer.is_signed_in else [],
        "list_form": ListForm() if viewer.is_signed_in else None,
        "narrowed": found.level != Level.PUBLIC or (found.embargo_until and found.embargo_until > clock.now()),
        "crumbs": crumbs(
            (kept.title, "") if kept.pk == found.current_id else (found.title, found.url),
            *([] if kept.pk == found.current_id else [(_("Version %d") % kept.number, "")]),
        ),
    }
    response = render(request, "repository/record.html", context)
    response.version_shown = kept  # type: ignore[attr-defined]
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    patch_vary_headers(response, ["Cookie"])
    return response


def _usage(found: Record) -> dict[str, int]:
    counted = queries.usage_of(found, clock.now().date())
    people, ai = Agent.PERSON, Agent.AI
    return {
        "reads": counted.get(f"{Use.READ}-{people}", 0),
        "files": counted.get(f"{Use.FILE}-{people}", 0),
        "ai": counted.get(f"{Use.READ}-{ai}", 0) + counted.get(f"{Use.FILE}-{ai}", 0),
    }


def _inside(request: HouseRequest, readable: list[NamedFile], text: str) -> list[tuple[PageText, str, str]]:
    """Pages of the version's files that hold the words: (page, snippet, address)."""
    words = tokens(text)[:12]
    if not words or not readable:
        return []
    by_pk = {one.file.pk: one.file for one in readable}
    pages = PageText.objects.filter(pk__in=pages_with(words, by_pk)[:50]).order_by("pk")
    return [(page, snippet(page.body, words), f"{by_pk[page.file_id].url}#page={page.number}") for page in pages]


@public
def changes(request: HouseRequest, slug: str) -> HttpResponse:
    """What changed from version to version, and every correction."""
    found = queries.full_record(request.viewer, slug)
    shown = [one for one in queries.versions_of(request.viewer, found) if one.state in {VersionState.PUBLISHED, VersionState.WITHDRAWN}]
    pairs = [(newer, queries.version_diff(older, newer)) for newer, older in pairwise(shown)]
    if found.current is None or found.state != RecordState.PUBLISHED:
        return render(
            request,
            "repository/tombstone.html",
            {"record": found, "version": found.current, "crumbs": crumbs((found.title, ""))},
            status=410,
        )
    corrections = [(one, queries.diff(one.before, {**one.before, **one.after})) for version in shown for one in version.corrections.all()]
    context = {
        "record": found,
        "pairs": pairs,
        "first": shown[-1] if shown else None,
        "corrections": corrections,
        "crumbs": crumbs((found.title, found.url), (_("Changes"), "")),
    }
    return render(request, "repository/changes.html", context)


@public
@require_safe
def file(request: HouseRequest, slug: str, pk: int) -> HttpResponseBase:
    """One file, to be looked at or (with `?save=1`) kept; policy is asked at each request."""
    kept: RecordFile = see(
        request.viewer,
        "record-file.read",
        RecordFile.objects.select_related("stored", "version__record"),
        pk=pk,
        version__record__slug=slug,
        stored__removed_at__isnull=True,
    )
    response = serve(request, kept.stored, inline=not request.GET.get("save"))
    if response.status_code in {200, 304} and request.method == "GET":
        day = clock.now().date()
        actions.note_use(kept.version.record_id, Use.FILE, agent=request.headers.get("User-Agent", ""), reader=reader_of(request), day=day)
    landing.signpost_file(response, kept)  # type: ignore[arg-type]
    return response


@public
def reading_list(request: HouseRequest, pk: int) -> HttpResponse:
    """A reading list, with those of its records that the viewer may see."""
    kept, items = queries.reading_list(request.viewer, pk)
    mine = kept.owner_id == request.viewer.person_id
    context = {"list": kept, "items": items, "mine": mine, "crumbs": crumbs((kept.title, ""))}
    return own_list(request, kept, context) if mine else render(request, "repository/reading_list.html", context)
