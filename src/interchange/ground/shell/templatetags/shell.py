"""The tags that every template has without loading them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Model
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground import clock
from interchange.ground.journal.actions import subject_of
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.shell import charts, menu
from interchange.ground.shell.beside import of as lines_beside
from interchange.ground.shell.lists import Listing
from interchange.ground.text import linking, sources
from interchange.ground.text.linking import check_url, linked
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.marks import AiUse

register = template.Library()

# The shape beside a state's word, so that states are told apart without colour: filled, half, empty, crossed.
SHAPES = {
    "good": {"open", "eligible", "accepted", "active", "confirmed", "sent", "filed", "scored", "published", "done", "released", "upheld", "ok", "approved", "member", "public", "in-session", "on-site", "remote", "adopted", "taken", "taken-up", "consensus", "met", "agreed", "delivered", "answered", "verified", "disposed"},
    "busy": {"submitted", "in-review", "offered", "waiting", "queued", "assigned", "held", "coming", "returned", "shortlisted", "decided", "invited", "on-leave", "prepared", "handing-over", "soft-bounce", "notice", "states", "members", "convened", "agenda-provisional", "agenda-adopted", "summary-draft", "member-check", "partly", "stands", "reasoned", "rough", "in-consensus", "proposed", "under-discussion", "preview", "running", "received", "acknowledged", "clarifying", "drafted", "cleared"},
    "bad": {"ineligible", "declined", "bounced", "failed", "suspended", "removed", "lapsed", "cancelled", "refused-offer", "unconfirmed", "overdue", "recused", "restricted", "postponed", "not-taken-up", "no-consensus", "not-adopted", "dropped", "rejected", "deprecated", "refused", "not-delivered"},
}  # fmt: skip


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], instant: datetime | None) -> str:
    """An instant in the network's zone and the reader's, as `<time>`."""
    if instant is None:
        return ""
    viewer = context.get("viewer") or VISITOR
    words = clock.in_words(instant, viewer.time_zone)
    return format_html('<time datetime="{}">{}</time>', clock.show(instant, "UTC").iso, words)


@register.simple_tag(takes_context=True)
def wings(context: dict[str, Any]) -> SafeString:
    """The menu of the viewer, for the page at hand."""
    request = context.get("request")
    return menu.html(context.get("viewer") or VISITOR, request.path if request else "")


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """A date, without the time of day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(clock.network_zone()).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "j F Y"))


@register.simple_tag
def state(code: str, label: Any = None) -> str:
    """A state in words with a shape before it."""
    kind = next((name for name, codes in SHAPES.items() if code in codes), "idle")
    return format_html('<span class="state state-{}">{}</span>', kind, label or code)


@register.filter
def md(text: str | None, level: int = 2) -> SafeString:
    """Markdown as safe HTML with the terms of the lexicon linked, its headings from `level` on."""
    return linked(text or "", level)


@register.filter
def term(code: str, scheme: str) -> str:
    """The label of a code: `{{ code|term:"profiles" }}`."""
    return vocabulary.label(scheme, code) if code else ""


@register.filter
def terms(codes: Iterable[str] | None, scheme: str) -> str:
    """The labels of several codes, joined."""
    return ", ".join(vocabulary.label(scheme, code) for code in codes or [])


@register.filter
def country(iso2: str) -> str:
    """The name of a country."""
    return vocabulary.country(iso2) if iso2 else ""


@register.inclusion_tag("shell/parts/errors.html")
def errors(form: Any, *others: Any) -> dict[str, Any]:
    """The summary of everything wrong with a form, each line a link to its field."""
    found = []
    for one in [form, *others]:
        forms = [one.non_form_errors(), *one.forms] if hasattr(one, "non_form_errors") else [one]
        for entry in forms:
            if not hasattr(entry, "fields"):
                found += [("", str(error)) for error in entry]
                continue
            found += [("", str(error)) for error in entry.non_field_errors()]
            found += [(bound.id_for_label or bound.auto_id, f"{bound.label}: {error}") for bound in entry for error in bound.errors]
    return {"found": found}


@register.simple_tag
def terms_url() -> str:
    """Where scripts send a text that is being written, to be told which labels to avoid; "" where nothing checks it."""
    return check_url()


@register.simple_tag
def report_url(thing: Model) -> str:
    """The page that reports how a thing's text says the terms; "" where nothing reports."""
    return linking.report_url(sources.kind_of(thing), thing.pk)


@register.inclusion_tag("shell/parts/field.html")
def field(bound: BoundField, **extra: Any) -> dict[str, Any]:
    """A field: label, help, error, control, counter; groups of ticks and radios in a fieldset."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    described = [f"{bound.auto_id}-help"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    limit = widget.attrs.get("data-limit")
    if limit:
        described.append(f"{bound.auto_id}-count")
    attrs = {**extra}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    group = kind in {"radio", "checkbox"} and hasattr(widget, "subwidgets") and bool(getattr(bound.field, "choices", None))
    attrs = {name.replace("_", "-"): value for name, value in attrs.items()}
    value = bound.value()
    return {
        "bound": bound,
        "control": "" if group else bound.as_widget(attrs=attrs),
        "group": group,
        "single_tick": kind == "checkbox" and not group,
        "described": " ".join(described),
        "limit": f"{int(limit):,}" if limit else "",
        "used": f"{len(str(value).replace(chr(13) + chr(10), chr(10))):,}" if value else "0",
        "optional": not bound.field.required and kind != "checkbox" and not getattr(bound.field, "wanted", False),
        "hidden": bound.is_hidden,
    }


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], verb: str, obj: Model | None = None) -> bool:
    """Whether the viewer may say the verb (to the object)."""
    return allows(context.get("viewer") or VISITOR, verb, obj)


@register.inclusion_tag("shell/parts/bars.html")
def bars(rows: Sequence[charts.Bar], caption: str) -> dict[str, Any]:
    """Bars with their table."""
    return {
        "chart": charts.bars(rows, caption),
        "rows": rows,
        "caption": caption,
        "targets": any(r.target is not None for r in rows),
        "caps": any(r.cap is not None for r in rows),
    }


@register.inclusion_tag("shell/parts/pager.html")
def pager(listing: Listing) -> dict[str, Any]:
    """Links to the pages around this one."""
    page = listing.page
    numbers = [
        (number, listing.page_url(number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers,
        "before": listing.page_url(page.number - 1) if page.has_previous() else "",
        "after": listing.page_url(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("shell/parts/chips.html")
def chips(listing: Listing) -> dict[str, Any]:
    """How many there are, and the active filters, each removable."""
    words = ngettext("%(n)s entry", "%(n)s entries", listing.count) % {"n": f"{listing.count:,}"}
    return {"words": words, "listing": listing}


@register.simple_tag
def mark(level: str) -> str:
    """The distribution mark of an item: who may read it."""
    words = {"public": _("Public"), "states": _("Member States"), "members": _("Members"), "restricted": _("Restricted")}[level]
    return format_html('<span class="mark mark-{}"><span class="visually-hidden">{}</span> {}</span>', level, _("May be read by:"), words)


@register.simple_tag
def ai_mark(level: str) -> str:
    """The AI-use mark of an item."""
    words = {AiUse.NONE: _("Written by people"), AiUse.ASSISTED: _("Written with AI assistance"), AiUse.GENERATED: _("Generated by AI")}[
        AiUse(level)
    ]
    return format_html('<span class="mark mark-ai">{}</span>', words)


@register.inclusion_tag("shell/parts/history.html", takes_context=True)
def history(context: dict[str, Any], obj: Model) -> dict[str, Any]:
    """What happened to a thing, from the journal, as the viewer may know it."""
    from interchange.ground.journal.queries import history as read

    viewer = context.get("viewer") or VISITOR
    return {"entries": read(viewer, obj), "viewer": viewer}


@register.inclusion_tag("shell/parts/beside.html", takes_context=True)
def beside(context: dict[str, Any], obj: Model) -> dict[str, Any]:
    """What other rooms put beside a thing, as the viewer may see it."""
    return {"found": lines_beside(context.get("viewer") or VISITOR, *subject_of(obj))}


@register.simple_tag
def join_words(words: Iterable[Any]) -> str:
    """The words as a list in a sentence."""
    return format_html_join(", ", "{}", ((word,) for word in words))


class _Capture(template.Node):
    """Render once, show here, and keep for the h1: the block `title` is both the page's title and its heading."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes

    def render(self, context: template.Context) -> SafeString:
        title = mark_safe(self.nodes.render(context).strip())  # noqa: S308 -- what the engine rendered, escaped by it
        context.dicts[0]["captured_title"] = title
        return title


@register.tag
def capture_title(parser: template.base.Parser, token: template.base.Token) -> _Capture:
    """`{% capture_title %}...{% end_capture %}`: the title, shown and kept for `{% page_heading %}`."""
    nodes = parser.parse(("end_capture",))
    parser.delete_first_token()
    return _Capture(nodes)


@register.simple_tag(takes_context=True)
def page_heading(context: dict[str, Any]) -> SafeString:
    """The captured title."""
    return context["captured_title"]
