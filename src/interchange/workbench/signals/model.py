"""What a reader found (`Finding`), what all of them found (`Report`) and what it comes to (`Summary`).

Plain data, no Django. The JSON of a report follows `schema/report.schema.json`; its `version` is `VERSION`.
Words that a person reads are `Words`: English text that remembers its template and its values, so that a page can translate it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum, StrEnum
from typing import Any

VERSION = "1.0"
RAW_LIMIT = 4000  # characters of a raw value that a report repeats


class Claim(StrEnum):
    """What is claimed. A claim is somebody's word; `Validity` and `Check` say what was verified of it."""

    MADE_BY_AI = "made-by-ai"
    EDITED_WITH_AI = "edited-with-ai"
    CAPTURED = "captured"  # by a camera, a recorder, a scanner
    MADE_BY_PERSON = "made-by-person"  # with tools that generate nothing
    MADE_BY_PROGRAM = "made-by-program"  # by an algorithm that was not trained, a screen capture, a rendering
    EDITED = "edited"  # and nothing says that AI had a part in it
    RESERVED = "reserved"  # the uses named in `uses` are forbidden
    PERMITTED = "permitted"  # the uses named in `uses` are allowed
    LICENSED = "licensed"  # allowed under conditions or a licence
    IDENTIFIED = "identified"  # who made it, what it is called, which code it carries
    SIGNED = "signed"  # a signature or a credential is there
    MARKED = "marked"  # a watermark is there, or is said to be
    DESCRIBED = "described"  # true or not, it decides nothing here
    UNREADABLE = "unreadable"  # something is there and could not be read, or a reader had to stop


class Validity(StrEnum):
    """How far a claim could be checked. Most honest files in the wild are untrusted or unverifiable, not invalid."""

    VALID = "valid"  # signed, content unchanged, signer on a list that was asked
    UNTRUSTED = "untrusted"  # signature and content right, signer on no list, or its certificate expired since
    INVALID = "invalid"  # a check failed: content changed, signature wrong
    UNVERIFIABLE = "unverifiable"  # nothing in it can be checked: anybody could have written it


class Use(StrEnum):
    """Uses that machines make of works, of which reservations speak."""

    SEARCH = "search"
    AI_TRAINING = "ai-training"
    GENERATIVE_TRAINING = "generative-training"
    AI_INPUT = "ai-input"  # inference, grounding, retrieval
    AI_INDEX = "ai-index"
    MINING = "mining"  # text and data mining of any kind
    ALL = "all"


class AsserterKind(StrEnum):
    SIGNER = "signer"  # a certificate stands behind it
    METADATA = "metadata"  # whoever wrote the file last
    SITE = "site"  # the operator of the address it came from
    READER = "reader"  # computed here from the content


class Outcome(StrEnum):
    """The answer of one check, or of a decision on one use."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    ALLOWED = "allowed"
    DISALLOWED = "disallowed"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"


class Words(str):
    """English text made of a template and its values; `gettext(words.template).format(**words.values)` says it in another language."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, **values: object) -> "Words":
        """Fill `template` (`{name}` fields only) with `values`."""
        known = {name: str(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**known) if known else template)
        made.template, made.values = template, known
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return _words, (self.template, dict(self.values))


def _words(template: str, values: Mapping[str, str]) -> Words:
    return Words(template, **values)


say = Words


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way in which files or sites speak: a standard, a draft or a habit of tools."""

    id: str  # "c2pa", "iptc-digital-source-type", "tdmrep"
    name: str
    status: str  # "standard", "draft", "convention", "law"
    spec: str  # title and version
    url: str
    proves: str
    does_not_prove: str


@dataclass(frozen=True, slots=True)
class Asserter:
    """Who says it."""

    kind: AsserterKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding has its validity: a stable code (the standard's own where it has one) and plain words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was verified, apart from all others.

    Names in use: `content-hash`, `signature`, `signer`, `revocation`, `time` (credentials), `chain` (weakest link of the ingredients), `signed-range` (PDF).
    """

    name: str
    outcome: Outcome
    words: str
    source: str = ""  # the list that was asked
    source_date: str = ""  # ISO date of that list


@dataclass(frozen=True, slots=True)
class Finding:
    """One signal: what stands where, what it means in plain words, who says so, and how far that could be checked."""

    scheme: str  # id of a Scheme
    place: str  # where in the file or in the answer of the site
    raw: str  # as it stands there; cut at RAW_LIMIT when written to JSON
    meaning: str  # plain words (`say(...)`)
    claim: Claim
    asserter: Asserter
    validity: Validity = Validity.UNVERIFIABLE
    reasons: tuple[Reason, ...] = ()
    spec: str = ""  # section of the standard
    code: str = ""  # stable name of this meaning within the scheme: "trainedAlgorithmicMedia", "train-ai=n"
    uses: tuple[Use, ...] = ()  # for reserved, permitted, licensed
    about: str = "file"  # "file", or the name of the part or ingredient that the claim is about
    checks: tuple[Check, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)  # JSON: the graph of ingredients, actions, parameters, scope of a rule
    id: str = ""  # "f1", given when the report is put together
    raw_length: int = 0  # characters of the whole raw value, where `raw` is a cut one


@dataclass(frozen=True, slots=True)
class Decision:
    """What the signals come to for one use: which one wins by the standards' own precedence, and why."""

    use: Use
    stance: Stance
    why: str
    winner: str = ""  # id of the finding
    overruled: tuple[str, ...] = ()  # ids
    conflict: bool = False  # sources contradict each other


@dataclass(frozen=True, slots=True)
class Relation:
    """Two or more findings that say the same, or that cannot both be true."""

    findings: tuple[str, ...]  # ids
    words: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What may honestly be said. `origin` is a stable code, never more than the signals carry."""

    origin: (
        str  # "nothing-said", "says-ai", "says-ai-edited", "says-captured", "says-person", "says-program", "contradiction", "unreadable"
    )
    headline: str
    lines: tuple[str, ...] = ()
    agreements: tuple[Relation, ...] = ()
    contradictions: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that was looked at."""

    name: str
    size: int  # bytes
    media_type: str  # by content
    declared_type: str = ""  # by the name's ending or by the sender
    sha256: str = ""  # only when asked for


@dataclass(frozen=True, slots=True)
class Run:
    """One reader's turn: "read", "stopped" (a limit), "crashed", "refused" (cannot be read)."""

    reader: str
    version: str
    outcome: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a file, or a site, says about itself, and what that comes to."""

    subject: Subject
    findings: tuple[Finding, ...]
    summary: Summary
    decisions: tuple[Decision, ...] = ()
    schemes: tuple[Scheme, ...] = ()  # those that the findings name
    readers: tuple[Run, ...] = ()
    version: str = VERSION

    def json(self, context: str = "") -> dict[str, Any]:
        """The report as JSON data, valid against `schema/report.schema.json`; `context` is the address where `schema/context.jsonld` is served."""
        return {"@context": context or {"@vocab": VOCABULARY}, "@type": "SignalReport", **plain(self)}


VOCABULARY = "urn:interchange:signals:"


def _whole(text: str) -> str:
    """Text that every encoding can hold: half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else str.__str__(text)


def plain(thing: Any) -> Any:
    """Dataclasses, enumerations and words as JSON data; empty parts of a finding are left out."""
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, str):
        return _whole(thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        made: dict[str, Any] = {}
        for one in fields(thing):
            value = getattr(thing, one.name)
            made[one.name] = plain(value)
            if isinstance(value, Words) and value.values:
                made[f"{one.name}_template"] = value.template
                made[f"{one.name}_values"] = {name: _whole(part) for name, part in value.values.items()}
        if isinstance(thing, Finding):
            made["raw"], made["raw_length"] = _whole(thing.raw[:RAW_LIMIT]), thing.raw_length or len(thing.raw)
            made = {name: value for name, value in made.items() if value not in ("", [], {}) or name in ("raw", "place", "meaning")}
        return made
    if isinstance(thing, Mapping):
        return {_whole(str(name)): plain(value) for name, value in thing.items()}
    if isinstance(thing, (list, tuple, set, frozenset)):
        return [plain(value) for value in thing]
    if thing is None or isinstance(thing, (bool, int, float)):
        return thing
    return str(thing)
