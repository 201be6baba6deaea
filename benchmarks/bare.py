"""A bare Django view, the yardstick of the throughput benchmark: one address, one template-free answer, no middleware."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = "<!doctype html><title>Bare</title>" + "<p>One paragraph of a page as long as the call's.</p>" * int(
    os.environ.get("BARE_LINES", "300")
)


def page(request: HttpRequest) -> HttpResponse:
    """The same number of bytes as the page it is compared with, ready made."""
    return HttpResponse(PAGE)


urlpatterns = [path("", page)]

if not settings.configured:
    settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], DEBUG=False, LOGGING_CONFIG=None)
application = get_wsgi_application()
