"""What machines are told about a record's page: signposts in its headers, another form where they ask for one, tags in its head."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from interchange.ground import clock
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.knowledge.repository.exchange import ours
from interchange.knowledge.repository.exchange.work import Part, Work
from interchange.knowledge.repository.exchange.writers import for_accept, signposting
from interchange.knowledge.repository.models import Record, RecordFile, Version
from interchange.knowledge.repository.vocabulary import RecordState

V = TypeVar("V", bound=Callable[..., Any])


_kept: ContextVar[dict[int, Work] | None] = ContextVar("works of this request", default=None)


def work_for(version: Version) -> Work:
    """The version as a work; within one request of a signposted page made once."""
    kept = _kept.get()
    if kept is None:
        return ours.work_of(version, clock.now())
    if version.pk not in kept:
        kept[version.pk] = ours.work_of(version, clock.now())
    return kept[version.pk]


def is_public(record: Record) -> bool:
    """Whether everybody may find this record: only then do its pages carry tags for search engines and signposts."""
    now = clock.now()
    return (
        record.state == RecordState.PUBLISHED and record.level == Level.PUBLIC and not (record.embargo_until and record.embargo_until > now)
    )


def signposted(view: V) -> V:
    """For the view of a record's page (`slug` in its address): another form by content negotiation (303, RFC 9110 section 15.4.4), and
    Link headers (FAIR Signposting level 1) on what anybody may see."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        wanted = for_accept(request.headers.get("Accept", "")) if request.method in {"GET", "HEAD"} else None
        if wanted is not None:
            response: HttpResponse = HttpResponseRedirect(f"/repository/{slug}.{wanted.suffix}")
            response.status_code = 303
        else:
            token = _kept.set({})
            try:
                response = view(request, slug=slug, **kwargs)
                if response.status_code == 200 and request.method in {"GET", "HEAD"}:
                    _add_links(response, slug)
            finally:
                _kept.reset(token)
        patch_vary_headers(response, ["Accept"])
        return response

    return answer  # type: ignore[return-value]


def _add_links(response: HttpResponse, slug: str) -> None:
    """Signposts for what everybody may see; a page that only some may see has none."""
    record = rows(VISITOR, "record.list", Record.objects.select_related("current")).filter(slug=slug).first()
    if record is not None and record.current is not None:
        record.current.record = record
        work = work_for(record.current)
        response["Link"] = signposting.header(work, signposting.landing(work))


def signpost_file(response: HttpResponse, file: RecordFile) -> None:
    """Link headers of a file (level 1): the record it belongs to, its licence. `file.version.record` should be at hand."""
    record: Any = file.version.record
    if is_public(record) and record.current_id == file.version_id:
        work = ours.describe(record, file.version, [file], [], clock.now()).work
        part = next(iter(work.parts), None) or Part(url="", media_type="")
        response["Link"] = signposting.header(work, signposting.part_of(work, part))
