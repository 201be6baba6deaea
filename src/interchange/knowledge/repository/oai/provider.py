"""The six verbs. Each gives the inside of its element; `reply` puts the envelope around it (OAI-PMH 2.0 sections 3.2 and 4).

`responseDate` is a few seconds early: a change that is being committed while a list is read has a datestamp that the next harvest, which
begins at this `responseDate`, is sure to cover.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings

from interchange.ground.vocabulary.load import network
from interchange.knowledge.repository.exchange.writers.text import xml
from interchange.knowledge.repository.oai import store, tokens
from interchange.knowledge.repository.oai.protocol import GRANULARITY, OaiError, Request, parse, utc

LAG = timedelta(seconds=20)  # as long as a writer waits for the database at most
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/'
    ' http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">'
)


def address() -> str:
    """The base URL."""
    return f"{settings.BASE_URL}/oai"


def reply(pairs: Sequence[tuple[str, str]], at: datetime) -> str:
    """The whole reply to the arguments of a request, errors included."""
    request = parse(pairs)
    inside = ""
    if not request.faults:
        try:
            inside = f"<{request.verb}>{VERBS[request.verb](request, at)}</{request.verb}>"
        except OaiError as fault:
            request.faults.append(fault)
    if request.faults:
        inside = "".join(f'<error code="{fault.code}">{xml(fault.words)}</error>' for fault in request.faults)
    echoed = "".join(f' {name}="{xml(value)}"' for name, value in request.echoed.items())
    return f"{_HEAD}<responseDate>{utc(at - LAG)}</responseDate><request{echoed}>{xml(address())}</request>{inside}</OAI-PMH>\n"


def identify(request: Request, at: datetime) -> str:
    """Who we are and what we promise."""
    return (
        f"<repositoryName>{xml(network()['network']['name'])}</repositoryName><baseURL>{xml(address())}</baseURL>"
        f"<protocolVersion>2.0</protocolVersion><adminEmail>{xml(settings.DEFAULT_FROM_EMAIL)}</adminEmail>"
        f"<earliestDatestamp>{utc(store.earliest(at))}</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
        f"<granularity>{GRANULARITY}</granularity><compression>gzip</compression>"
    )


def list_formats(request: Request, at: datetime) -> str:
    """The formats, of all items or of one. What is deleted can be had in none any more (noMetadataFormats)."""
    name = request.arguments.get("identifier")
    if name is not None:
        found = store.items(store.one(name, at), None, at)
        if not found:
            raise OaiError("idDoesNotExist", "No item has this identifier.")
        if found[0].xml is None:
            raise OaiError("noMetadataFormats", "This item is deleted.")
    return "".join(
        f"<metadataFormat><metadataPrefix>{one.prefix}</metadataPrefix><schema>{one.schema}</schema>"
        f"<metadataNamespace>{one.namespace}</metadataNamespace></metadataFormat>"
        for one in store.FORMATS.values()
    )


def list_sets(request: Request, at: datetime) -> str:
    """Every set; the list is short and comes at once, so there is no token of it."""
    if "resumptionToken" in request.arguments:
        raise OaiError("badResumptionToken", "The list of sets is given whole.")
    found = list(store.sets())
    if not found:
        raise OaiError("noSetHierarchy", "This repository has no sets.")
    return "".join(f"<set><setSpec>{xml(spec)}</setSpec><setName>{xml(name)}</setName></set>" for spec, name in found)


def get_record(request: Request, at: datetime) -> str:
    """One record."""
    prefix = request.arguments["metadataPrefix"]
    found = store.one(request.arguments["identifier"], at)
    if not found.exists():
        raise OaiError("idDoesNotExist", "No item has this identifier.")
    if prefix not in store.FORMATS:
        raise OaiError("cannotDisseminateFormat", "There is no such format of metadata.")
    return _record(store.items(found, store.FORMATS[prefix].column, at)[0], prefix)


def _header(item: store.Item) -> str:
    gone = ' status="deleted"' if item.xml is None else ""
    sets = "".join(f"<setSpec>{spec}</setSpec>" for spec in item.sets)
    return (
        f"<header{gone}><identifier>{xml(store.identifier(item.slug))}</identifier><datestamp>{utc(item.stamp)}</datestamp>{sets}</header>"
    )


def _record(item: store.Item, prefix: str) -> str:
    if item.xml is None:
        return f"<record>{_header(item)}</record>"
    body = item.xml if prefix != "oai_datacite" else _oai_datacite(item.xml)
    return f"<record>{_header(item)}<metadata>{body}</metadata></record>"


def _oai_datacite(resource: str) -> str:
    """DataCite's own envelope for harvesters (oai-1.1): which version of the schema, who gives it, and the resource."""
    return (
        '<oai_datacite xmlns="http://schema.datacite.org/oai/oai-1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="http://schema.datacite.org/oai/oai-1.1/ http://schema.datacite.org/oai/oai-1.1/oai.xsd">'
        f"<schemaVersion>4.7</schemaVersion><datacentreSymbol>{xml(settings.DATACITE_USER or store.host())}</datacentreSymbol>"
        f"<payload>{resource}</payload></oai_datacite>"
    )


def list_records(request: Request, at: datetime) -> str:
    """A page of headers (ListIdentifiers) or of records (ListRecords), and where to go on."""
    text = request.arguments.get("resumptionToken")
    if text is not None:
        token = tokens.read(text, request.verb, at)
        found = store.select(token.spec, _instant(token.since), _instant(token.until), at)
        prefix, spec, given, total = token.prefix, token.spec, token.given, token.total
        since, until, begun = token.since, token.until, token.at
        found = store.after(found, datetime.fromisoformat(token.stamp), token.key)
    else:
        prefix, spec, given = request.arguments["metadataPrefix"], request.arguments.get("set", ""), 0
        if prefix not in store.FORMATS:
            raise OaiError("cannotDisseminateFormat", "There is no such format of metadata.")
        found = store.select(spec, request.since, request.until, at)
        since, until = _seconds(request.since), _seconds(request.until)
        total, begun = -1, int(at.timestamp())
    column = store.FORMATS[prefix].column if request.verb == "ListRecords" and prefix in store.FORMATS else None
    items = store.items(found[: store.PAGE + 1], column, at)
    page, more = items[: store.PAGE], len(items) > store.PAGE
    if not page and not given:
        raise OaiError("noRecordsMatch", "No item is in this set and this span of time.")
    if total < 0:
        total = found.count() if more else len(page)
    inside = "".join(map(_header, page) if column is None else [_record(item, prefix) for item in page])
    if more:
        last = page[-1]
        token = tokens.Token(request.verb, prefix, spec, since, until, last.stamp.isoformat(), last.key, given + len(page), total, begun)
        expires = utc(token.expires_at)
        return f'{inside}<resumptionToken expirationDate="{expires}" completeListSize="{total}" cursor="{given}">{xml(token.text())}</resumptionToken>'
    if given:  # the last page of several ends the list with an empty token (section 3.5)
        return f'{inside}<resumptionToken completeListSize="{max(total, given + len(page))}" cursor="{given}"/>'
    return inside


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _seconds(instant: datetime | None) -> float | None:
    return None if instant is None else instant.timestamp()


VERBS = {
    "Identify": identify,
    "ListMetadataFormats": list_formats,
    "ListSets": list_sets,
    "GetRecord": get_record,
    "ListIdentifiers": list_records,
    "ListRecords": list_records,
}
