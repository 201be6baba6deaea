"""Addresses: every room opens its own doors; this module only lists the rooms."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from interchange.config.api import urls as api_urls
from interchange.config.rooms import ROOMS

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api_urls),
    *(path("", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")),
]

handler403 = "interchange.ground.shell.errors.forbidden"
handler404 = "interchange.ground.shell.errors.not_found"
handler500 = "interchange.ground.shell.errors.server_error"
handler400 = "interchange.ground.shell.errors.bad_request"

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()
