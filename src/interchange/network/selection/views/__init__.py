"""The pages of the selection."""

from interchange.network.selection.views.applicants import offer, review_request, waiting
from interchange.network.selection.views.deciding import appeal, appeals, offers, release, report
from interchange.network.selection.views.duplicates import duplicate
from interchange.network.selection.views.officers import (
    assign,
    assignments,
    check,
    close_to,
    compare,
    dashboard,
    eligibility_queue,
    file,
    reviewer,
    reviewers,
    table,
)
from interchange.network.selection.views.readers import calibration, my_reviews, review, review_draft, severity, step_aside
from interchange.network.selection.views.sets import set_choose, set_page, set_rules

__all__ = [
    "appeal",
    "appeals",
    "assign",
    "assignments",
    "calibration",
    "check",
    "close_to",
    "compare",
    "dashboard",
    "duplicate",
    "eligibility_queue",
    "file",
    "my_reviews",
    "offer",
    "offers",
    "release",
    "report",
    "review",
    "review_draft",
    "review_request",
    "reviewer",
    "reviewers",
    "set_choose",
    "set_page",
    "set_rules",
    "severity",
    "step_aside",
    "table",
    "waiting",
]
