"""The one door of the provider."""

from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from interchange.ground import clock
from interchange.ground.policy.doors import public
from interchange.ground.policy.request import HouseRequest
from interchange.knowledge.repository.oai.provider import reply

LARGEST = 10_000  # bytes of arguments; a token has under 300


@csrf_exempt  # a POST of the protocol carries arguments of a question; it changes nothing
@public
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HouseRequest) -> HttpResponse:
    """Answer a request of OAI-PMH 2.0 (section 3.1: GET, or POST with a form-encoded body)."""
    text = request.META.get("QUERY_STRING", "") if request.method != "POST" else request.read(LARGEST + 1).decode(errors="replace")
    pairs = parse_qsl(text[:LARGEST], keep_blank_values=True)
    return HttpResponse(reply(pairs, clock.now()), content_type="text/xml; charset=utf-8")
