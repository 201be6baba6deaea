"""WSGI entry point, served by granian (`interchange run`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
application = get_wsgi_application()

from interchange.ground.watching import telemetry  # noqa: E402 - needs the settings

telemetry.begin("interchange-web")
