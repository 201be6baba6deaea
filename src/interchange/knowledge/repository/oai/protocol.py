"""A request of the protocol, checked (OAI-PMH 2.0 sections 2.5, 3.1 and 3.6). Every fault found is told, each with its code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"
# Of each verb: the arguments that must be there, and those that may
VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
TOKENS = frozenset({"ListSets", "ListIdentifiers", "ListRecords"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
_PREFIX = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")


class OaiError(Exception):
    """One error of the protocol: `code` is one of its eight, `words` explain it."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass
class Request:
    """A request as it came, its verb "" where there is none that we know, and what is wrong with it."""

    verb: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    faults: list[OaiError] = field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None  # exclusive: the end of the second or day named

    @property
    def echoed(self) -> dict[str, str]:
        """What the reply's `request` element repeats: nothing where verb or arguments are bad (section 3.2)."""
        bad = {fault.code for fault in self.faults} & {"badVerb", "badArgument"}
        return {} if bad else {"verb": self.verb, **self.arguments}


def parse(pairs: Sequence[tuple[str, str]]) -> Request:
    """Check the arguments in the order in which they came. Never raises: the faults are in the answer."""
    request = Request()
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        words = "There is no verb." if not verbs else "There is more than one verb." if len(verbs) > 1 else "There is no such verb."
        request.faults.append(OaiError("badVerb", words))
        return request
    request.verb = verbs[0]
    for name, value in pairs:
        if name == "verb":
            continue
        if name in request.arguments:
            request.faults.append(OaiError("badArgument", f"The argument {name[:40]!r} is there more than once."))
        request.arguments[name] = value
    _arguments(request)
    return request


def _arguments(request: Request) -> None:
    needed, allowed = VERBS[request.verb]
    given = request.arguments
    if "resumptionToken" in given and request.verb in TOKENS:
        if len(given) > 1:
            request.faults.append(OaiError("badArgument", "A resumptionToken stands alone, without other arguments."))
        return
    request.faults += [
        OaiError("badArgument", f"{request.verb} has no argument {name[:40]!r}.") for name in given if name not in needed | allowed
    ]
    request.faults += [OaiError("badArgument", f"{request.verb} needs the argument {name!r}.") for name in sorted(needed - set(given))]
    if "metadataPrefix" in given and not _PREFIX.fullmatch(given["metadataPrefix"]):
        request.faults.append(OaiError("badArgument", "This is not the form of a metadataPrefix."))
    if "set" in given and not _SET.fullmatch(given["set"]):
        request.faults.append(OaiError("badArgument", "This is not the form of a setSpec."))
    if "identifier" in given and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", given["identifier"]):
        request.faults.append(OaiError("badArgument", "An identifier is a URI."))
    _dates(request)


def _dates(request: Request) -> None:
    given = {name: request.arguments[name] for name in ("from", "until") if name in request.arguments}
    if not given:
        return
    moments: dict[str, datetime] = {}
    for name, text in given.items():
        try:
            moments[name] = moment(text)
        except ValueError:
            request.faults.append(OaiError("badArgument", f"{name!r} is no UTC date of the form {GRANULARITY} or YYYY-MM-DD."))
    if len(moments) < len(given):
        return
    if len({len(text) for text in given.values()}) > 1:
        request.faults.append(OaiError("badArgument", "'from' and 'until' must have the same granularity."))
        return
    request.since = moments.get("from")
    if "until" in moments:
        request.until = moments["until"] + (timedelta(days=1) if len(given["until"]) == 10 else timedelta(seconds=1))
    if "from" in moments and "until" in moments and moments["from"] > moments["until"]:
        request.faults.append(OaiError("badArgument", "'from' is later than 'until'."))


def moment(text: str) -> datetime:
    """A date of either granularity. Raises `ValueError` for anything else, also for days that no calendar has."""
    if _SECOND.fullmatch(text):
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if _DAY.fullmatch(text):
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    raise ValueError(text)


def utc(instant: datetime) -> str:
    """An instant in the granularity of the provider: whole seconds, UTC, "Z"."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
