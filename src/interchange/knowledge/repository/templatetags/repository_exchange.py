"""For the record's page: the cite box, what stands in the head for machines, and the ways to take a list away."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from interchange.knowledge.repository.exchange import landing
from interchange.knowledge.repository.exchange.views import citation
from interchange.knowledge.repository.exchange.writers import FORMATS, highwire, jsonld
from interchange.knowledge.repository.models import Version

register = template.Library()


@register.inclusion_tag("repository/exchange/box.html", takes_context=True)
def cite_box(context: dict[str, Any], version: Version) -> dict[str, Any]:
    """The citation (APA) of a version, with links to other styles and formats."""
    work = landing.work_for(context["request"], version)
    record: Any = version.record
    shown = [FORMATS[code] for code in ("bibtex", "ris", "csl-json")]
    return {"text": citation(work, "apa", touched=record.touched), "slug": record.slug, "formats": shown}


@register.simple_tag(takes_context=True)
def machine_head(context: dict[str, Any], version: Version) -> SafeString:
    """Tags for reference managers and search engines, on what everybody may see; else an order not to index."""
    record: Any = version.record
    if not landing.is_public(record):
        return mark_safe('<meta name="robots" content="noindex">')
    work = landing.work_for(context["request"], version)
    metas = format_html_join("\n", '<meta name="{}" content="{}">', highwire.tags(work))
    links = format_html_join(
        "\n",
        '<link rel="alternate" type="{}" href="/repository/{}.{}">',
        ((one.media_type, record.slug, one.suffix) for one in FORMATS.values()),
    )
    data = mark_safe(jsonld.dumps([work]))  # noqa: S308 - JSON in which every sign that ends a script element is escaped
    canonical = format_html('<link rel="canonical" href="{}">', work.address)
    return format_html('{}\n{}\n{}\n<script type="application/ld+json">{}</script>', canonical, metas, links, data)


@register.simple_tag
def list_formats() -> list[tuple[str, Any]]:
    """(suffix, label) of the formats in which a search or a list can be taken away."""
    return [(one.suffix, one.label) for one in FORMATS.values() if one.many]
