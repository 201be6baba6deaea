"""WSGI entry point, served by granian (`interchange run`)."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from interchange.config.waking import waking

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")


def _describe() -> None:
    """Describe the API before the first question comes, which would otherwise wait for it."""
    from interchange.config.api import api

    api.get_openapi_schema()


with waking():
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - every view is loaded here, not while the first visitor waits
    _describe()

from interchange.ground.watching import telemetry  # noqa: E402 - needs the settings

telemetry.begin("interchange-web")
