"""Papers made by typst: the blank form and the copy of an application. Text is passed as data, never as markup."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.text import papers
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.calls.models import Application, Call
from interchange.network.calls.queries import answers
from interchange.network.calls.steps import TEXT_LIMITS, snapshot

_PAPER = Path(__file__).parent / "data" / "paper.typ"


def paper(title: str, number: str, mark: str, parts: list[dict[str, Any]]) -> bytes:
    """A PDF with title, number and distribution mark on page one; `parts` are {"heading", "rows": [[label, text], ...]}."""
    data = {"title": title, "number": number, "mark": mark, "parts": parts}
    return papers.paper(_PAPER.read_bytes(), data, papers.Said(title))


@lru_cache(maxsize=16)
def _blank(slug: str, revision: int, parts: str, title: str, number: str, edition: str) -> bytes:
    return paper(title, number, _("Public"), json.loads(parts))


def blank_form(call: Call) -> bytes:
    """The call's form with every limit, to prepare offline."""

    def row(label: str, name: str = "") -> list[str]:
        limit = TEXT_LIMITS.get(name)
        return [label, _("at most %s characters") % f"{limit:,}" if limit else ""]

    questions = [
        [
            question.label,
            _("at most %s characters") % question.limit
            if question.kind in {"short", "long"}
            else "; ".join(choice["label"] for choice in question.choices),
        ]
        for question in call.questions.all()
    ]
    parts = [
        {
            "heading": _("About you"),
            "rows": [
                row(_("Given name"), "given_name"),
                row(_("Family name"), "family_name"),
                row(_("Country of residence")),
                row(_("Time zone")),
                row(_("Languages")),
                row(_("Your English")),
            ],
        },
        {
            "heading": _("Profile and topics"),
            "rows": [
                [_("Main profile"), ", ".join(vocabulary.labels("profiles", call.profiles))],
                [_("Sectors"), ", ".join(label for _code, label in vocabulary.choices("sectors"))],
                [_("Topics"), ", ".join(label for _code, label in vocabulary.choices("topics"))],
            ],
        },
        {
            "heading": _("Organisation"),
            "rows": [row(_("Organisation"), "organisation"), row(_("Kind of organisation")), row(_("Your role there"), "position")],
        },
        {
            "heading": _("Evidence of work"),
            "rows": [[_("Up to five items"), _("kind, title, link, year, your own part in 300 characters")]],
        },
        {
            "heading": _("Motivation and contribution"),
            "rows": [
                row(_("Why you apply"), "motivation"),
                row(_("What you will contribute"), "contribution"),
                row(_("One topic you would propose"), "proposed_topic"),
                *questions,
            ],
        },
        {
            "heading": _("Practical matters"),
            "rows": [
                row(_("Hours a month you can give")),
                row(_("Hours of the day at which you can meet"), "usable_hours"),
                row(_("Support you need to take part"), "support_needed"),
            ],
        },
        {"heading": _("Files"), "rows": [[_("Curriculum vitae"), _("PDF, at most 5 MB, without a password")]]},
        {"heading": _("Declarations"), "rows": [[text.title, _("version %s") % text.version] for text in call.texts.all()]},
    ]
    return _blank(call.slug, call.revision, json.dumps(parts), call.title, call.number, papers.edition())


def application_copy(application: Application) -> bytes:
    """One's own application as a PDF."""
    said = snapshot(application)

    def terms(scheme: str, codes: list[str]) -> str:
        return ", ".join(vocabulary.labels(scheme, codes))

    parts = [
        {
            "heading": _("About you"),
            "rows": [
                [_("Name"), application.name],
                [_("Country of residence"), vocabulary.country(said["country"])],
                [_("Time zone"), said["time_zone"]],
                [_("Languages"), ", ".join(said["languages"])],
                [_("Your English"), application.get_english_display()],
            ],
        },
        {
            "heading": _("Profile and topics"),
            "rows": [
                [_("Main profile"), vocabulary.label("profiles", said["main_profile"])],
                [_("Sectors"), terms("sectors", said["sectors"])],
                [_("Topics"), terms("topics", said["topics"])],
                [_("Other expertise"), said["other_expertise"]],
            ],
        },
        {
            "heading": _("Organisation"),
            "rows": [
                [_("Organisation"), said["organisation"]],
                [_("Kind of organisation"), vocabulary.label("organisation-kinds", said["organisation_kind"])],
                [_("Your role there"), said["position"]],
            ],
        },
        {
            "heading": _("Evidence of work"),
            "rows": [[f"{entry['title']} ({entry['year'] or '-'})", f"{entry['own_part']} {entry['link']}"] for entry in said["evidence"]],
        },
        {
            "heading": _("Motivation and contribution"),
            "rows": [
                [_("Why you apply"), said["motivation"]],
                [_("What you will contribute"), said["contribution"]],
                [_("One topic you would propose"), said["proposed_topic"]],
                *([label, text] for label, text in answers(application)),
            ],
        },
        {"heading": _("Files"), "rows": [[entry["kind"], entry["name"]] for entry in said["files"]]},
    ]
    when = clock.in_words(application.submitted_at, application.time_zone) if application.submitted_at else _("draft")
    return paper(f"{application.call.title}: {application.name}", f"{application.number or _('draft')}, {when}", _("Restricted"), parts)
