"""The provider against the protocol: a table of requests with their codes, every reply valid against the protocol's own schema."""

import gzip
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from lxml import etree

from interchange.ground import clock
from interchange.knowledge.repository.oai import fragments, protocol, store, tokens
from interchange.knowledge.repository.oai.provider import LAG
from interchange.knowledge.repository.tests import making
from tests import judges

NS = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/", "d": "http://datacite.org/schema/kernel-4"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.BASE_URL = "https://ten.example.org"
    now = clock.now()
    making.hide_starter()
    making.record("first", at=now - 3 * making.DAY, identifiers=[["doi", "10.1000/First"], ["url", "https://example.org/a?b&c"]])
    making.record("second", at=now - 2 * making.DAY, topics=["provenance"], title="Signs < & > \x0b of “XML”")
    making.end(making.record("gone", at=now - 2 * making.DAY), at=now - making.DAY)
    making.record("members", level="members", title="QXmembersZQ")
    making.record("later", embargo_until=now + making.DAY, title="QXembargoZQ")
    return now


def ask(client, method="get", **arguments):
    arguments = {name.rstrip("_"): value for name, value in arguments.items()}
    if method == "post":
        response = client.post("/oai", urlencode(arguments, doseq=True), content_type="application/x-www-form-urlencoded")
    else:
        response = client.get("/oai", arguments)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    tree = etree.fromstring(response.content)
    judges.oai_pmh().assertValid(tree)
    return tree


def codes(tree):
    return tree.xpath("//o:error/@code", namespaces=NS)


def identifiers(tree):
    return [one.rsplit(":", 1)[1] for one in tree.xpath("//o:header/o:identifier/text()", namespaces=NS)]


def token(tree):
    return "".join(tree.xpath("//o:resumptionToken/text()", namespaces=NS))


OWN = "oai:ten.example.org:first"
TABLE = [
    ({"verb": "Identify"}, []),
    ({"verb": "ListMetadataFormats"}, []),
    ({"verb": "ListMetadataFormats", "identifier": OWN}, []),
    ({"verb": "ListMetadataFormats", "identifier": "oai:ten.example.org:gone"}, ["noMetadataFormats"]),
    ({"verb": "ListMetadataFormats", "identifier": "oai:ten.example.org:none"}, ["idDoesNotExist"]),
    ({"verb": "ListSets"}, []),
    ({"verb": "ListSets", "resumptionToken": "x"}, ["badResumptionToken"]),
    ({"verb": "GetRecord", "identifier": OWN, "metadataPrefix": "oai_dc"}, []),
    ({"verb": "GetRecord", "identifier": OWN, "metadataPrefix": "datacite"}, []),
    ({"verb": "GetRecord", "identifier": "oai:ten.example.org:gone", "metadataPrefix": "oai_dc"}, []),
    ({"verb": "GetRecord", "identifier": OWN, "metadataPrefix": "marc"}, ["cannotDisseminateFormat"]),
    ({"verb": "GetRecord", "identifier": "oai:other.example.org:first", "metadataPrefix": "oai_dc"}, ["idDoesNotExist"]),
    ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, ["badArgument"]),
    ({"verb": "GetRecord", "identifier": "no uri", "metadataPrefix": "oai_dc"}, ["badArgument"]),
    ({"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}, []),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "topic:labelling"}, []),
    ({"verb": "ListRecords", "metadataPrefix": "datacite", "from": "2020-01-01", "until": "2999-12-31"}, []),
    ({"verb": "ListRecords", "metadataPrefix": "marc"}, ["cannotDisseminateFormat"]),
    ({"verb": "ListRecords"}, ["badArgument"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2999-01-01"}, ["noRecordsMatch"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "2001-01-01"}, ["noRecordsMatch"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "topic:unheard-of"}, ["noRecordsMatch"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "kind:paper"}, ["noRecordsMatch"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "a b"}, ["badArgument"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"}, ["badArgument"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-01T00:00:00+00:00"}, ["badArgument"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-03-01", "until": "2026-02-01"}, ["badArgument"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-01", "until": "2026-02-01T00:00:00Z"}, ["badArgument"]),
    ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, ["badArgument"]),
    ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "colour": "red"}, ["badArgument"]),
    ({"verb": "ListRecords", "resumptionToken": "forged"}, ["badResumptionToken"]),
    ({"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "oai_dc"}, ["badArgument"]),
    ({"verb": "Identify", "metadataPrefix": "oai_dc"}, ["badArgument"]),
    ({"verb": "Harvest"}, ["badVerb"]),
    ({"verb": ["Identify", "Identify"]}, ["badVerb"]),
    ({}, ["badVerb"]),
]


def test_the_table_of_requests(world, client, django_assert_max_num_queries):
    for method in ("get", "post"):
        for arguments, expected in TABLE:
            with django_assert_max_num_queries(7):
                tree = ask(client, method, **arguments)
            assert codes(tree) == expected, arguments
            echoed = dict(tree.find("o:request", NS).attrib)
            bad = {"badVerb", "badArgument"} & set(expected)
            assert echoed == ({} if bad else arguments), arguments


def test_all_eight_codes_are_reached(world, client, monkeypatch):
    reached = {code for _arguments, expected in TABLE for code in expected}
    monkeypatch.setattr(store, "sets", lambda: iter(()))
    reached |= set(codes(ask(client, verb="ListSets")))
    assert reached == {
        "badArgument", "badResumptionToken", "badVerb", "cannotDisseminateFormat", "idDoesNotExist", "noMetadataFormats", "noRecordsMatch",
        "noSetHierarchy",
    }  # fmt: skip


def test_only_what_is_public_appears_and_what_was_public_stays_known(world, client):
    tree = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert identifiers(tree) == ["first", "second", "gone"]
    assert tree.xpath("//o:header[@status='deleted']/o:identifier/text()", namespaces=NS) == ["oai:ten.example.org:gone"]
    assert b"QX" not in etree.tostring(tree)
    for hidden in ("members", "later"):
        assert codes(ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"oai:ten.example.org:{hidden}")) == [
            "idDoesNotExist"
        ]
    assert not ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier="oai:ten.example.org:gone").xpath(
        "//o:metadata", namespaces=NS
    )


def test_an_embargo_lifts_by_the_clock_alone(world, client, monkeypatch):
    monkeypatch.setattr("interchange.ground.clock.now", lambda: world + 2 * making.DAY)
    tree = ask(client, verb="ListRecords", metadataPrefix="datacite", from_=protocol.utc(world))
    assert identifiers(tree) == ["later"]
    assert tree.xpath("//o:datestamp/text()", namespaces=NS) == [protocol.utc(world + making.DAY)]


def test_what_is_closed_to_the_public_later_is_deleted_for_harvesters(world, client):
    from interchange.knowledge.repository import filing
    from interchange.knowledge.repository.models import Record

    first = Record.objects.get(slug="first")
    first.level = "members"
    filing.file_record(first, first.current, at=clock.now())
    tree = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=OWN)
    assert tree.xpath("//o:header/@status", namespaces=NS) == ["deleted"]


def test_a_file_under_embargo_is_not_named_until_it_opens(world, client, monkeypatch):
    from interchange.knowledge.repository.models import Record

    first = Record.objects.get(slug="first")
    making.file(first, embargo_until=world + making.DAY)
    making.file(first, level="members")
    fragments.refresh(world)
    rights = "//d:rights/@rightsURI"
    before = ask(client, verb="GetRecord", metadataPrefix="datacite", identifier=OWN)
    assert before.xpath("//d:format/text()", namespaces=NS) == []
    assert "info:eu-repo/semantics/embargoedAccess" in before.xpath(rights, namespaces=NS)
    assert before.xpath("//d:date[@dateType='Available']/text()", namespaces=NS) == [f"{world + making.DAY:%Y-%m-%d}"]
    monkeypatch.setattr("interchange.ground.clock.now", lambda: world + 2 * making.DAY)
    after = ask(client, verb="GetRecord", metadataPrefix="datacite", identifier=OWN)
    assert "info:eu-repo/semantics/openAccess" in after.xpath(rights, namespaces=NS)
    fragments.refresh(world + 2 * making.DAY)
    news = ask(client, verb="ListRecords", metadataPrefix="datacite", from_=protocol.utc(world + 2 * making.DAY))
    assert identifiers(news) == ["first"]
    assert news.xpath("//d:format/text()", namespaces=NS) == ["application/pdf"]


def test_identify_promises_what_is_kept(world, client):
    tree = ask(client, verb="Identify")
    found = {etree.QName(one).localname: one.text for one in tree.find("o:Identify", NS)}
    assert found["deletedRecord"] == "persistent"
    assert found["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
    assert found["baseURL"] == "https://ten.example.org/oai"
    stamps = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc").xpath("//o:datestamp/text()", namespaces=NS)
    assert stamps == sorted(stamps)
    assert all(found["earliestDatestamp"] <= stamp for stamp in stamps)
    answered = protocol.moment(tree.find("o:responseDate", NS).text)
    assert timedelta(0) <= clock.now() - answered < LAG + timedelta(seconds=30)


def test_the_starter_collection_is_valid_in_every_format(settings, client):
    for prefix in ("oai_dc", "datacite"):
        tree = ask(client, verb="ListRecords", metadataPrefix=prefix)
        assert len(identifiers(tree)) > 250


def test_sets_of_a_parent_hold_those_of_its_children(world, client):
    specs = ask(client, verb="ListSets").xpath("//o:setSpec/text()", namespaces=NS)
    assert {"topic", "topic:labelling", "sector", "sector:music"} <= set(specs)
    assert identifiers(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set="topic")) == ["first", "second", "gone"]
    assert identifiers(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set="topic:provenance")) == ["second"]
    assert identifiers(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set="sector:music")) == ["first", "second", "gone"]


def test_a_span_of_time_includes_both_its_ends(world, client):
    stamp = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=OWN).xpath("//o:datestamp/text()", namespaces=NS)[0]
    assert identifiers(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", from_=stamp, until=stamp)) == ["first"]
    day = stamp[:10]
    assert identifiers(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", from_=day, until=day)) == ["first"]


@pytest.fixture
def long_list(world, monkeypatch):
    monkeypatch.setattr(store, "PAGE", 4)
    making.records(10, at=world - making.DAY)
    fragments.refresh(world)


def harvest(client, between=lambda page: None):
    tree = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    found, page = identifiers(tree), 0
    while token(tree):
        page += 1
        between(page)
        tree = ask(client, verb="ListRecords", resumptionToken=token(tree))
        found += identifiers(tree)
    return found, tree


def test_a_long_list_comes_in_pages_and_ends_with_an_empty_token(long_list, client):
    found, last = harvest(client)
    assert len(found) == len(set(found)) == 13
    ending = last.find(".//o:resumptionToken", NS)
    assert ending.text is None
    assert (ending.get("completeListSize"), ending.get("cursor")) == ("13", "12")


def test_the_same_token_twice_gives_the_same_page(long_list, client, monkeypatch):
    first = token(ask(client, verb="ListRecords", metadataPrefix="oai_dc"))
    one = ask(client, verb="ListRecords", resumptionToken=first)
    later = clock.now() + timedelta(minutes=9)
    monkeypatch.setattr("interchange.ground.clock.now", lambda: later)
    other = ask(client, verb="ListRecords", resumptionToken=first)
    for tree in (one, other):
        tree.find("o:responseDate", NS).text = ""
    assert etree.tostring(one) == etree.tostring(other)


def test_expired_foreign_and_changed_tokens_are_refused(long_list, client, monkeypatch):
    good = token(ask(client, verb="ListRecords", metadataPrefix="oai_dc"))
    assert codes(ask(client, verb="ListIdentifiers", resumptionToken=good)) == ["badResumptionToken"]
    assert codes(ask(client, verb="ListRecords", resumptionToken=good[:-1] + ("a" if good[-1] != "a" else "b"))) == ["badResumptionToken"]
    later = clock.now() + tokens.LASTS + timedelta(seconds=1)
    monkeypatch.setattr("interchange.ground.clock.now", lambda: later)
    assert codes(ask(client, verb="ListRecords", resumptionToken=good)) == ["badResumptionToken"]


def test_what_changes_or_ends_in_mid_harvest_is_met(long_list, client):
    from interchange.knowledge.repository import filing
    from interchange.knowledge.repository.models import Record

    def between(page):
        if page == 1:
            making.end(Record.objects.get(slug="first"))  # already given as living
            making.end(Record.objects.get(slug="many-9"))  # not yet given
            changed = Record.objects.get(slug="many-8")
            filing.file_record(changed, changed.current, at=clock.now())

    found, last = harvest(client, between)
    assert set(found) == {"first", "second", "gone", *(f"many-{number}" for number in range(10))}
    assert sorted(name for name in set(found) if found.count(name) > 1) == ["first"]
    assert identifiers(last)[-1] == "many-8"
    gone = ask(client, verb="ListRecords", metadataPrefix="oai_dc", from_=protocol.utc(clock.now() - LAG))
    assert set(gone.xpath("//o:header[@status='deleted']/o:identifier/text()", namespaces=NS)) == {OWN, "oai:ten.example.org:many-9"}


def test_kept_fragments_and_fresh_ones_say_the_same(world, client):
    fresh = ask(client, verb="ListRecords", metadataPrefix="datacite")
    assert fragments.refresh(clock.now()) == 4  # the one under embargo is kept ready too
    assert fragments.refresh(clock.now()) == 0
    kept = ask(client, verb="ListRecords", metadataPrefix="datacite")
    for tree in (fresh, kept):
        tree.find("o:responseDate", NS).text = ""
    assert etree.tostring(fresh) == etree.tostring(kept)


def test_an_old_fragment_is_never_given(world, client):
    from interchange.knowledge.repository import filing
    from interchange.knowledge.repository.models import Record

    fragments.refresh(clock.now())
    second = Record.objects.get(slug="second")
    second.current.title = "Another title"
    second.current.save()
    filing.file_record(second, second.current, at=clock.now())
    titles = ask(client, verb="ListRecords", metadataPrefix="oai_dc").xpath("//dc:title/text()", namespaces=NS)
    assert titles == ["Record first", "Another title"]


def test_datacite_s_own_envelope(world, client):
    response = client.get("/oai", {"verb": "GetRecord", "identifier": OWN, "metadataPrefix": "oai_datacite"})
    tree = etree.fromstring(response.content)
    envelope = tree.find(".//{http://schema.datacite.org/oai/oai-1.1/}oai_datacite")
    assert {etree.QName(child).localname for child in envelope} == {"schemaVersion", "datacentreSymbol", "payload"}
    judges.datacite().assertValid(envelope.find(".//d:resource", NS))


def test_other_methods_and_bodies(world, client):
    assert client.put("/oai").status_code == 405
    assert client.head("/oai?verb=Identify").status_code == 200
    assert codes(etree.fromstring(client.post("/oai", b"\xff\xfe%00&&==", content_type="application/octet-stream").content)) == ["badVerb"]


def test_long_answers_are_packed_for_those_who_can_unpack(client):
    asked = "/oai?verb=ListSets"
    plain = client.get(asked)
    packed = client.get(asked, headers={"accept-encoding": "deflate, gzip;q=0.5"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert b"<setSpec>topic:" in gzip.decompress(packed.content)
    assert len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in client.get(asked, headers={"accept-encoding": "identity"})
