"""The one door of the provider."""

import gzip
import re
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.knowledge.repository.oai.provider import reply

LARGEST = 10_000  # bytes of arguments; a token has under 300
SMALL = 1_000  # bytes of an answer that are sent as they are


@csrf_exempt  # a POST of the protocol carries arguments of a question; it changes nothing
@public
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HouseRequest) -> HttpResponse:
    """Answer a request of OAI-PMH 2.0 (section 3.1: GET, or POST with a form-encoded body)."""
    text = request.META.get("QUERY_STRING", "") if request.method != "POST" else request.read(LARGEST + 1).decode(errors="replace")
    pairs = parse_qsl(text[:LARGEST], keep_blank_values=True)
    return _sent(request, reply(pairs, clock.now()).encode())


def _sent(request: HouseRequest, body: bytes) -> HttpResponse:
    """The answer, compressed where the harvester can read it so: at the quickest level, which costs a harvest a third of the usual one's time."""
    packed = len(body) > SMALL and re.search(r"\bgzip\b", request.headers.get("Accept-Encoding", "")) is not None
    response = HttpResponse(gzip.compress(body, 1, mtime=0) if packed else body, content_type="text/xml; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
