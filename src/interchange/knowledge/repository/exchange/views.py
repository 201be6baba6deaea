"""The doors for taking works away: a record, a search, a list in the formats of other systems; citations; the feed."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.ground.policy.rules import rows, see
from interchange.knowledge.repository.exchange import landing, ours
from interchange.knowledge.repository.exchange.work import Work
from interchange.knowledge.repository.exchange.writers import FORMATS, Format, by_suffix, signposting, styles
from interchange.knowledge.repository.finding import Asked, Found
from interchange.knowledge.repository.models import ReadingItem, ReadingList, Record
from interchange.knowledge.repository.vocabulary import RecordState

MOST = 5000  # works in one file; who wants everything harvests
FEED = 30


def _file(one: Format, works: Sequence[Work], name: str) -> HttpResponse:
    charset = "; charset=utf-8" if not one.media_type.endswith("json") else ""
    response = HttpResponse(one.write(works), content_type=f"{one.media_type}{charset}")
    response["Content-Disposition"] = f'inline; filename="{name}.{one.suffix}"'
    return response


def _record(request: HouseRequest, slug: str) -> Record:
    return see(request.viewer, "record.view", Record.objects.select_related("current", "merged_into"), slug=slug)


@public
@require_safe
def record_as(request: HouseRequest, slug: str, suffix: str) -> HttpResponse:
    """One record in a format, or its link set; 410 where it is withdrawn, moved on where it is merged."""
    record = _record(request, slug)
    if record.state == RecordState.MERGED and record.merged_into is not None:
        return HttpResponsePermanentRedirect(f"/repository/{record.merged_into.slug}.{suffix}")
    if record.state == RecordState.WITHDRAWN:
        return HttpResponse(_("This record was withdrawn.") + "\n", status=410, content_type="text/plain; charset=utf-8")
    if record.state != RecordState.PUBLISHED or record.current is None:
        raise Http404
    work = landing.work_for(record.current)
    if suffix in {"linkset", "linkset.json"}:
        as_json = suffix == "linkset.json"
        body = signposting.linkset_json(work) if as_json else signposting.linkset_text(work)
        return HttpResponse(body, content_type=signposting.LINKSET_JSON if as_json else signposting.LINKSET_TEXT)
    one = by_suffix(suffix)
    if one is None:
        raise Http404
    response = _file(one, [work], slug)
    if landing.is_public(record):
        response["Link"] = signposting.header(work, signposting.metadata_of(work))
    return response


def _many(suffix: str) -> Format:
    one = by_suffix(suffix)
    if one is None or not one.many:
        raise Http404
    return one


@public
@require_safe
def search_as(request: HouseRequest, suffix: str) -> HttpResponse:
    """What a search finds for the viewer, at most `MOST` works, in the order of the list."""
    one = _many(suffix)
    found = Found(request.viewer, Asked.of(request.GET))
    response = _file(one, ours.works(found.slice(0, MOST), clock.now()), "records")
    response["X-Total-Count"] = str(found.count)
    return response


@public
@require_safe
def list_as(request: HouseRequest, pk: int, suffix: str) -> HttpResponse:
    """The records of a reading list that the viewer may see, in the list's order."""
    one = _many(suffix)
    chosen = see(request.viewer, "reading-list.view", ReadingList.objects.all(), pk=pk)
    order = list(ReadingItem.objects.filter(list=chosen).order_by("added_at", "pk").values_list("record_id", flat=True)[:MOST])
    seen = {
        record.pk: record for record in rows(request.viewer, "record.list", Record.objects.select_related("current")).filter(pk__in=order)
    }
    return _file(one, ours.works([seen[key] for key in order if key in seen], clock.now()), f"list-{pk}")


@public
@require_safe
def cite(request: HouseRequest, slug: str) -> HttpResponse:
    """The citation in every style of the list, and the formats to take away."""
    record = _record(request, slug)
    if record.state != RecordState.PUBLISHED or record.current is None:
        raise Http404
    work = landing.work_for(record.current)
    shown = [(code, styles.STYLES[code], styles.cite(work, code)) for code in styles.STYLES]
    crumbs = [(_("Home"), "/"), (_("Repository"), "/repository/"), (Truncator(record.title).chars(60), record.url), (_("Cite"), "")]
    context = {"record": record, "styles": shown, "formats": FORMATS.values(), "crumbs": crumbs}
    return render(request, "repository/exchange/cite.html", context)


@public
@require_safe
def feed(request: HouseRequest) -> HttpResponse:
    """What was published last, of everything or of a search, as an Atom feed (RFC 4287). Always as everybody sees it: readers do not sign in."""
    from interchange.ground.policy.viewer import VISITOR

    asked = Asked.of(request.GET)
    query = Asked(asked.text, asked.filters, asked.since, asked.until, "new").query
    found = Found(VISITOR, Asked.of(query))
    base = settings.BASE_URL
    made = Atom1Feed(
        title=_("New in the repository of the AIII Technical Exchange Network"),
        link=f"{base}/repository/{f'?{asked.query}' if asked.query else ''}",
        description="",
        feed_url=f"{base}{request.get_full_path()}",
        language="en",
    )
    records = found.slice(0, FEED)
    at: datetime = clock.now()
    told = ours.describe_all(records, at)
    for record in records:
        work = told[record.pk].work
        made.add_item(
            title=work.title,
            link=work.address,
            description=work.abstract,
            pubdate=record.published_at,
            updateddate=max(filter(None, [record.published_at, record.datestamp])),
            unique_id=work.address,
            author_name="; ".join(name.spoken for name in work.authors[:8]) or None,
            categories=work.subjects,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
