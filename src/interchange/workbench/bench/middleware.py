"""Every answer says which uses machines may make of it: header fields of TDMRep and AIPREF, and metadata in the heads of pages."""

from collections.abc import Callable, MutableMapping

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from interchange.workbench.bench import house, marking
from interchange.workbench.signals.reservations.headers import licence_in


class UsesMiddleware:
    """Adds the fields of `house` to whole and partial answers, following the licence that the answer itself names. A 304 is left alone: it would
    overwrite the fields of the kept answer (RFC 9111, section 3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        house.declaration()  # a setting that cannot be read stops the start, not the first request
        marking.signer()
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in (200, 206):
            link = response.get("Link", "")
            licence = licence_in(link) if "license" in link else ""
            for name, value in house.fields(licence, listed(request.path, response)):
                response.setdefault(name, value)
            self._mark(response, licence)
        return response

    @staticmethod
    def _mark(response: HttpResponseBase, licence: str) -> None:
        """The same in the head of a whole page, where its shell leaves a place for it: a page that was saved still says it."""
        if (
            isinstance(response, HttpResponse)
            and response.get("Content-Type", "").startswith("text/html")
            and not response.get("Content-Encoding")
        ):
            content = response.content
            if PLACE in content[:HEAD]:
                response.content = content.replace(PLACE, house.head(licence), 1)
                if "Content-Length" in response:
                    response["Content-Length"] = str(len(response.content))


def listed(path: str, response: HttpResponseBase) -> bool:
    """Whether search engines may list an answer: its path is not closed to them, and it does not ask them not to (noindex)."""
    if path.startswith(house.CLOSED) or "noindex" in response.get("X-Robots-Tag", ""):
        return False
    whole = isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html")
    return not (whole and NOINDEX in response.content[:HEAD])  # type: ignore[attr-defined]


def static_fields(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """The same for style sheets, scripts and pictures of the pages themselves, which are served before any middleware (whitenoise)."""
    for name, value in house.fields():
        headers[name] = value


HEAD = 12_000  # bytes of a page in which its head ends
NOINDEX = b'<meta name="robots" content="noindex'
PLACE = b"<!--uses-->"  # in shell/base.html
