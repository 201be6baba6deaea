"""WSGI entry point, served by granian (`interchange run`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
application = get_wsgi_application()


def _ready() -> None:
    """Load every room's addresses and describe the API before the first question comes, which would otherwise wait for both."""
    from interchange.config.api import api

    api.get_openapi_schema()


_ready()
