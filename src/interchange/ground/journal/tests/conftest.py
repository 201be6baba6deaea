"""The journal's own tests count its events, so they begin with none: what loading the starter collections recorded is put away."""

import pytest
from django.db import connection

from interchange.ground.journal.guards import drop_guards, raise_guards
from interchange.ground.journal.models import Event, Head, Remark


@pytest.fixture(autouse=True)
def _no_events_yet(request):
    if not {"db", "transactional_db"} & set(request.fixturenames) and request.node.get_closest_marker("django_db") is None:
        return
    request.getfixturevalue("db")
    drop_guards(connection)
    for model in (Remark, Event, Head):
        model.objects.all().delete()
    raise_guards(connection)
