"""From one declaration to every scheme: headers, robots.txt, tdmrep.json, HTML metadata, an RSL file. What a scheme cannot say is left out, never bent.

All writers refuse (`ValueError`) what would break out of its line or its address; what they write is read back by independent readers in the tests.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import http_sf

from interchange.workbench.signals.model import Stance, Use
from interchange.workbench.signals.reservations import aipref, contentsignals, rsl
from interchange.workbench.signals.reservations.crawlers import PURPOSES, Crawler, register
from interchange.workbench.signals.reservations.statements import TRAINING, USES

_SAID = (Stance.ALLOWED, Stance.DISALLOWED)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What somebody says about the uses of their works. Only `allowed` and `disallowed` are written; a use that is not in `stances` is not spoken of.

    `policy` is the address of a policy on mining (TDMRep), `licence` that of an RSL file. Raises `ValueError` for addresses that are not absolute http(s).
    """

    stances: Mapping[Use, Stance] = field(default_factory=dict)
    policy: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        for address in (self.policy, self.licence):
            if address:
                checked(address)

    def together(self, uses: Sequence[Use]) -> Stance:
        """The one stance on all of `uses`, or unknown where they differ or are not spoken of."""
        found = {self.stances.get(use, Stance.UNKNOWN) for use in uses}
        only = found.pop() if len(found) == 1 else Stance.UNKNOWN
        return only if only in _SAID else Stance.UNKNOWN


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a site with a declaration of its own: a path or pattern (RFC 9309), beginning with “/”."""

    path: str
    declaration: Declaration


def checked(address: str) -> str:
    """An absolute http(s) address without blanks, quotes, brackets and control signs. Raises `ValueError`."""
    parts = urlsplit(address)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or any(sign <= " " or sign in '<>"\\^`{|}\x7f' or sign > "~" for sign in address)
    ):
        raise ValueError(f"not an absolute http(s) address: {address[:100]!r}")
    return address


def _path(path: str) -> str:
    if not path.startswith("/") or any(sign <= " " or sign == "#" or sign > "~" for sign in path):
        raise ValueError(f"not a path of robots.txt: {path[:100]!r}")
    return path


# --- TDMRep -----------------------------------------------------------------------------------------------------------
def _reservation(declaration: Declaration) -> int | None:
    stance = declaration.together((Use.MINING,))
    return None if stance is Stance.UNKNOWN else int(stance is Stance.DISALLOWED)


def tdmrep_file(places: Iterable[Place]) -> str:
    """`/.well-known/tdmrep.json`. Rules are written longest path first, since the first in sequence decides."""
    rules = []
    for place in sorted(places, key=lambda one: -len(one.path)):
        value = _reservation(place.declaration)
        if value is not None:
            rule: dict[str, object] = {"location": _path(place.path), "tdm-reservation": value}
            rules.append({**rule, "tdm-policy": place.declaration.policy} if value and place.declaration.policy else rule)
    return json.dumps(rules, indent=2) + "\n"


def _properties(declaration: Declaration) -> dict[str, str]:
    value = _reservation(declaration)
    if value is None:
        return {}
    return {"tdm-reservation": str(value), **({"tdm-policy": declaration.policy} if value and declaration.policy else {})}


def html_meta(declaration: Declaration) -> str:
    """The metadata of an HTML page (TDMRep), one element a line; "" where nothing is said about mining."""
    return "".join(f'<meta name="{name}" content="{escape(value)}">\n' for name, value in _properties(declaration).items())


def xmp_properties(declaration: Declaration) -> dict[str, str]:
    """The properties of a file's XMP: TDMRep's, and PLUS Data Mining where one of its values says just this."""
    made = {f"tdm:{name.removeprefix('tdm-')}": value for name, value in _properties(declaration).items()}
    mining, search = declaration.together((Use.MINING,)), declaration.together((Use.SEARCH,))
    training, generative = declaration.together(TRAINING), declaration.together((Use.GENERATIVE_TRAINING,))
    code = ""
    if mining is Stance.DISALLOWED:  # PLUS counts training as mining, and names search with it
        code = {Stance.ALLOWED: "PROHIBITED-EXCEPTSEARCHENGINEINDEXING", Stance.DISALLOWED: "PROHIBITED"}.get(search, "")
    elif training is Stance.DISALLOWED:
        code = "PROHIBITED-AIMLTRAINING"
    elif generative is Stance.DISALLOWED:
        code = "PROHIBITED-GENAIMLTRAINING"
    elif mining is training is Stance.ALLOWED:
        code = "ALLOWED"
    return {**made, **({"plus:DataMining": f"http://ns.useplus.org/ldf/vocab/DMI-{code}"} if code else {})}


# --- AIPREF, Content Signals ------------------------------------------------------------------------------------------
def content_usage(declaration: Declaration) -> str:
    """The value of `Content-Usage`, serialised by RFC 9651; "" where the draft's labels say nothing."""
    found = {label: declaration.together(uses) for label, uses in aipref.LABELS.items()}
    members: dict[str, Any] = {
        label: http_sf.Token("y" if stance is Stance.ALLOWED else "n") for label, stance in found.items() if stance is not Stance.UNKNOWN
    }
    return str(http_sf.ser(members)) if members else ""


def content_signal(declaration: Declaration) -> str:
    """The value of `Content-Signal`; "" where it says nothing."""
    found = {name: declaration.together(uses) for name, uses in contentsignals.SIGNALS.items()}
    return ", ".join(
        f"{name}={'yes' if stance is Stance.ALLOWED else 'no'}" for name, stance in found.items() if stance is not Stance.UNKNOWN
    )


def header_fields(declaration: Declaration) -> dict[str, str]:
    """The fields of a response: `tdm-reservation`, `tdm-policy`, `Content-Usage`, and `Link` to the RSL file."""
    fields = _properties(declaration)
    if usage := content_usage(declaration):
        fields["Content-Usage"] = usage
    if declaration.licence:
        fields["Link"] = f'<{declaration.licence}>; rel="license"; type="{rsl.MEDIA_TYPE}"'
    return fields


# --- robots.txt -------------------------------------------------------------------------------------------------------
def away(declaration: Declaration) -> list[Crawler]:
    """The known crawlers whose every purpose is refused, so that asking them to stay away refuses nothing that is allowed."""
    return [
        one for one in register().crawlers
        if all(declaration.together((use,)) is Stance.DISALLOWED for purpose in one.purposes for use in PURPOSES[purpose])
    ]  # fmt: skip


def robots_snippet(crawlers: Iterable[Crawler], closed: Sequence[str] = ("/",)) -> str:
    """One group that asks crawlers to leave paths; "" without crawlers."""
    names = sorted({one.token for one in crawlers}, key=str.casefold)
    for name in names:
        if any(sign < " " or sign in "#:" for sign in name):
            raise ValueError(f"not a product token: {name[:100]!r}")
    lines = [*(f"User-agent: {name}" for name in names), *(f"Disallow: {_path(path)}" for path in closed)]
    return "\n".join(lines) + "\n" if names else ""


def robots_file(
    declaration: Declaration,
    *,
    closed: Sequence[str] = (),
    places: Sequence[Place] = (),
    crawlers: Iterable[Crawler] = (),
    sitemaps: Sequence[str] = (),
    comment: str = "",
) -> str:
    """A robots.txt: licence, a group for everybody with closed paths and usage preferences, a group for the crawlers that are asked to stay away.

    The group for everybody says `Allow: /`, since preferences mean only what may be crawled; it stands first, and no blank line splits it.
    """
    lines = [f"# {part}" for part in comment.splitlines()]
    if declaration.licence:
        lines += [f"License: {declaration.licence}", ""]
    lines += ["User-agent: *", "Allow: /", *(f"Disallow: {_path(path)}" for path in closed)]
    if usage := content_usage(declaration):
        lines.append(f"Content-Usage: {usage}")
    for place in places:
        if usage := content_usage(place.declaration):
            lines.append(f"Content-Usage: {_path(place.path)} {usage}")
    everywhere = {
        use: stance for use, stance in declaration.stances.items() if all(place.declaration.stances.get(use) is stance for place in places)
    }
    if signal := content_signal(Declaration(everywhere)):  # it has no paths, so it says only what holds in all places
        lines.append(f"Content-Signal: {signal}")
    if group := robots_snippet(crawlers):
        lines += ["", group.rstrip("\n")]
    if sitemaps:
        lines += ["", *(f"Sitemap: {checked(address)}" for address in sitemaps)]
    return "\n".join(lines) + "\n"


# --- RSL --------------------------------------------------------------------------------------------------------------
def rsl_tokens(declaration: Declaration) -> tuple[list[str], list[str]]:
    """Usages permitted and prohibited. Since `permits` is a closed list, it is written only where every use that RSL has a word for is spoken of."""
    if declaration.together(USES) is not Stance.UNKNOWN:
        return (["all"], []) if declaration.together(USES) is Stance.ALLOWED else ([], ["all"])
    stances = {token: declaration.together(uses) for token, uses in rsl.USAGE.items() if token not in ("all", "ai-all")}
    permits = [token for token, stance in stances.items() if stance is Stance.ALLOWED]
    prohibits = [token for token, stance in stances.items() if stance is Stance.DISALLOWED]
    return (permits, prohibits) if len(permits) + len(prohibits) == len(stances) else ([], prohibits)


def rsl_file(places: Iterable[Place], *, terms: str = "") -> str:
    """An RSL 1.0 document with one content for each place of which something can be said."""
    ElementTree.register_namespace("", rsl.NS)
    root = ElementTree.Element(f"{{{rsl.NS}}}rsl")
    for place in places:
        permits, prohibits = rsl_tokens(place.declaration)
        if not permits and not prohibits:
            continue
        content = ElementTree.SubElement(root, f"{{{rsl.NS}}}content", url=_path(place.path))
        licence = ElementTree.SubElement(content, f"{{{rsl.NS}}}license")
        for name, tokens in (("permits", permits), ("prohibits", prohibits)):
            if tokens:
                ElementTree.SubElement(licence, f"{{{rsl.NS}}}{name}", type="usage").text = " ".join(tokens)
        if permits:
            ElementTree.SubElement(licence, f"{{{rsl.NS}}}payment", type="free")
        if terms:
            ElementTree.SubElement(content, f"{{{rsl.NS}}}terms").text = checked(terms)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
