"""Really Simple Licensing 1.0 (RSL Technical Steering Committee, 2025): licence files in XML, and the ways to find them.

Read as the specification asks where its text could be had, leniently for what is common in the wild (the older token `train-ai`, lists with commas), and
every such reading is told. `permits` is a closed list, `prohibits` wins, of several licences for one thing the most restrictive reading is taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from interchange.workbench.signals.model import Stance, Use, Words, say
from interchange.workbench.signals.reservations.patterns import matches, normal
from interchange.workbench.signals.reservations.robots import Robots
from interchange.workbench.signals.reservations.statements import TEXT_LIMIT, TRAINING, USES, Note, Pointer, Reading, Statement, Target, cut

SCHEME = "rsl"
NS = "https://rslstandard.org/rsl"
MEDIA_TYPE = "application/rsl+xml"
USAGE: dict[str, tuple[Use, ...]] = {
    "all": USES,
    "ai-all": (*TRAINING, Use.AI_INPUT, Use.AI_INDEX),
    "ai-train": TRAINING,
    "ai-input": (Use.AI_INPUT,),
    "ai-index": (Use.AI_INDEX,),
    "search": (Use.SEARCH,),
}
_OLDER = {"train-ai": "ai-train", "train-genai": "ai-train", "ai-inference": "ai-input", "inference": "ai-input", "ai-training": "ai-train"}
_FREE = ("free", "")
_SPEC = "RSL 1.0"
CONTENTS = 2000
CHILDREN = {
    "rsl": {"content"}, "content": {"license", "copyright", "terms", "schema", "alternate"},
    "license": {"permits", "prohibits", "payment", "legal", "reporting"},
}  # fmt: skip


@dataclass(slots=True)
class Terms:
    """What the licences of one content come to: usage tokens and conditions."""

    permits: set[str] = field(default_factory=set)
    prohibits: set[str] = field(default_factory=set)
    closed: bool = False  # a permits list of usages stands there
    conditions: list[Words] = field(default_factory=list)
    address: str = ""


def from_file(text: str | bytes, target: Target, place: str = "RSL file") -> Reading:
    """What an RSL document says about the target. Never raises."""
    made = Reading()
    try:
        root = fromstring(text, forbid_dtd=True) if len(text) <= TEXT_LIMIT else None
    except (ParseError, DefusedXmlException, ValueError, RecursionError, LookupError):
        root = None
    if root is None:
        words = say("This is no well-formed XML without a document type, so it licenses nothing and forbids nothing.")
        made.notes.append(Note(SCHEME, place, cut(text[:80]), words, spec=f"{_SPEC}, <rsl>"))
        return made
    if root.tag != f"{{{NS}}}rsl":
        words = say("The root element is not rsl in the namespace {namespace}, so this is no RSL document.", namespace=NS)
        made.notes.append(Note(SCHEME, place, cut(root.tag), words, spec=f"{_SPEC}, <rsl>"))
        return made
    best = _content_for(root, target, place, made)
    if best is None:
        words = say("No content of the document covers {address}, so it says nothing about it.", address=cut(target.url))
        made.notes.append(Note(SCHEME, place, "", words, "hint", f"{_SPEC}, <content>"))
        return made
    number, content = best
    return _stated(content, f"{place}, content {number}", made)


def _content_for(root: Element, target: Target, place: str, made: Reading) -> tuple[int, Element] | None:
    """The content element with the longest matching address."""
    best: tuple[int, int, Element] | None = None
    _known(root, "rsl", place, made)
    for number, content in enumerate(root.findall(f"{{{NS}}}content")[:CONTENTS], 1):
        address = content.get("url", "")
        if not address:
            made.notes.append(
                Note(
                    SCHEME,
                    f"{place}, content {number}",
                    "",
                    say("The address (url) is missing; this content is skipped."),
                    spec=f"{_SPEC}, <content>",
                )
            )
            continue
        length = _covers(address, target)
        if length >= 0 and (best is None or length > best[0]):
            best = (length, number, content)
    return (best[1], best[2]) if best else None


def _covers(address: str, target: Target) -> int:
    """How specific an address covers the target (octets of its path), or -1. A full address has to be of the same host."""
    path = address
    if "://" in address:
        try:
            own, asked = urlsplit(address), urlsplit(target.url)
            if (own.hostname or "").casefold() != (asked.hostname or "").casefold():
                return -1
        except ValueError:
            return -1
        path = (own.path or "/") + (f"?{own.query}" if own.query else "")
    pattern = normal(path)
    return len(pattern) if path.startswith(("/", "*")) and matches(pattern, normal(target.path)) else -1


def _known(element: Element, name: str, place: str, made: Reading) -> None:
    """Elements of RSL's namespace that the specification does not know there make a document non-conformant; foreign ones are ignored."""
    for child in list(element)[:CONTENTS]:
        space, _, local = str(child.tag).rpartition("}")
        if space == f"{{{NS}" and local not in CHILDREN[name] and len(made.notes) < 50:
            words = say("“{name}” is no element that RSL knows here; it is left out.", name=cut(local))
            made.notes.append(Note(SCHEME, place, cut(local), words, "deviation", f"{_SPEC}, <{name}>"))


def _stated(content: Element, place: str, made: Reading) -> Reading:
    _known(content, "content", place, made)
    licences = content.findall(f"{{{NS}}}license")
    terms = content.findtext(f"{{{NS}}}terms") or ""
    if terms.strip():
        made.pointers.append(
            Pointer(SCHEME, place, cut(terms), say("Terms in words; they were not fetched."), f"{_SPEC}, <terms>", offers=True)
        )
    server = content.get("server", "")
    if not licences:
        words = say("The content has no licence: it is listed and nothing is granted or refused.")
        made.notes.append(Note(SCHEME, place, "", words, "hint", f"{_SPEC}, <license>"))
        return made
    found = [_terms(one, place, made) for one in licences[:50]]
    for use in USES:
        stance, words, code, address = _stance(use, found, server)
        if stance is not Stance.UNKNOWN:
            made.statements.append(Statement(SCHEME, place, code, (use,), stance, words, f"{_SPEC}, <license>", code, terms=address))
    return made


def _terms(licence: Element, place: str, made: Reading) -> Terms:
    """One licence as sets of usages and conditions."""
    terms = Terms()
    _known(licence, "license", place, made)
    for name, chosen in (("permits", terms.permits), ("prohibits", terms.prohibits)):
        for element in licence.findall(f"{{{NS}}}{name}")[:50]:
            kind, text = element.get("type", "usage"), (element.text or "").strip()
            if kind == "usage":
                terms.closed = terms.closed or name == "permits"
                chosen |= _tokens(text, place, made)
            elif kind in ("user", "geo"):
                terms.conditions.append(
                    say("for some users or countries only: {name} {kind} “{text}”", name=name, kind=kind, text=cut(text))
                )
            else:
                words = say("“{kind}” is no type of permits or prohibits; it is left out.", kind=cut(kind))
                made.notes.append(Note(SCHEME, place, cut(text), words, "deviation", f"{_SPEC}, <{name}>"))
    for payment in licence.findall(f"{{{NS}}}payment")[:20]:
        kind = payment.get("type", "free").strip()
        if kind not in _FREE:
            amount = payment.find(f"{{{NS}}}amount")
            price = f" {(amount.text or '').strip()} {amount.get('currency', '')}".rstrip() if amount is not None else ""
            terms.conditions.append(say("against {kind}{price}", kind=cut(kind), price=cut(price) and f" ({cut(price)})"))
        terms.address = terms.address or cut(payment.findtext(f"{{{NS}}}custom") or payment.findtext(f"{{{NS}}}standard") or "")
    return terms


def _tokens(text: str, place: str, made: Reading) -> set[str]:
    """Usage tokens, blank-separated; commas and older names are read and told."""
    found: set[str] = set()
    if "," in text:
        words = say("Usages are separated by blanks, not by commas; they were read all the same.")
        made.notes.append(Note(SCHEME, place, cut(text), words, "deviation", f"{_SPEC}, <permits>"))
    for token in text[:4000].replace(",", " ").split()[:100]:
        known = _OLDER.get(token, token)
        if known not in USAGE:
            words = say("“{token}” is no usage of RSL 1.0; it is left out.", token=cut(token))
            made.notes.append(Note(SCHEME, place, cut(text), words, "deviation", f"{_SPEC}, <permits>"))
            continue
        if known != token:
            words = say("“{token}” is an older name; it was read as {known}.", token=token, known=known)
            made.notes.append(Note(SCHEME, place, cut(text), words, "deviation", f"{_SPEC}, <permits>"))
        found.add(known)
    return found


def _stance(use: Use, licences: list[Terms], server: str) -> tuple[Stance, Words, str, str]:
    """What all licences of a content come to for one use."""
    address = next((one.address for one in licences if one.address), cut(server))
    for one in licences:
        token = next((token for token in sorted(one.prohibits) if use in USAGE[token]), "")
        if token:
            return Stance.DISALLOWED, say("The licence forbids it (prohibits {token}).", token=token), f"prohibits {token}", address
    permitting = [(one, next((token for token in sorted(one.permits) if use in USAGE[token]), "")) for one in licences]
    given = [(one, token) for one, token in permitting if token]
    if not given:
        if use is not Use.MINING and all(one.closed for one in licences):  # RSL has no word for mining but "all"
            return Stance.DISALLOWED, say("The licence lists what it permits, and this is not on the list."), "not among permits", address
        return Stance.UNKNOWN, say("The licence does not speak of it."), "", address
    code = f"permits {given[0][1]}"
    conditions = [condition for one, _ in given for condition in one.conditions]
    if server:
        return Stance.CONDITIONAL, say("Permitted with a licence from the server {server}.", server=cut(server)), code, address
    if conditions:
        return Stance.CONDITIONAL, say("Permitted under conditions: {conditions}.", conditions="; ".join(conditions[:5])), code, address
    return Stance.ALLOWED, say("Permitted by the licence without payment."), code, address


def from_robots(robots: Robots, target: Target) -> Reading:
    """`License` lines: those of the crawler's group where it has any, else those before all groups."""
    lines, _ = robots.usage(target.agent or "*", "license")
    chosen = lines or [one for one in robots.loose if one.name == "license"]
    made = Reading()
    for one in chosen[:50]:
        made += pointed(one.value, f"robots.txt line {one.line}")
    return made


def pointed(address: str, place: str) -> Reading:
    """A pointer to a licence file, or a note where the address is no absolute one."""
    try:
        parts = urlsplit(address)
        absolute = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        absolute = False
    if not absolute:
        words = say("A License line needs an absolute http(s) address; this one points nowhere.")
        return Reading(notes=[Note(SCHEME, place, cut(address), words, spec=f"{_SPEC}, robots.txt")])
    words = say("A licence file in RSL is said to stand here; it was not fetched, and what it says is unknown until it is.")
    return Reading(pointers=[Pointer(SCHEME, place, cut(address), words, f"{_SPEC}, robots.txt", offers=True)])


def licences(addresses: Iterable[tuple[str, str]]) -> Reading:
    """Pointers from links: pairs of address and place."""
    return Reading.joined(pointed(address, place) for address, place in addresses)
