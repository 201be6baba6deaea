"""Tags of the live page and the record."""

from typing import Any

from django import template

from interchange.work.meetings.queries import room as queries
from interchange.work.meetings.vocabulary import PollChoice

register = template.Library()


@register.inclusion_tag("meetings/room/poll_table.html")
def poll_table(shown: queries.PollShown) -> dict[str, Any]:
    """The sums of a closed poll as a table."""
    return {"rows": queries.sum_rows(shown), "choices": PollChoice.labels, "grouped": bool(shown.sums and shown.sums.by_group)}
