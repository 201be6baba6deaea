"""What machines are told about a record's page: signposts in its headers, another form where they ask for one, tags in its head."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from interchange.ground import clock
from interchange.ground.policy.levels import Level
from interchange.knowledge.repository.exchange import ours
from interchange.knowledge.repository.exchange.work import Part, Work
from interchange.knowledge.repository.exchange.writers import for_accept, signposting
from interchange.knowledge.repository.models import Record, RecordFile, Version
from interchange.knowledge.repository.vocabulary import RecordState

V = TypeVar("V", bound=Callable[..., Any])


def work_for(version: Version) -> Work:
    """The version as a work: made once for an instance, which lives as long as a request."""
    made: Work | None = version.__dict__.get("_work")
    return made or _remember(version, ours.work_of(version, clock.now()))


def know(version: Version, files: Sequence[RecordFile], published: Sequence[Version]) -> None:
    """Make the work of a version whose files (all of them) and published sisters are at hand already. No query."""
    record: Any = version.record
    _remember(version, ours.describe(record, version, files, published, clock.now()).work)


def _remember(version: Version, work: Work) -> Work:
    version.__dict__["_work"] = work
    return work


def is_public(record: Record) -> bool:
    """Whether everybody may find this record: only then do its pages carry tags for search engines and signposts."""
    now = clock.now()
    return (
        record.state == RecordState.PUBLISHED and record.level == Level.PUBLIC and not (record.embargo_until and record.embargo_until > now)
    )


def signposted(view: V) -> V:
    """For the view of a record's page (`slug` in its address): another form by content negotiation (303, RFC 9110 section 15.4.4), and
    Link headers (FAIR Signposting level 1) on what anybody may see (the view names it: `response.version_shown`)."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        wanted = for_accept(request.headers.get("Accept", "")) if request.method in {"GET", "HEAD"} else None
        if wanted is not None:
            response: HttpResponse = HttpResponseRedirect(f"/repository/{slug}.{wanted.suffix}")
            response.status_code = 303
        else:
            response = view(request, slug=slug, **kwargs)
            shown: Version | None = getattr(response, "version_shown", None)
            if shown is not None and response.status_code == 200 and request.method in {"GET", "HEAD"}:
                _add_links(response, shown)
        patch_vary_headers(response, ["Accept"])
        return response

    return answer  # type: ignore[return-value]


def _add_links(response: HttpResponse, version: Version) -> None:
    """Signposts for what everybody may see; a page that only some may see has none."""
    record: Any = version.record
    if is_public(record) and record.current_id == version.pk:
        work = work_for(version)
        response["Link"] = signposting.header(work, signposting.landing(work))


def signpost_file(response: HttpResponse, file: RecordFile) -> None:
    """Link headers of a file (level 1): the record it belongs to, its licence. `file.version.record` should be at hand."""
    record: Any = file.version.record
    if is_public(record) and record.current_id == file.version_id:
        work = ours.describe(record, file.version, [file], [], clock.now()).work
        part = next(iter(work.parts), None) or Part(url="", media_type="")
        response["Link"] = signposting.header(work, signposting.part_of(work, part))
