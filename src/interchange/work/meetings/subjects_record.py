"""Outcomes and draft summaries can be talked about; about outcomes consensus is sought in writing."""

from datetime import datetime

from interchange.ground.consensus import kinds
from interchange.ground.policy import subjects
from interchange.work.meetings.actions import writing
from interchange.work.meetings.models import Outcome, SummaryDraft


def _record(outcome: Outcome) -> str:
    return f"{outcome.session.get_absolute_url()}record/#outcome-{outcome.pk}"


def _summary(draft: SummaryDraft) -> str:
    return f"{draft.session.get_absolute_url()}summary/"


def _closes(draft: SummaryDraft) -> datetime | None:
    return draft.check_closes_at


subjects.define(Outcome, view="outcome.view", speak="outcome.speak", url=_record, title=str, settle="outcome.lead")
subjects.define(
    SummaryDraft,
    view="summary.view",
    speak="summary.speak",
    url=_summary,
    title=lambda draft: f"{draft.session.symbol}, draft {draft.version}",
    settle="summary.write",
    closes_at=_closes,
)
kinds.define(Outcome, open="outcome.lead", asked=writing.asked, on_close=writing.on_close)
