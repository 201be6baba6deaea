"""Reading single entries and what hangs on them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from interchange.ground.policy.levels import is_insider
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.landscape.content import FIELDS, diff
from interchange.knowledge.landscape.models import (
    Address,
    Challenge,
    GapStatement,
    Judgement,
    MapRelease,
    Parked,
    Proposal,
    Relation,
    Reply,
    ReportJob,
    Revision,
    ScopeCheck,
    Solution,
    Tool,
)
from interchange.knowledge.landscape.vocabulary import OPEN_PROPOSALS, QUESTIONS, Strength, Verdict


@dataclass(frozen=True)
class Fact:
    """One attribute with what it rests on."""

    name: str
    label: str
    value: str
    strength: str
    strength_label: str
    source: int | None
    checked: Any
    by: str
    doubt: str
    gone: bool = False
    starter: bool = False


@dataclass(frozen=True)
class Judged:
    """A tool named for a challenge, and what members make of it."""

    entry: Tool | Challenge
    counts: list[tuple[str, str, int]]
    judgements: list[Judgement]


def facts(entry: Tool | Challenge, names: dict[int, str] | None = None) -> list[Fact]:
    """The attributes of an entry, each with its claim. `names`: people that may be named."""
    subject = "tool" if isinstance(entry, Tool) else "challenge"
    labels = dict(Strength.choices)
    found = []
    for one in FIELDS[subject]:
        claim = entry.claims.get(one.name) or {}
        source = claim.get("source")
        gone = source is not None and source < len(entry.sources) and bool(entry.sources[source].get("gone"))
        by = claim.get("by")
        who = _who(by, names or {}) if claim else ""
        found.append(
            Fact(
                one.name, str(one.label), one.shown(getattr(entry, one.name)), claim.get("strength", ""), str(labels.get(claim.get("strength", ""), "")),
                None if source is None else source + 1, parse_date(claim["checked"]) if claim.get("checked") else None, who, claim.get("doubt", ""), gone, bool(claim) and by is None,
            )
        )  # fmt: skip
    return found


def _who(by: int | None, names: dict[int, str]) -> str:
    """Who stands behind a claim: the starter collection, the members together (0), or one of them."""
    if by is None:
        return _("starter collection")
    return _("scope check by members") if by == 0 else names.get(by, _("a member"))


def people_named(viewer: Viewer, ids: Iterable[int | None]) -> dict[int, str]:
    """Names of people for members and staff; nobody's for anyone else. At most one query."""
    wanted = {pk for pk in ids if pk}
    if not wanted or not is_insider(viewer):
        return {}
    from django.contrib.auth import get_user_model

    return {one.pk: str(one) for one in get_user_model().objects.filter(pk__in=wanted)}


def relations_of(tool: Tool) -> list[Relation]:
    """The relations of a tool, both ways. One query."""
    found = Relation.objects.filter(Q(source=tool) | Q(target=tool), ended_at__isnull=True).select_related("source", "target")
    return sorted(found, key=lambda one: (one.source_id != tool.pk, one.kind, one.target.name, one.source.name))


def _judged(entries: list[Any], pairs: dict[int, list[Judgement]]) -> list[Judged]:
    labels = dict(Verdict.choices)
    made = []
    for entry in entries:
        said = pairs.get(entry.pk, [])
        counts = [(code, str(label), sum(one.verdict == code for one in said)) for code, label in labels.items()]
        made.append(Judged(entry, [row for row in counts if row[2]], said))
    return made


def tools_for(challenge: Challenge) -> list[Judged]:
    """The tools named for a challenge with the judgements. Two queries."""
    tools = [one.tool for one in Address.objects.filter(challenge=challenge).select_related("tool").order_by("tool__name")]
    pairs: dict[int, list[Judgement]] = {}
    for one in Judgement.objects.filter(challenge=challenge).select_related("person"):
        pairs.setdefault(one.tool_id, []).append(one)
    return _judged(tools, pairs)


def challenges_for(tool: Tool) -> list[Judged]:
    """The challenges that name a tool with the judgements. Two queries."""
    found = [
        one.challenge
        for one in Address.objects.filter(tool=tool, challenge__state="listed").select_related("challenge").order_by("challenge__title")
    ]
    pairs: dict[int, list[Judgement]] = {}
    for one in Judgement.objects.filter(tool=tool).select_related("person"):
        pairs.setdefault(one.challenge_id, []).append(one)
    return _judged(found, pairs)


@dataclass
class Edit:
    """A revision with its differences from the one before."""

    revision: Revision
    changes: list[Any] = field(default_factory=list)
    who: str = ""


def edits(viewer: Viewer, entry: Tool | Challenge) -> list[Edit]:
    """The published revisions of an entry, newest first, with field differences. Two queries."""
    subject = "tool" if isinstance(entry, Tool) else "challenge"
    found = list(Revision.objects.filter(**{subject: entry}).select_related("proposal").order_by("-number")[:40])
    names = people_named(viewer, [one.by_id for one in found])
    made = []
    for place, one in enumerate(found):
        before = found[place + 1].content if place + 1 < len(found) else {}
        who = _("starter collection") if one.by_id is None else names.get(one.by_id, _("a member"))
        made.append(Edit(one, diff(subject, before, one.content) if before else [], who))
    return made


def open_proposals(viewer: Viewer) -> "QuerySet[Proposal]":
    """Proposals under review that the viewer may see, with how many reviews they have."""
    found = Proposal.objects.filter(state__in=OPEN_PROPOSALS).select_related("author", "tool", "challenge")
    return rows(viewer, "map-proposal.view", found.annotate(said=Count("reviews")))


def replies_to(viewer: Viewer, tool: Tool) -> list[Reply]:
    """The steward's words that the viewer may read."""
    return list(rows(viewer, "map-reply.view", Reply.objects.filter(tool=tool)))


def releases(viewer: Viewer) -> "QuerySet[MapRelease]":
    """The releases, newest first, without their packed content."""
    return rows(viewer, "map-release.view", MapRelease.objects.defer("packed"))


def report_of(release: MapRelease) -> ReportJob | None:
    """How far the worker is with what it makes of a release; without the files themselves. The release was seen already."""
    return ReportJob.objects.filter(release=release).defer("pdf", "xlsx").first()


def printed(release: MapRelease, kind: Literal["pdf", "xlsx"]) -> bytes | None:
    """A file that the worker made of a release, if it has. The release was seen already."""
    made = ReportJob.objects.filter(release=release).values_list(kind, flat=True).first()
    return bytes(made) if made else None


def solutions(viewer: Viewer) -> "QuerySet[Solution]":
    """The candidate solutions that the viewer may read."""
    return rows(viewer, "solution.view", Solution.objects.select_related("author").prefetch_related("challenges", "tools"))


def solutions_for(viewer: Viewer, challenge: Challenge) -> "QuerySet[Solution]":
    """Those for one challenge."""
    return rows(viewer, "solution.view", Solution.objects.filter(challenges=challenge, state="filed"))


def parked() -> "QuerySet[Parked]":
    """The parked list."""
    return Parked.objects.select_related("challenge").order_by("challenge__title")


def gap_statements(sector: str, function: str) -> list[GapStatement]:
    """What members said of one cell."""
    return list(GapStatement.objects.filter(sector=sector, function=function).select_related("person"))


def checks_of(challenge: Challenge) -> list[ScopeCheck]:
    """The scope checks of a challenge, newest first."""
    return list(ScopeCheck.objects.filter(challenge=challenge).annotate(answered=Count("answers")).order_by("-round"))


def spread_rows(spread: dict[str, Any]) -> list[tuple[str, int, int]]:
    """(question, yes, no) of a closed check."""
    said = spread.get("questions", {})
    total = spread.get("answers", 0)
    return [(str(words), said.get(name, 0), total - said.get(name, 0)) for name, words, _policy in QUESTIONS]
