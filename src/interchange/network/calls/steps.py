"""The steps of an application: which fields each holds, what is missing before it can be submitted, how it is written down."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interchange.ground import clock
from interchange.ground.errors import Problem, Refused
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.calls.models import Application, Question
from interchange.network.calls.vocabulary import (
    EVIDENCE_LIMIT,
    MOTIVATION_LIMIT,
    OWN_PART_LIMIT,
    Capacity,
    EnglishLevel,
    EvidenceKind,
    QuestionKind,
)

STEPS = {
    "identity": gettext_lazy("About you"),
    "profile": gettext_lazy("Profile and topics"),
    "affiliation": gettext_lazy("Organisation"),
    "evidence": gettext_lazy("Evidence of work"),
    "text": gettext_lazy("Motivation and contribution"),
    "practical": gettext_lazy("Practical matters"),
    "files": gettext_lazy("Files"),
    "declarations": gettext_lazy("Declarations"),
    "balance": gettext_lazy("Balance data"),
}
TEXT_LIMITS = {
    "given_name": 100, "family_name": 100, "publication_name": 160, "other_expertise": 300, "organisation": 200, "parent_group": 200, "position": 200,
    "motivation": MOTIVATION_LIMIT, "contribution": MOTIVATION_LIMIT, "proposed_topic": 300, "usable_hours": 300, "support_needed": 1000,
}  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    "identity": ("given_name", "family_name", "publication_name", "country", "nationalities", "time_zone", "languages", "english"),
    "profile": ("main_profile", "other_profiles", "sectors", "topics", "other_expertise"),
    "affiliation": ("organisation", "organisation_kind", "parent_group", "position", "capacity"),
    "evidence": (),
    "text": ("motivation", "contribution", "proposed_topic"),
    "practical": ("hours_per_month", "usable_hours", "support_needed"),
    "files": (),
    "declarations": ("consent_to_be_named",),
    "balance": (),
}


def characters(text: str) -> int:
    """How long a text is: characters, a line break as one, so that the page's count and ours are equal."""
    return len(text.replace("\r\n", "\n"))


def tidy(text: Any) -> str:
    """A text as kept: NFC, line breaks as one character, no control characters but line breaks and tabs, no blanks at its ends."""
    plain = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", plain).strip()


def _codes(scheme: Callable[[], set[str]]) -> Callable[[Any], bool]:
    return lambda value: value in scheme()


_ALLOWED: dict[str, Callable[[Any], bool]] = {
    "country": _codes(lambda: {code for code, _name in vocabulary.countries()}),
    "english": _codes(lambda: set(EnglishLevel.values)),
    "main_profile": _codes(lambda: vocabulary.codes("profiles")),
    "organisation_kind": _codes(lambda: vocabulary.codes("organisation-kinds")),
    "capacity": _codes(lambda: set(Capacity.values)),
    "time_zone": _codes(lambda: set(clock.zone_names())),
}
_ALLOWED_EACH: dict[str, Callable[[Any], bool]] = {
    "nationalities": _ALLOWED["country"],
    "languages": _codes(lambda: set(vocabulary.LANGUAGES)),
    "other_profiles": _ALLOWED["main_profile"],
    "sectors": _codes(lambda: vocabulary.codes("sectors")),
    "topics": _codes(lambda: vocabulary.codes("topics")),
}


def read_step(step: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a step from typed data, tidied. What is missing is fine (it is a draft); what can never be right is `Refused`."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in FIELDS[step]:
        if name not in data:
            continue
        raw = data[name]
        if name in TEXT_LIMITS:
            values[name] = text = tidy(raw or "")
            if characters(text) > TEXT_LIMITS[name]:
                problems.append(too_long(name, text, TEXT_LIMITS[name]))
        elif name in _ALLOWED:
            values[name] = raw or ""
            if raw and not _ALLOWED[name](raw):
                problems.append(Problem(name, _("“%s” is not in the list.") % str(raw)[:60], _("Choose an entry of the list.")))
        elif name in _ALLOWED_EACH:
            values[name] = list(dict.fromkeys(raw or []))
            wrong = [str(code)[:40] for code in values[name] if not _ALLOWED_EACH[name](code)]
            if wrong:
                problems.append(Problem(name, _("Not in the list: %s.") % ", ".join(wrong), _("Choose entries of the list.")))
        elif name == "hours_per_month":
            values[name] = raw if raw not in {"", None} else None
            if values[name] is not None and not 0 <= int(values[name]) <= 400:
                problems.append(Problem(name, _("Hours a month lie between 0 and 400."), _("Give a whole number.")))
        else:
            values[name] = bool(raw)
    if problems:
        raise Refused(*problems)
    return values


def too_long(field: str, text: str, limit: int) -> Problem:
    """The problem of a text over its limit, with both counts."""
    words = _("At most %(limit)s characters; there are %(count)s.") % {"limit": f"{limit:,}", "count": f"{characters(text):,}"}
    return Problem(field, words, _("Shorten the text; nothing of it was lost."))


def read_evidence(rows: Sequence[Mapping[str, Any]], this_year: int) -> list[dict[str, Any]]:
    """Up to five pieces of evidence; empty rows are left out. Problems name "evidence-<row>-<field>"."""
    found, problems = [], []
    check_url = URLValidator(schemes=["http", "https"])
    for index, row in enumerate(rows):
        entry = {name: tidy(row.get(name) or "") for name in ("kind", "title", "link", "own_part", "co_authors")}
        year = row.get("year") or None
        if not any(entry[name] for name in ("title", "link", "own_part")):
            continue
        where = f"evidence-{index}-"
        if entry["kind"] not in EvidenceKind.values:
            problems.append(Problem(f"{where}kind", _("Say what it is."), _("Choose an entry of the list.")))
        if not entry["title"]:
            problems.append(Problem(f"{where}title", _("A piece of evidence needs a title."), _("Give one, or empty the whole row.")))
        if entry["link"]:
            try:
                check_url(entry["link"])
            except ValidationError:
                problems.append(Problem(f"{where}link", _("That is not a web address."), _("It begins with https://.")))
        if year is not None and not 1950 <= int(year) <= this_year + 1:
            problems.append(Problem(f"{where}year", _("The year lies between 1950 and next year."), _("Give four digits.")))
        for name, limit in (("title", 200), ("own_part", OWN_PART_LIMIT), ("co_authors", 500), ("link", 500)):
            if characters(entry[name]) > limit:
                problems.append(too_long(f"{where}{name}", entry[name], limit))
        found.append({**entry, "year": int(year) if year else None, "order": len(found)})
    if len(found) > EVIDENCE_LIMIT:
        problems.append(Problem("", _("At most five pieces of evidence."), _("Keep the five that speak most for you.")))
    if problems:
        raise Refused(*problems)
    return found


def read_answers(questions: list[Question], data: Mapping[str, Any]) -> dict[str, Any]:
    """Answers to the call's own questions, by key. Fields are named "question-<key>"."""
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for question in questions:
        name = f"question-{question.key}"
        if name not in data:
            continue
        raw = data[name]
        known = {choice["code"] for choice in question.choices}
        if question.kind in {QuestionKind.SHORT, QuestionKind.LONG}:
            answers[question.key] = tidy(raw or "")
            if characters(answers[question.key]) > question.limit:
                problems.append(too_long(name, answers[question.key], question.limit))
        elif question.kind == QuestionKind.NUMBER:
            answers[question.key] = None if raw in {"", None} else int(raw)
            if answers[question.key] is not None and not 0 <= answers[question.key] <= question.limit:
                problems.append(Problem(name, _("The number lies between 0 and %s.") % question.limit, _("Give a whole number.")))
        elif question.kind == QuestionKind.CHOICE:
            answers[question.key] = raw or ""
            if raw and raw not in known:
                problems.append(Problem(name, _("That is not one of the choices."), _("Choose an entry of the list.")))
        else:
            answers[question.key] = [code for code in dict.fromkeys(raw or []) if code in known]
    if problems:
        raise Refused(*problems)
    return answers


def missing(application: Application, *, has_interests: bool, unaccepted: int, has_cv: bool, has_letter: bool) -> list[tuple[str, Problem]]:
    """Everything that stands between a draft and its submission, each with its step. One list, so that a person mends it in one go."""
    found: list[tuple[str, Problem]] = []

    def need(step: str, field: str, there: Any, rule: str, remedy: str) -> None:
        if not there:
            found.append((step, Problem(field, rule, remedy)))

    need("identity", "given_name", application.given_name or application.family_name, _("Your name is missing."), _("One name is enough."))
    need("identity", "country", application.country, _("The country of residence is missing."), _("Choose it from the list."))
    need("identity", "time_zone", application.time_zone, _("The time zone is missing."), _("Choose it from the list."))
    need("identity", "english", application.english, _("Your English is not rated."), _("Choose a level."))
    need("profile", "main_profile", application.main_profile, _("The main profile is missing."), _("Choose one."))
    if application.main_profile:
        need(
            "profile",
            "main_profile",
            application.main_profile in application.call.profiles,
            _("This call does not ask for that profile."),
            _("Choose one of the call's profiles."),
        )
    need("profile", "topics", application.topics, _("No topic is chosen."), _("Choose at least one."))
    need("profile", "sectors", application.sectors, _("No sector is chosen."), _("Choose at least one."))
    need(
        "affiliation",
        "organisation_kind",
        application.organisation_kind,
        _("The kind of organisation is missing."),
        _("Choose “Independent” if you belong to none."),
    )
    if application.organisation_kind and application.organisation_kind != "independent":
        need("affiliation", "organisation", application.organisation, _("The name of the organisation is missing."), _("Give it in full."))
    need("text", "motivation", application.motivation, _("The motivation is missing."), _("Say why you apply, in up to 2,000 characters."))
    need(
        "text",
        "contribution",
        application.contribution,
        _("What you will contribute is missing."),
        _("Name the mapping, the repository, the lexicon or tests."),
    )
    for question in application.call.questions.all():
        if question.required:
            need(
                "text",
                f"question-{question.key}",
                application.answers.get(question.key) not in ("", None, []),
                _("“%s” is not answered.") % question.label,
                _("Answer it."),
            )
    need("files", "cv", has_cv, _("The curriculum vitae is missing."), _("Upload it as PDF, at most 5 MB."))
    if application.capacity == Capacity.NOMINATED:
        need(
            "files",
            "letter",
            has_letter,
            _("The letter of the organisation that nominates you is missing."),
            _("Upload it as PDF, or apply in personal capacity."),
        )
    need(
        "declarations",
        "nothing_to_declare",
        has_interests,
        _("Interests are neither declared nor said to be none."),
        _("Fill in a row, or tick “nothing to declare”."),
    )
    need("declarations", "texts", unaccepted == 0, _("Not every declaration is accepted."), _("Read and tick each of them."))
    return found


def snapshot(application: Application) -> dict[str, Any]:
    """Everything an application says, as data: for versions, the person's own copy and export."""
    names = [name for step in FIELDS.values() for name in step]
    return {
        **{name: getattr(application, name) for name in names},
        "answers": application.answers,
        "evidence": [
            {name: getattr(row, name) for name in ("kind", "title", "link", "year", "own_part", "co_authors")}
            for row in application.evidence.all()
        ],
        "files": [
            {"kind": entry.kind, "name": entry.file.name, "sha256": entry.file.sha256} for entry in application.files.select_related("file")
        ],
    }
