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
from interchange.work.direction.vocabulary import Method

ORDER = ("agreed", "divides", "unsure", "rejected")


@dataclass(frozen=True)
class ShownItem:
    """One item of a result. `push` is what one organisation does to it, in a sentence; `apart` who stands furthest apart."""

    key: str
    title: str
    url: str
    rank: int
    values: Mapping[str, Any]
    parts: list[dict[str, Any]]
    picture: SafeString
    range_picture: SafeString
    push: str
    is_alarming: bool
    apart: str
    reasons: Mapping[str, Any]

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


def _organisation(ballots: int | None) -> str:
    if not ballots:
        return _("One organisation (fewer than five ballots)")
    return ngettext("One organisation (%(n)d ballot)", "One organisation (%(n)d ballots)", ballots) % {"n": ballots}


def _effect(values: Mapping[str, Any]) -> str:
    """What one organisation does to an item, in words: what the cap held back, or on what the rank depends nevertheless; "" for nothing."""
    push, lever = values.get("push"), values["lever"]
    if push:
        said = {"full": push["uncapped"], "without": push["without"], "rank": values["rank"]}
        full = _("rank %(full)d if its ballots counted in full, %(without)d without them.") % said
        held = _("The cap undoes it.") if values["rank"] == push["without"] else _("The cap holds it at %(rank)d.") % said
        return f"{full} {held}"
    return _("rank %(rank)d, without it %(without)d.") % {"rank": values["rank"], "without": lever["rank"]} if lever else ""


def _push(values: Mapping[str, Any]) -> str:
    """The same as a sentence beside the item."""
    push, lever = values.get("push"), values["lever"]
    if not push and not lever:
        return ""
    said = {"who": _organisation((push or lever)["ballots"]), "effect": _effect(values)}
    up = push["uncapped"] < push["without"] if push else values["rank"] < lever["rank"]
    if up:
        return _("%(who)s pushes this up: %(effect)s") % said
    return _("%(who)s pushes this down: %(effect)s") % said


def _is_alarming(values: Mapping[str, Any]) -> bool:
    """Whether it is more than a close race in which a few ballots decide: the cap had to hold something back, or five ballots and more move the item."""
    return bool(values.get("push") or (values["lever"] and values["lever"]["ballots"]))


@dataclass(frozen=True)
class Pusher:
    """One organisation that moves items, as the top of a result says it; `key` and `title` are of the item that it moves most."""

    words: str
    key: str
    title: str
    effect: str
    is_one: bool


def pushers(shown: list[Group], count: int) -> list[Pusher]:
    """Who moves items of a result, whoever moves most first, three at most; nobody where no rank depends on anybody but by a hair."""
    moved: dict[str, list[tuple[int, ShownItem]]] = {}
    for one in (one for group in shown for one in group.items if _is_alarming(one.values)):
        push, lever = one.values.get("push"), one.values["lever"]
        far = abs(push["uncapped"] - push["without"]) if push else abs(lever["rank"] - one.rank)
        moved.setdefault((push or lever)["organisation"], []).append((far, one))
    found = []
    for _name, lines in sorted(moved.items(), key=lambda one: (-max(far for far, _item in one[1]), one[0]))[:3]:
        worst = max(lines, key=lambda one: (one[0], -one[1].rank))[1]
        ballots = (worst.values.get("push") or worst.values["lever"])["ballots"]
        words = ngettext("%(who)s pushes %(n)d of %(all)d items.", "%(who)s pushes %(n)d of %(all)d items.", len(lines))
        said = words % {"who": _organisation(ballots), "n": len(lines), "all": count}
        found.append(Pusher(said, worst.key, worst.title, _effect(worst.values), len(lines) == 1))
    return found


def _apart(parts: list[dict[str, Any]]) -> str:
    """Which two profiles stand furthest apart."""
    said = [one for one in parts if one["enough"]]
    if len(said) < 2:
        return ""
    most, least = max(said, key=lambda one: one["p"]), min(said, key=lambda one: one["p"])
    return _("Furthest apart: %(one)s (%(high)d %%) and %(other)s (%(low)d %%).") % {
        "one": most["name"], "high": most["percent"], "other": least["name"], "low": least["percent"],
    }  # fmt: skip


def groups(found: Round) -> list[Group]:
    """The items in groups, in the order in which a result is read; empty groups are left out. One query for the items."""
    labels = dict(vocabulary.choices("profiles"))
    about = {str(one.pk): one for one in found.items.all()}
    made = {
        "agreed": Group("agreed", _("Agreed across profiles"), _("Every profile that says enough is for it.")),
        "divides": Group("divides", _("Divides us"), _("At least two profiles stand apart, by more than chance explains.")),
        "unsure": Group("unsure", _("Unsure"), _("Too few votes in some profiles, or no clear word.")),
        "rejected": Group("rejected", _("Agreed against"), _("Every profile that says enough is against it."))
        if found.method == Method.STATEMENTS
        else Group("rejected", _("Left for later"), _("Every profile that says enough puts others first.")),
    }
    for values in found.result["items"]:
        item = about[values["id"]]
        parts = [
            {
                **part,
                "name": labels.get(part["profile"], _("Small profiles")),
                **(
                    {"percent": round(100 * part["p"]), "from": round(100 * part["low"]), "to": round(100 * part["high"])}
                    if part["enough"]
                    else {}
                ),
            }
            for part in values["profiles"]
        ]
        both = [*values["organisations"], *values["left_out"]]
        made[values["kind"]].items.append(
            ShownItem(
                key=values["id"],
                title=item.title,
                url=f"/direction/proposals/{item.proposal_id}/" if item.proposal_id else "",
                rank=values["rank"],
                values=values,
                parts=parts,
                picture=drawing.profiles(values["profiles"], labels),
                range_picture=drawing.places(values["rank"], min(both), max(both), len(about), _marks(values)),
                push=_push(values),
                is_alarming=_is_alarming(values),
                apart=_apart(parts) if values["kind"] == "divides" else "",
                reasons=found.result.get("reasons", {}).get(values["id"], {}),
            )
        )
    return [made[kind] for kind in ORDER if made[kind].items]


def _marks(values: Mapping[str, Any]) -> drawing.Marks | None:
    """Where an item would stand by one organisation's full weight and without it."""
    push, lever = values.get("push"), values["lever"]
    if push:
        return drawing.Marks(push["uncapped"], push["without"])
    return drawing.Marks(None, lever["rank"]) if lever else None


def in_short(found: Round, shown: list[Group]) -> str:
    """The result in a sentence."""
    said = {
        "agreed": ngettext("the profiles agree on %(n)d item", "the profiles agree on %(n)d items", _count(shown, "agreed")),
        "divides": ngettext("%(n)d divides them", "%(n)d divide them", _count(shown, "divides")),
        "unsure": ngettext("%(n)d is unsure", "%(n)d are unsure", _count(shown, "unsure")),
        "rejected": ngettext("against %(n)d they agree", "against %(n)d they agree", _count(shown, "rejected"))
        if found.method == Method.STATEMENTS
        else ngettext("%(n)d is left for later", "%(n)d are left for later", _count(shown, "rejected")),
    }
    parts = [words % {"n": _count(shown, kind)} for kind, words in said.items() if _count(shown, kind)]
    first = min((one for group in shown for one in group.items), key=lambda one: one.rank, default=None)
    if found.method != Method.STATEMENTS and first is not None:
        return _("First comes “%(title)s”; %(rest)s.") % {"title": first.title, "rest": ", ".join(parts)}
    return _("In short: %s.") % ", ".join(parts)


def _count(shown: list[Group], kind: str) -> int:
    return sum(len(group.items) for group in shown if group.kind == kind)


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
