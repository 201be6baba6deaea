"""What this site says about uses of what stands on it: one declaration in the settings, from which headers, robots.txt and tdmrep.json are written.

An item with a licence of its own goes before the site's declaration where that licence permits more: its page and files name it (`Link: rel="license"`),
and the header fields of that answer follow it. robots.txt therefore speaks of such places only as far as no licence changes it.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from interchange.workbench.signals.model import Stance, Use
from interchange.workbench.signals.reservations import writers
from interchange.workbench.signals.reservations.statements import TRAINING, USES
from interchange.workbench.signals.reservations.writers import Declaration, Place

WORDS: dict[str, tuple[Use, ...]] = {
    "search": (Use.SEARCH,),
    "training": TRAINING,
    "input": (Use.AI_INPUT, Use.AI_INDEX),
    "mining": (Use.MINING,),
}
ANSWERS = {"allow": Stance.ALLOWED, "refuse": Stance.DISALLOWED}
# Where crawlers have no business: robots.txt asks them to stay away, and nothing there is said to be found by search
CLOSED = ("/account/", "/desk/", "/selection/", "/roles/", "/search/", "/demo/", "/outbox/")
# Where items stand that may have a licence of their own: below these, robots.txt says only what no licence changes
ITEMS = ("/repository/", "/files/")
_OPEN = re.compile(
    r"creativecommons\.org/licenses/by(?:-sa)?/|spdx\.org/licenses/(?:CC-BY(?:-SA)?-\d|MIT|Apache-2\.0|BSD-|ODC-By|etalab)", re.IGNORECASE
)
_FREE = re.compile(r"creativecommons\.org/publicdomain/|spdx\.org/licenses/(?:CC0-|PDDL-|Unlicense)", re.IGNORECASE)


def read(text: str) -> dict[Use, Stance]:
    """The setting INTERCHANGE_USES ("search=allow, training=refuse") as stances. Raises `ImproperlyConfigured` with what is wrong."""
    found: dict[Use, Stance] = {}
    for piece in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, answer = (part.strip() for part in piece.partition("="))
        if name not in WORDS or answer not in ANSWERS:
            raise ImproperlyConfigured(f"INTERCHANGE_USES: {piece!r} is not one of {', '.join(WORDS)} with =allow or =refuse.")
        found |= dict.fromkeys(WORDS[name], ANSWERS[answer])
    return found


def declaration() -> Declaration:
    """What holds for the whole site. A refusal of mining names the page with the terms, or the policy that the settings name."""
    return _made(settings.USES, settings.USES_POLICY or f"{settings.BASE_URL}/uses/")


@lru_cache(maxsize=8)
def _made(text: str, policy: str) -> Declaration:
    try:
        return Declaration(read(text), policy=policy)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"INTERCHANGE_USES_POLICY: {wrong}") from None


def under(licence: str) -> Declaration:
    """What holds for an item under a licence, given by its address: open ones allow mining and leave training to their own conditions, public domain
    allows everything; all others leave the site's declaration as it is."""
    own = declaration()
    if _FREE.search(licence):
        return Declaration(dict.fromkeys(USES, Stance.ALLOWED), policy=own.policy)
    if _OPEN.search(licence):
        kept: Mapping[Use, Stance] = {use: stance for use, stance in own.stances.items() if use not in (*TRAINING, Use.MINING)}
        return Declaration({**kept, Use.MINING: Stance.ALLOWED}, policy=own.policy)
    return own


def holding(licence: str = "", listed: bool = True) -> Declaration:
    """What holds for one answer: its licence, and whether search engines may list it; where they may not, search is not said to be allowed."""
    own = under(licence) if licence else declaration()
    if listed or own.stances.get(Use.SEARCH) is not Stance.ALLOWED:
        return own
    return Declaration({use: stance for use, stance in own.stances.items() if use is not Use.SEARCH}, policy=own.policy)


@lru_cache(maxsize=256)
def _fields(licence: str, listed: bool, text: str, policy: str) -> tuple[tuple[str, str], ...]:
    return tuple(writers.header_fields(holding(licence, listed)).items())


def fields(licence: str = "", listed: bool = True) -> tuple[tuple[str, str], ...]:
    """The header fields of an answer whose item has this licence ("" for the site's own pages)."""
    return _fields(licence, listed, settings.USES, settings.USES_POLICY or settings.BASE_URL)


@lru_cache(maxsize=256)
def _head(licence: str, text: str, policy: str, base: str) -> bytes:
    found = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "usageInfo": f"{base}/uses/",
        **({"license": licence} if licence else {}),
    }
    data = json.dumps(found).replace("<", "\\u003c")
    return f'{writers.html_meta(under(licence) if licence else declaration())}<script type="application/ld+json">{data}</script>'.encode()


def head(licence: str = "") -> bytes:
    """The same for the head of a page: TDMRep's metadata, and schema.org's `usageInfo` and `license` as a data block, which browsers do not run."""
    return _head(licence, settings.USES, settings.USES_POLICY, settings.BASE_URL)


def places() -> list[Place]:
    """The paths whose items may have licences, with what holds there whatever the licence: what training and mining may mean is left to the headers."""
    own = declaration()
    sure: dict[Use, Stance] = {use: stance for use, stance in own.stances.items() if use not in (*TRAINING, Use.MINING)}
    return [Place(path, Declaration(sure)) for path in ITEMS]


def robots_txt(sitemap: str) -> str:
    """The robots.txt of this site: closed paths, usage preferences, and, where the settings ask for it, the AI crawlers whose every purpose is refused."""
    own = declaration()
    crawlers = writers.away(own) if settings.USES_CRAWLERS_AWAY else ()
    return writers.robots_file(own, closed=CLOSED, places=places(), crawlers=crawlers, sitemaps=[sitemap])


def tdmrep() -> str:
    """The content of /.well-known/tdmrep.json: one rule for the site; the header fields of an item supersede it."""
    return writers.tdmrep_file([Place("/", declaration())])
