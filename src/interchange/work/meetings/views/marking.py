"""A text with the findings of the check marked in their places."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from interchange.work.meetings.models import CheckFinding


def marked(text: str, findings: Sequence[CheckFinding]) -> SafeString:
    """The text as typed, escaped, each finding in a `<mark>` with its kind; findings do not overlap and stand in order."""
    pieces, at = [], 0
    for one in findings:
        if one.start < at or text[one.start : one.end][:300] != one.excerpt:
            continue
        pieces.append((text[at : one.start], SafeString("")))
        settled = "settled" if one.overridden_at else "open"
        inside = format_html('<mark class="found {}" title="{}">{}</mark>', settled, one.get_kind_display(), text[one.start : one.end])
        pieces.append(("", inside))
        at = one.end
    pieces.append((text[at:], SafeString("")))
    return format_html_join("", "{}{}", pieces)
