"""What several verbs of the map share."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.errors import Problem, Refused
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape.content import web
from interchange.knowledge.landscape.houses import same_house
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.knowledge.landscape.vocabulary import INTEREST_NONE, Strength, review_months
from interchange.network.membership import queries as membership


def houses(stewards: Iterable[str]) -> list[str]:
    """The houses that stewards' names name: parts between commas, semicolons and brackets."""
    found: list[str] = []
    for steward in stewards:
        found += [part.strip() for part in re.split(r"[(),;]| and | with | of ", steward) if part.strip()]
        found.append(steward)
    return found


def is_party(person_id: int | None, stewards: Iterable[str]) -> bool:
    """Whether a person's organisation is the steward of what is at hand."""
    mine = membership.organisation_of(person_id) if person_id else ""
    return bool(mine) and any(same_house(mine, house) for house in houses(stewards))


def check_interest(actor: Viewer, interest: str, stewards: Iterable[str]) -> list[Problem]:
    """What is wrong with a declared interest: missing, or "none" where the directory says that one belongs to the steward."""
    said = interest.strip()
    if not said:
        return [
            Problem("interest", _("Say which interest you have in this."), _("Write “none” if you have none; it is printed with the edit."))
        ]
    if said.casefold().rstrip(".") in {INTEREST_NONE, "no", "nothing", "n/a"} and is_party(actor.person_id, stewards):
        return [
            Problem("interest", _("Your entry in the directory names the organisation that keeps this."), _("Declare it here: for example, “I work for the steward”."))
        ]  # fmt: skip
    return []


def check_source(title: str, url: str, strength: str, checked: date | None, at: datetime) -> list[Problem]:
    """What is wrong with what a statement rests on."""
    problems = []
    if not title.strip():
        problems.append(Problem("source_title", _("Name the source."), _("Every entry of the map says what it rests on.")))
    if not web(url.strip()):
        problems.append(Problem("source_url", _("The source needs an address of the web."), _("Begin it with https://.")))
    if strength not in Strength.values:
        problems.append(Problem("strength", _("Say how strong the source is."), _("Choose one.")))
    if checked is None or checked > at.astimezone(clock.network_zone()).date():
        problems.append(Problem("checked", _("Say on which day you looked, today at the latest."), _("Choose a day.")))
    return problems


def put_evidence(
    entry: Tool | Challenge, names: Iterable[str], *, title: str, url: str, strength: str, checked: date, by: int | None
) -> None:
    """Let attributes of an entry rest on a source; does not save."""
    title, url = title.strip(), url.strip()
    place = next((number for number, one in enumerate(entry.sources) if one["url"] == url), None)
    if place is None:
        entry.sources = [*entry.sources, {"title": title, "url": url, "gone": ""}]
        place = len(entry.sources) - 1
    claim = {"strength": strength, "source": place, "checked": checked.isoformat(), "by": by, "doubt": ""}
    entry.claims = {**entry.claims, **{name: dict(claim) for name in names}}
    entry.review_due = due_after(checked)


def due_after(checked: date) -> date:
    """The day from which an entry looked at on that day is due for a new look."""
    month = checked.month - 1 + int(review_months())
    year, month = checked.year + month // 12, month % 12 + 1
    return date(year, month, min(checked.day, 28))


def stewards_of(proposal: Any) -> list[str]:
    """The stewards that a proposal touches: the tool's now and as proposed, both ends of a relation, and of two entries put together."""
    found = [proposal.changes.get("steward", ""), proposal.before.get("steward", "")]
    if proposal.tool_id:
        found.append(proposal.tool.steward)
    if proposal.subject == "relation":
        codes = [proposal.changes.get("source", ""), proposal.changes.get("target", "")]
    else:
        codes = [proposal.changes.get("into", "")]
    if any(codes):
        found += list(Tool.objects.filter(code__in=codes).values_list("steward", flat=True))
    return [one for one in found if one]


def need(field: str, text: str, least: int, words: str) -> list[Problem]:
    """A problem where a text is shorter than `least` characters."""
    return [] if len(text.strip()) >= least else [Problem(field, words, _("At least %d characters.") % least)]


def refuse(problems: list[Problem]) -> None:
    """Raise `Refused` with every problem, if any."""
    if problems:
        raise Refused(*problems)
