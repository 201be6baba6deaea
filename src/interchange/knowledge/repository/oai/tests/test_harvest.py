"""Two foreign harvesters over HTTP: the same ids, deletions included, whoever harvests and in whatever format."""

import pytest
from django.db import transaction

from interchange.ground import clock
from interchange.knowledge.repository.oai import fragments, store
from interchange.knowledge.repository.tests import making


@pytest.fixture
def served(live_server, settings, monkeypatch):
    settings.BASE_URL = live_server.url
    monkeypatch.setattr(store, "PAGE", 7)
    now = clock.now()
    with transaction.atomic():
        making.hide_starter()
        made = making.records(24, at=now - 2 * making.DAY)
        for ended in made[::5]:
            making.end(ended, at=now - making.DAY)
        making.record("members-only", level="members")
        making.record("embargoed", embargo_until=now + making.DAY)
        fragments.refresh(now)
    return f"{live_server.url}/oai"


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")  # Sickle's own source
def test_sickle_and_scythe_bring_home_the_same(served):
    from oaipmh_scythe import Scythe
    from sickle import Sickle

    expected = {(f"oai:localhost:many-{number}", number % 5 == 0) for number in range(24)}
    one = Sickle(served)
    assert {(head.identifier, head.deleted) for head in one.ListIdentifiers(metadataPrefix="oai_dc")} == expected
    assert {(got.header.identifier, got.header.deleted) for got in one.ListRecords(metadataPrefix="datacite")} == expected
    living = list(one.ListRecords(metadataPrefix="oai_dc", ignore_deleted=True))
    assert {got.metadata["title"][0] for got in living} == {f"Number {number:05d} of many" for number in range(24) if number % 5}
    with Scythe(served) as other:
        assert {(got.header.identifier, got.header.deleted) for got in other.list_records(metadata_prefix="oai_dc")} == expected
        heads = {(head.identifier, head.deleted) for head in other.list_identifiers(metadata_prefix="oai_datacite")}
    assert heads == expected
