"""Where citing and exchanging join the room's pages: the cite box, formats, tags in a page's head, metadata of pasted identifiers."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.repository import links
from interchange.knowledge.repository.exchange import landing, lookup
from interchange.knowledge.repository.exchange.writers import FORMATS, highwire, jsonld, styles
from interchange.knowledge.repository.models import Record, Version

ON_PAGES = ("bibtex", "ris", "csl-json", "datacite-xml", "jsonld")


@links.citations
def _cite(version: Version) -> list[tuple[str, str]]:
    """In the first style; the others are one click away (`repository:cite`), so that a page does not wait for seven."""
    first = next(iter(styles.STYLES))
    return [(styles.STYLES[first], styles.cite(landing.work_for(version), first))]


@links.formats
def _formats(version: Version) -> list[tuple[str, str]]:
    record: Any = version.record
    if record.current_id != version.pk or record.state != "published":
        return []
    return [(str(FORMATS[code].label), f"/repository/{record.slug}.{FORMATS[code].suffix}") for code in ON_PAGES]


@links.formats_of_lists
def _formats_of_lists(query: str) -> list[tuple[str, str]]:
    many = [FORMATS[code] for code in ON_PAGES if FORMATS[code].many]
    return [(str(one.label), f"/repository/export.{one.suffix}{f'?{query}' if query else ''}") for one in many]


@links.heads
def _head(viewer: Viewer, record: Record, version: Version) -> SafeString:
    """Tags for reference managers and search engines, on what everybody may see; else an order not to index."""
    if not landing.is_public(record):
        return mark_safe('<meta name="robots" content="noindex">\n')
    work = landing.work_for(version)
    metas = format_html_join("", '<meta name="{}" content="{}">\n', highwire.tags(work))
    others = format_html_join(
        "", '<link rel="alternate" type="{}" href="/repository/{}.{}">\n', ((one.media_type, record.slug, one.suffix) for one in FORMATS.values())
    )  # fmt: skip
    data = mark_safe(jsonld.dumps([work]))  # noqa: S308 - JSON in which every sign that could end a script element is escaped
    # A data block: browsers do not run it, and the content security policy is not asked (HTML, "prepare the script element").
    return format_html(
        '<link rel="canonical" href="{}">\n{}{}<script type="application/ld+json">{}</script>\n', work.address, metas, others, data
    )


links.lookups(lookup.draft_of)
