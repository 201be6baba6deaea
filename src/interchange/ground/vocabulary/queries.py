"""Reading the controlled words. Kept in memory per process and read again when they change; no query per label."""

from dataclasses import dataclass
from functools import lru_cache

from django_countries import countries as iso_countries

from interchange.ground.memory import Kept
from interchange.ground.vocabulary.models import MemberState, Term

CHECK_EVERY = 30.0  # seconds between looks at whether another process changed the words


@dataclass(frozen=True)
class Words:
    """All terms and States at one moment."""

    terms: dict[str, dict[str, str]]
    retired: frozenset[tuple[str, str]]
    states: dict[str, tuple[str, str, str]]


def _read() -> Words:
    terms: dict[str, dict[str, str]] = {}
    retired = set()
    for scheme, code, label, gone in Term.objects.order_by("scheme", "order").values_list("scheme", "code", "label", "retired"):
        terms.setdefault(scheme, {})[code] = label
        if gone:
            retired.add((scheme, code))
    states = {
        iso2: (name, region, status)
        for iso2, name, region, status in MemberState.objects.values_list("iso2", "name", "region", "development_status")
    }
    return Words(terms, frozenset(retired), states)


_kept = Kept(_read, CHECK_EVERY, worth=lambda found: bool(found.terms))  # before the words are loaded there is nothing worth keeping


def forget() -> None:
    """Read the words anew at the next question (after a change in this process)."""
    _kept.forget()


def words() -> Words:
    """All words, at most half a minute old."""
    return _kept()


def choices(scheme: str) -> list[tuple[str, str]]:
    """The entries of a scheme that may be chosen, as (code, label), in their order."""
    found = words()
    return [(code, label) for code, label in found.terms.get(scheme, {}).items() if (scheme, code) not in found.retired]


def codes(scheme: str) -> set[str]:
    """The codes that may be chosen."""
    return {code for code, _ in choices(scheme)}


def label(scheme: str, code: str) -> str:
    """What people read for a code; the code itself where it is not known."""
    return words().terms.get(scheme, {}).get(code, code)


def labels(scheme: str, chosen: list[str]) -> list[str]:
    """The labels of several codes, in the given order."""
    return [label(scheme, code) for code in chosen]


def region_of(iso2: str) -> str:
    """The regional group of a Member State, empty for countries that are none."""
    return words().states.get(iso2, ("", "", ""))[1]


def development_status_of(iso2: str) -> str:
    """The development status that an officer recorded for a State, empty where not stated."""
    return words().states.get(iso2, ("", "", ""))[2]


def member_states() -> list[tuple[str, str]]:
    """(iso2, name) of all Member States, by name."""
    return sorted(((iso2, state[0]) for iso2, state in words().states.items()), key=lambda entry: entry[1])


@lru_cache(maxsize=1)
def countries() -> list[tuple[str, str]]:
    """(ISO 3166-1 alpha-2 code, English short name) of every country, by name."""
    return [(entry.code, entry.name) for entry in iso_countries]


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    return dict(countries())


def country(iso2: str) -> str:
    """The name of a country as WIPO uses it where it is a Member State, else as ISO 3166 has it; the code where unknown."""
    return words().states.get(iso2, ("", "", ""))[0] or _country_names().get(iso2, iso2)


LANGUAGES = {
    "ar": "Arabic", "bn": "Bengali", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "ms": "Malay", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese", "am": "Amharic", "cs": "Czech", "el": "Greek", "hu": "Hungarian", "kk": "Kazakh", "yo": "Yoruba", "zu": "Zulu",
}  # fmt: skip


def languages() -> list[tuple[str, str]]:
    """(ISO 639-1 code, English name) of languages that a person may name, by name."""
    return sorted(LANGUAGES.items(), key=lambda entry: entry[1])
