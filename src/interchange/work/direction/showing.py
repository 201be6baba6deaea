"""A counted result as its page shows it: what is agreed first, then what divides, then what is unsure, then what the profiles agree against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.direction import drawing
from interchange.work.direction.models import Round

ORDER = ("agreed", "divides", "unsure", "rejected")


@dataclass(frozen=True)
class ShownItem:
    """One item of a result."""

    title: str
    url: str
    rank: int
    values: Mapping[str, Any]
    parts: list[dict[str, Any]]
    picture: SafeString
    range_picture: SafeString
    lever: str
    cap: str
    reasons: Mapping[str, list[str]]

    @property
    def span(self) -> tuple[int, int]:
        """The best and the worst rank with any one organisation or profile left out."""
        both = [*self.values["organisations"], *self.values["left_out"]]
        return min(both), max(both)

    @property
    def percent(self) -> int | None:
        """The geometric mean over profiles, in per cent."""
        return None if self.values["agreement"] is None else round(100 * self.values["agreement"])


@dataclass
class Group:
    """Items of one kind under their heading."""

    kind: str
    title: str
    words: str
    items: list[ShownItem] = field(default_factory=list)


def _lever(lever: Mapping[str, Any] | None) -> str:
    if lever is None:
        return ""
    who = (
        ngettext("one organisation (%(n)d ballot)", "one organisation (%(n)d ballots)", lever["ballots"]) % {"n": lever["ballots"]}
        if lever["ballots"]
        else _("one organisation (fewer than five ballots)")
    )
    return _("Depends on %(who)s: without it, rank %(rank)d.") % {"who": who, "rank": lever["rank"]}


def groups(found: Round) -> list[Group]:
    """The items in groups, in the order in which a result is read; empty groups are left out. One query for the items."""
    labels = dict(vocabulary.choices("profiles"))
    about = {str(one.pk): one for one in found.items.all()}
    made = {
        "agreed": Group("agreed", _("Agreed across profiles"), _("Every profile that says enough is for it.")),
        "divides": Group("divides", _("Divides us"), _("At least two profiles stand apart, by more than chance explains.")),
        "unsure": Group("unsure", _("Unsure"), _("Too few votes in some profiles, or no clear word.")),
        "rejected": Group("rejected", _("Agreed against"), _("Every profile that says enough is against it.")),
    }
    for values in found.result["items"]:
        item = about[values["id"]]
        parts = [
            {
                **part,
                "name": labels.get(part["profile"], _("Small profiles")),
                "percent": round(100 * part["p"]) if part["enough"] else None,
            }
            for part in values["profiles"]
        ]
        both = [*values["organisations"], *values["left_out"]]
        made[values["kind"]].items.append(
            ShownItem(
                title=item.title,
                url=f"/direction/proposals/{item.proposal_id}/" if item.proposal_id else "",
                rank=values["rank"],
                values=values,
                parts=parts,
                picture=drawing.profiles(values["profiles"], labels),
                range_picture=drawing.places(values["rank"], min(both), max(both), len(about)),
                lever=_lever(values["lever"]),
                cap=_("Rank %d if organisations were not capped.") % values["uncapped"] if values["uncapped"] != values["rank"] else "",
                reasons=found.result.get("reasons", {}).get(values["id"], {}),
            )
        )
    return [made[kind] for kind in ORDER if made[kind].items]


def rule_words(found: Round, rule: Mapping[str, Any]) -> list[str]:
    """The rule in sentences."""
    words = {
        "statements": _("Each is agreed to, disagreed with, or passed. Ranked by the geometric mean of the profiles’ agreement, so that one large profile cannot outvote the others."),
        "pairs": _("Two at a time; the strength of each is reckoned by Bradley and Terry’s method."),
        "ranking": _("Each member puts them in order; counted by the Schulze method. What is not ranked comes last."),
        "points": _("Points are added up."),
        "choice": _("Each member names all that they want; places are filled one by one, and a ballot counts less for each of its items that is taken (sequential proportional approval), so that a minority gets its share."),
    }  # fmt: skip
    said = [words[rule["method"]]]
    if rule.get("points"):
        said.append(_("Each member has %(points)d points, at most %(most)d for one.") % rule)
    if rule.get("seats"):
        said.append(ngettext("%(n)d is chosen.", "%(n)d are chosen.", rule["seats"]) % {"n": rule["seats"]})
    if rule.get("pairs"):
        said.append(
            ngettext("Each member is shown %(n)d pair, by lot.", "Each member is shown %(n)d pairs, by lot.", rule["pairs"])
            % {"n": rule["pairs"]}
        )
    said.append(
        ngettext("One organisation counts %(n)d full ballot at most.", "One organisation counts %(n)d full ballots at most.", rule["cap"])
        % {"n": rule["cap"]}
        if rule.get("cap")
        else _("Organisations are not capped.")
    )
    said.append(_("Counted are ballots of those who are members at the closing; who is suspended then is set aside."))
    said.append(_("A profile with fewer than five ballots on an item says nothing about it."))
    return said
