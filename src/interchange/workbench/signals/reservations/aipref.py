"""AIPREF usage preferences (draft-ietf-aipref-vocab-07, draft-ietf-aipref-attach-05 of 19 August 2026; neither has consensus yet).

`Content-Usage` is a Dictionary of RFC 9651 as a header field and as a rule of robots.txt. The labels are `train-ai` and `search`, the values `y` and `n`;
all else means nothing. A field that cannot be parsed states nothing (vocab 6.5), and the reason is told.
"""

from collections.abc import Iterable

import http_sf

from interchange.workbench.signals.model import Stance, Use, Words, say
from interchange.workbench.signals.reservations.patterns import matches, normal
from interchange.workbench.signals.reservations.robots import Robots
from interchange.workbench.signals.reservations.statements import Note, Reading, Statement, Target, cut
from interchange.workbench.signals.reservations.statements import octets as to_octets

SCHEME = "aipref"
LABELS: dict[str, tuple[Use, ...]] = {"train-ai": (Use.GENERATIVE_TRAINING,), "search": (Use.SEARCH,)}
VALUE_LIMIT = 8192  # characters of one value
_EARLIER = {"ai", "genai", "train-genai", "bots", "tdm", "all", "ai-use", "ai-output", "ai-input", "ai-train", "inference", "automated"}
_ATTACH, _VOCAB = "draft-ietf-aipref-attach-05", "draft-ietf-aipref-vocab-07"


def preferences(value: str | bytes) -> tuple[dict[str, Stance], list[Words]]:
    """The preferences in one serialised statement and what is wrong with it (vocab section 6.5). Never raises."""
    octets = to_octets(value) if isinstance(value, str) else value
    if len(octets) > VALUE_LIMIT:
        return {}, [say("The value is longer than {limit} octets and was not read.", limit=VALUE_LIMIT)]
    try:
        found = http_sf.parse(octets, tltype="dictionary")
    except (ValueError, RecursionError, ArithmeticError) as problem:
        reason = _likely(octets) or cut(str(problem))
        return {}, [say("This is no Dictionary of RFC 9651, so it states nothing: {reason}", reason=reason)]
    stances: dict[str, Stance] = {}
    troubles: list[Words] = []
    if not isinstance(found, dict):
        return stances, troubles
    for label, member in found.items():
        item = member[0] if isinstance(member, tuple) else member
        if label not in LABELS:
            troubles.append(_unknown(label))
        elif isinstance(item, http_sf.Token) and str(item) in ("y", "n"):
            stances[label] = Stance.ALLOWED if str(item) == "y" else Stance.DISALLOWED
        else:
            troubles.append(say("“{label}” has a value other than the tokens y and n, so its preference is unknown.", label=label))
    return stances, troubles


def _unknown(label: str) -> Words:
    if label in _EARLIER:
        return say(
            "“{label}” stood in earlier drafts or in other schemes; the present draft does not know it, so it is ignored.", label=label
        )
    return say("“{label}” is no label of the present draft and is ignored.", label=cut(label))


def _likely(octets: bytes) -> str:
    """The mistake people make, where it can be told; "" leaves the parser's own words."""
    text = octets.decode("utf-8", "replace").strip()
    if any(sign > "~" for sign in text):
        return "it has characters outside of ASCII"
    name = text.split("=", 1)[0].strip()
    if name and name != name.lower():
        return "labels are written in lower case"
    if ":" in name:
        return "a label is followed by “=”, not by “:”"
    if text.endswith((",", ";")):
        return "it ends with a separator"
    if "=" in text and ";" in text and text.split(";", 1)[1].lstrip().split("=", 1)[0].strip() in LABELS and "," not in text:
        return "members are separated by commas, not by semicolons"
    if " =" in text or "= " in text:
        return "no blank stands around “=”"
    if " " in text.strip() and "," not in text:
        return "members are separated by commas"
    return ""


def from_header(values: Iterable[str]) -> Reading:
    """The `Content-Usage` fields of a response; several are one, joined by commas (RFC 9110 section 5.3)."""
    given = list(values)
    if not given:
        return Reading()
    value = ", ".join(given)
    return _read(value, value, "HTTP header Content-Usage", f"{_ATTACH}, 2", rank=1)


def from_robots(robots: Robots, target: Target) -> Reading:
    """The `Content-Usage` rules that apply to the target: longest path wins, equal ones combine, only where crawling is allowed (attach section 3)."""
    made = Reading()
    lines, by = robots.usage(target.agent or "*", "content-usage")
    for loose in robots.loose:
        if loose.name == "content-usage":
            words = say("This Content-Usage line stands before any User-agent line, so it belongs to no group and applies to nobody.")
            made.notes.append(Note(SCHEME, f"robots.txt line {loose.line}", cut(loose.value), words, spec=f"{_ATTACH}, 3"))
    if not lines:
        return made
    octets = normal(target.path)
    best, chosen = -1, []
    for one in lines:
        path, value = _split(one.value)
        pattern = normal(path)
        if not matches(pattern, octets):
            continue
        if len(pattern) > best:
            best, chosen = len(pattern), []
        if len(pattern) == best:
            chosen.append((one, path, value))
    if chosen and not robots.access(target.agent or "*", target.path).allowed:
        words = say("The path may not be crawled, so its Content-Usage line implies nothing.")
        made.notes.append(
            Note(SCHEME, f"robots.txt line {chosen[0][0].line}", cut(chosen[0][0].value), words, "deviation", f"{_ATTACH}, 3.1")
        )
        return made
    for one, path, value in chosen[:50]:
        made += _read(value, one.value, f"robots.txt line {one.line}", f"{_ATTACH}, 3.1", data={"path": path or "/", "group": by})
    return made


def _split(value: str) -> tuple[str, str]:
    """Path and preference of a rule's value: a path begins with “/” and ends at the first blank (attach section 3.2)."""
    if not value.startswith("/"):
        return "", value
    for at, sign in enumerate(value):
        if sign in " \t":
            return value[:at], value[at:].strip(" \t")
    return value, ""


def _read(value: str, raw: str, place: str, spec: str, *, rank: int = 0, data: dict[str, str] | None = None) -> Reading:
    stances, troubles = preferences(value)
    made = Reading(notes=[Note(SCHEME, place, cut(raw), words, spec=f"{_VOCAB}, 6.5") for words in troubles[:50]])
    for label, stance in stances.items():
        code = f"{label}={'y' if stance is Stance.ALLOWED else 'n'}"
        made.statements.append(
            Statement(SCHEME, place, cut(raw), LABELS[label], stance, _meaning(label, stance), spec, code, rank, data=dict(data or {}))
        )
    return made


def _meaning(label: str, stance: Stance) -> Words:
    if label == "search":
        return (
            say("Prefers to be found: search that leads to the original is welcome.")
            if stance is Stance.ALLOWED
            else say("Prefers not to be used in search.")
        )
    if stance is Stance.ALLOWED:
        return say("Allows the training of models that generate content, as a preference.")
    return say("Prefers not to be used in training models that generate content.")
