"""Every answer says which uses machines may make of it: header fields of TDMRep and AIPREF."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from interchange.workbench.bench import house
from interchange.workbench.signals.reservations.headers import licence_in


class UsesMiddleware:
    """Adds the fields of `house` to whole and partial answers, following the licence that the answer itself names. A 304 is left alone: it would
    overwrite the fields of the kept answer (RFC 9111, section 3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        house.declaration()  # a setting that cannot be read stops the start, not the first request
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code in (200, 206):
            link = response.get("Link", "")
            for name, value in house.fields(licence_in(link) if "license" in link else ""):
                response.setdefault(name, value)
        return response
