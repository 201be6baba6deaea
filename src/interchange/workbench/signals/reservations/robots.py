"""robots.txt (RFC 9309), line by line: groups, rules, and the usage lines that other schemes put there.

RFC 9309 is read as it stands (section 2.2: groups for the same product token are one, other records never end a group, the longest match wins and
`Allow` wins a tie). Usage lines (`Content-Usage`, `Content-Signal`, `License`) are rules of a group to those who know them and are not there for others,
so a group of usage lines alone is read both ways: see `Group.falls_through`.
"""

from dataclasses import dataclass, field

from interchange.workbench.signals.model import Words, say
from interchange.workbench.signals.reservations.patterns import matches, normal
from interchange.workbench.signals.reservations.statements import Note, cut
from interchange.workbench.signals.reservations.statements import octets as to_octets

SIZE_LIMIT = 500 * 1024  # octets that a crawler must read (RFC 9309 section 2.5); what follows is not looked at
SCHEME = "robots"
NOTES = 100  # notes about one file
USAGE = ("content-usage", "content-signal", "license")
_MISSPELT = {
    "useragent": "user-agent", "user agent": "user-agent", "dissallow": "disallow", "dissalow": "disallow", "disalow": "disallow",
    "diasllow": "disallow", "disallaw": "disallow", "site-map": "sitemap", "content usage": "content-usage", "contentusage": "content-usage",
    "content-signals": "content-signal", "licence": "license",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One `Allow` or `Disallow` line."""

    line: int
    allow: bool
    path: str
    pattern: bytes


@dataclass(frozen=True, slots=True)
class Usage:
    """One usage line: its name in lower case and the value as it stands."""

    line: int
    name: str
    value: str


@dataclass(slots=True)
class Group:
    """User-agent lines and what follows them. `falls_through`: it holds usage lines only, so parsers without them read the next group's rules as its own."""

    line: int
    agents: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    usage: list[Usage] = field(default_factory=list)
    ruled: bool = False  # an Allow or Disallow line stands in it, be its path empty
    falls_through: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Whether a crawler is asked to stay away, and by which line. `by` is the product token of the group that decided, "" where none did."""

    allowed: bool
    line: int = 0
    rule: str = ""
    by: str = ""


@dataclass(slots=True)
class Robots:
    """A robots.txt as it was read."""

    groups: list[Group] = field(default_factory=list)
    loose: list[Usage] = field(default_factory=list)  # usage lines before any group: they apply to all (RSL) or to nobody (AIPREF)
    sitemaps: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    lines: int = 0
    _index: dict[str, list[Group]] | None = None
    _known: dict[tuple[tuple[int, ...], str], Access] = field(default_factory=dict)

    def groups_for(self, token: str) -> tuple[list[Group], str]:
        """The groups that a crawler with this product token obeys, and the name they go by: its own, else those of `*` (section 2.2.1)."""
        if self._index is None:
            self._index = {}
            for group in self.groups:
                for name in {name for agent in group.agents for name in _names(agent)}:
                    self._index.setdefault(name, []).append(group)
        own = self._index.get(token.casefold(), [])
        if own and token not in ("", "*"):
            return own, token
        everybody = self._index.get("*", [])
        return everybody, "*" if everybody else ""

    def access(self, token: str, path: str) -> Access:
        """Whether a crawler may fetch `path` (path and query) by this file. /robots.txt itself may always be fetched (section 2.2.2)."""
        groups, by = self.groups_for(token)
        if not groups or path == "/robots.txt":
            return Access(True, by=by)
        key = (tuple(group.line for group in groups), path)
        if key in self._known:
            known = self._known[key]
            return Access(known.allowed, known.line, known.rule, by)
        octets = normal(path)
        best: Rule | None = None
        for rule in self._rules(groups):
            if best is not None and (len(rule.pattern), rule.allow) <= (len(best.pattern), best.allow):
                continue
            if matches(rule.pattern, octets):
                best = rule
        self._known[key] = made = Access(True, by=by) if best is None else Access(best.allow, best.line, best.path, by)
        return made

    def _rules(self, groups: list[Group]) -> list[Rule]:
        """The rules of groups, with those of the next group where a group holds usage lines only (RFC 9309 knows no such lines)."""
        found: list[Rule] = []
        places = {id(group): index for index, group in enumerate(self.groups)} if any(group.falls_through for group in groups) else {}
        seen: set[int] = set()
        for group in groups:
            found += group.rules
            at = places.get(id(group), 0)
            while group.falls_through and at + 1 < len(self.groups) and at not in seen:
                seen.add(at)
                at += 1
                group = self.groups[at]
                found += group.rules
        return found

    def usage(self, token: str, name: str) -> tuple[list[Usage], str]:
        """The usage lines called `name` in the groups that a crawler obeys, and the name those go by."""
        groups, by = self.groups_for(token)
        return [one for group in groups for one in group.usage if one.name == name], by


def _names(agent: str) -> set[str]:
    """The product tokens that a User-agent line means: the whole value, and the part before a version or a blank, without regard to case."""
    value = agent.casefold()
    first = value.split(None, 1)[0]
    return {"*"} if first == "*" else {value, value.split("/", 1)[0].rstrip(), first.split("/", 1)[0]} - {"*"}


def decoded(text: str | bytes) -> tuple[str, list[Note]]:
    """The text of a robots-like file, with notes on what its octets are: BOM, other encodings, more than a crawler has to read."""
    octets = to_octets(text) if isinstance(text, str) else text
    notes: list[Note] = []
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = say("This file is in UTF-16. RFC 9309 asks for UTF-8: crawlers read nothing in it.")
        return "", [Note(SCHEME, "octet 1", "", words, spec="RFC 9309, 2.2")]
    if octets.startswith(b"\xef\xbb\xbf"):
        octets = octets[3:]
        words = say("The file begins with a byte order mark. Most parsers skip it; some lose the first line.")
        notes.append(Note(SCHEME, "octet 1", "", words, "hint", "RFC 9309, 2.2"))
    if len(octets) > SIZE_LIMIT:
        words = say("The file has {size} octets. Crawlers have to read the first {limit} only; nothing after that was looked at.",
                    size=len(octets), limit=SIZE_LIMIT)  # fmt: skip
        notes.append(Note(SCHEME, f"octet {SIZE_LIMIT}", "", words, "deviation", "RFC 9309, 2.5"))
        octets = octets[:SIZE_LIMIT]
    return octets.decode("utf-8", "surrogateescape"), notes


def read(text: str | bytes) -> Robots:
    """Read a robots.txt. Never raises: what cannot be understood becomes a note with its line."""
    content, notes = decoded(text)
    made = Robots(notes=notes)
    if content.lstrip()[:200].casefold().startswith(("<!doctype html", "<html")):
        made.notes.append(
            Note(SCHEME, "line 1", cut(content[:80]), say("This is a web page, not a robots.txt: crawlers find no rule in it."))
        )
        return made
    group: Group | None = None
    heading = False  # the last record that counts was a User-agent line
    for number, line in enumerate(content.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        made.lines = number
        body = line.split("#", 1)[0].strip(" \t\ufeff\x00\x0b\x0c")
        if not body:
            continue
        name, colon, value = body.partition(":")
        name, value = name.strip().casefold(), value.strip()
        if name == "user-agent" and colon:
            if not value:
                made.notes.append(_note(number, line, say("A User-agent line without a name speaks to nobody.")))
                continue
            if group is None or not heading:
                if group is not None and group.usage and not group.ruled:
                    group.falls_through = True
                    made.notes.append(_note(number, line, say(
                        "The group before this line has no Allow or Disallow line. Parsers that do not know its usage lines take both groups for one."
                    ), "deviation", "RFC 9309, 2.2.1"))  # fmt: skip
                group = Group(number)
                made.groups.append(group)
                heading = True
            group.agents.append(value)
        elif name in ("allow", "disallow") and colon:
            heading = _rule(made, group, number, line, name, value, heading)
        elif name in USAGE and colon:
            usage = Usage(number, name, value)
            if group is None:
                made.loose.append(usage)
            else:
                group.usage.append(usage)
                heading = False
        elif name == "sitemap" and colon:
            made.sitemaps.append(cut(value))
        else:
            _other(made, number, line, name, colon)
    _conflicts(made)
    return made


def _rule(made: Robots, group: Group | None, number: int, line: str, name: str, value: str, heading: bool) -> bool:
    """Take one Allow or Disallow line; the new state of `heading`."""
    if group is None:
        words = say("This rule stands before any User-agent line, so it applies to nobody.")
        made.notes.append(_note(number, line, words, spec="RFC 9309, 2.1"))
        return heading
    group.ruled = True
    if not value:
        return False  # an empty path is no rule: everything stays allowed (section 2.2.2)
    if value[0] not in "/*$" and len(made.notes) < NOTES:
        words = say(
            "A path begins with “/”. Crawlers differ on “{value}”; here it is read as it stands and covers nothing.", value=cut(value)
        )
        made.notes.append(_note(number, line, words, "deviation", "RFC 9309, 2.2.2"))
    group.rules.append(Rule(number, name == "allow", cut(value), normal(value)))
    return False


def _other(made: Robots, number: int, line: str, name: str, colon: str) -> None:
    """Say what is nearly a rule; other records are nobody's business (section 2.2.4)."""
    word = name.split(None, 1)[0] if name else ""
    if not colon and word in ("user-agent", "allow", "disallow", *USAGE):
        words = say("The colon is missing. RFC 9309 knows no such line; Google guesses it, others read nothing.")
        made.notes.append(_note(number, line, words, spec="RFC 9309, 2.2"))
    elif name in _MISSPELT:
        words = say("“{name}” is not a record; “{meant}” may be meant. Google forgives some of these, RFC 9309 does not.",
                    name=cut(name), meant=_MISSPELT[name])  # fmt: skip
        made.notes.append(_note(number, line, words, spec="RFC 9309, 2.2"))
    elif not colon and len(made.notes) < NOTES:
        made.notes.append(_note(number, line, say("This line is no record and is skipped."), "hint", "RFC 9309, 2.2"))


def _conflicts(made: Robots) -> None:
    """Several groups for one crawler (read as one), and rules for one path that contradict each other."""
    groups: dict[str, list[Group]] = {}
    for group in made.groups:
        for agent in {agent.casefold() for agent in group.agents}:
            groups.setdefault(agent, []).append(group)
    looked: set[tuple[int, ...]] = set()
    patience = 50_000  # a hostile file could name each crawler in many groups
    for agent, found in groups.items():
        if len(found) > 1 and len(made.notes) < NOTES:
            words = say("{count} groups name “{agent}” (lines {lines}). They are read as one group; some older parsers obey only the first.",
                        count=len(found), agent=cut(agent), lines=", ".join(str(group.line) for group in found[:8]))  # fmt: skip
            made.notes.append(Note(SCHEME, f"line {found[1].line}", cut(agent), words, "hint", "RFC 9309, 2.2.1"))
        key = tuple(group.line for group in found)
        patience -= sum(len(group.rules) for group in found) if key not in looked else 0
        if key in looked or patience < 0:
            continue
        looked.add(key)
        sides: dict[bytes, Rule] = {}
        for rule in (rule for group in found for rule in group.rules):
            first = sides.setdefault(rule.pattern, rule)
            if first.allow != rule.allow and len(made.notes) < NOTES:
                words = say("Lines {first} and {second} contradict each other for “{path}”. Allow wins a tie.",
                            first=first.line, second=rule.line, path=rule.path)  # fmt: skip
                made.notes.append(Note(SCHEME, f"line {rule.line}", rule.path, words, "deviation", "RFC 9309, 2.2.2"))


def _note(number: int, line: str, words: Words, kind: str = "refused", spec: str = "") -> Note:
    return Note(SCHEME, f"line {number}", cut(line), words, kind, spec)
