"""The site check: from pasted texts of a site to findings and a table of decisions. A pure function; nothing is fetched."""

from dataclasses import dataclass, field
from typing import Any

from interchange.workbench.signals.model import Finding, Stance, Words, plain, say
from interchange.workbench.signals.reservations import aipref, aitxt, contentsignals, crawling, headers, page, rsl, tdmrep
from interchange.workbench.signals.reservations import robots as robotstxt
from interchange.workbench.signals.reservations.crawlers import register
from interchange.workbench.signals.reservations.decide import ANSWERS, LABELS, Verdict, decide
from interchange.workbench.signals.reservations.findings import decision, findings_of
from interchange.workbench.signals.reservations.schemes import SCHEMES
from interchange.workbench.signals.reservations.statements import Note, Reading, Target

CLAIMS = say("These are declarations. None keeps anybody out, and none was checked against who holds the rights.")


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of a site. None means “not given”, "" means “given, and empty or absent”. `unreachable` names what a server failed to give (5xx)."""

    url: str = "https://example.org/"
    headers: str | None = None
    robots: str | bytes | None = None
    html: str | bytes | None = None
    tdmrep: str | bytes | None = None
    ai_txt: str | bytes | None = None
    rsl: str | bytes | None = None
    agent: str = ""
    image: bool = False
    unreachable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteReport:
    """Findings and decisions about one address of a site."""

    target: Target
    looked_at: tuple[str, ...]
    not_given: tuple[str, ...]
    reading: Reading
    verdicts: tuple[Verdict, ...]
    crawlers: tuple[crawling.Asked, ...]
    findings: tuple[Finding, ...]
    headline: Words
    claims: Words = CLAIMS
    sitemaps: tuple[str, ...] = field(default=())

    def json(self) -> dict[str, Any]:
        """The report as JSON data."""
        ids = {id(statement): finding.id for statement, finding in zip(self.reading.statements, self.findings, strict=False)}
        return {
            "target": plain(self.target), "looked_at": list(self.looked_at), "not_given": list(self.not_given), "headline": str(self.headline),
            "claims": str(self.claims),
            "decisions": [
                {
                    **plain(decision(one, ids)), "label": str(LABELS[one.use]), "answer": str(ANSWERS[one.stance]), "rule": str(one.rule or ""),
                    "agreeing": [ids[id(other)] for other in one.agreeing], "partly": [ids[id(other)] for other in one.partly], "terms": list(one.offers),
                }
                for one in self.verdicts
            ],
            "crawlers": {
                "date": register().date, "source": register().source,
                "asked": [
                    {"token": one.crawler.token, "operator": one.crawler.operator, "purposes": list(one.crawler.purposes), "allowed": one.access.allowed,
                     "line": one.access.line, "group": one.access.by}
                    for one in self.crawlers
                ],
            },
            "findings": [plain(one) for one in self.findings],
            "schemes": [plain(SCHEMES[key]) for key in sorted({one.scheme for one in self.findings})],
        }  # fmt: skip


def check(site: Site) -> SiteReport:
    """Everything that the given texts say about uses of `site.url`. Never raises on what is in the texts."""
    target = Target(site.url or "https://example.org/", site.agent, site.image)
    made = Reading()
    crawlers: tuple[crawling.Asked, ...] = ()
    sitemaps: tuple[str, ...] = ()
    if site.robots is not None:
        robots = robotstxt.read(site.robots)
        made += crawling.read(robots, target)
        made.notes += crawling.second_opinion(site.robots, robots, target)
        made += aipref.from_robots(robots, target)
        made += contentsignals.from_robots(robots, target)
        made += rsl.from_robots(robots, target)
        crawlers = tuple(crawling.asked(robots, target))
        sitemaps = tuple(robots.sitemaps[:50])
    if site.tdmrep is not None and site.tdmrep.strip():
        made += tdmrep.from_file(site.tdmrep, target)
    if site.ai_txt is not None and site.ai_txt.strip():
        made += aitxt.read(site.ai_txt, target)
    if site.headers is not None:
        fields, notes = headers.parsed(site.headers)
        made.notes += notes
        made += headers.read(fields)
    if site.html is not None:
        made += page.read(site.html, target)
    if site.rsl is not None and site.rsl.strip():
        pointed = any(one.scheme == rsl.SCHEME for one in made.pointers)
        made += rsl.from_file(site.rsl, target)
        if not pointed and (site.robots is not None or site.headers is not None or site.html is not None):
            words = say(
                "Nothing that was given points to this licence file (a License line, a Link header, a link in the page), so crawlers do not find it."
            )
            made.notes.append(Note(rsl.SCHEME, "RSL file", "", words, "deviation", "RSL 1.0, discovery"))
    for name in site.unreachable:
        words = say(
            "The server failed to give {name}. For robots.txt crawlers have to assume that nothing may be fetched (RFC 9309, 2.3.1.4).",
            name=name,
        )
        made.notes.append(Note("http", name, "", words, "hint"))
    verdicts = tuple(decide(made, target))
    given = {
        "robots.txt": site.robots,
        "headers": site.headers,
        "page": site.html,
        "tdmrep.json": site.tdmrep,
        "ai.txt": site.ai_txt,
        "RSL": site.rsl,
    }
    return SiteReport(
        target, tuple(name for name, text in given.items() if text is not None), tuple(name for name, text in given.items() if text is None),
        made, verdicts, crawlers, findings_of(made), headline(verdicts), sitemaps=sitemaps,
    )  # fmt: skip


def headline(verdicts: tuple[Verdict, ...] | list[Verdict]) -> Words:
    """One sentence that says no more than the table."""
    reserved = [one for one in verdicts if one.stance is Stance.DISALLOWED]
    conflicts = [one for one in verdicts if one.conflict]
    some = [one for one in verdicts if one.stance in (Stance.ALLOWED, Stance.CONDITIONAL)]
    if conflicts:
        return say("{count} of {all} uses are spoken of in ways that contradict each other.", count=len(conflicts), all=len(verdicts))
    if reserved:
        return say("{count} of {all} uses are reserved.", count=len(reserved), all=len(verdicts))
    if some:
        return say("No use is reserved; {count} of {all} are spoken of.", count=len(some), all=len(verdicts))
    return say("No reservation was found in what was given. That is not a permission.")
