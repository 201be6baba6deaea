"""Checks, assignments, reviews, calibration; the working set, releases, offers, waiting list, complaints, reports."""

from interchange.network.selection.models.deciding import (
    Cap,
    CapOverride,
    Choice,
    Offer,
    Release,
    ReviewRequest,
    SelectionReport,
    SelectionSet,
    Target,
    WaitingEntry,
)
from interchange.network.selection.models.reviewing import (
    Assignment,
    CalibrationMark,
    CalibrationRound,
    EligibilityCheck,
    Mark,
    Recusal,
    Result,
    Review,
    ReviewerProfile,
)

__all__ = [
    "Assignment",
    "CalibrationMark",
    "CalibrationRound",
    "Cap",
    "CapOverride",
    "Choice",
    "EligibilityCheck",
    "Mark",
    "Offer",
    "Recusal",
    "Release",
    "Result",
    "Review",
    "ReviewRequest",
    "ReviewerProfile",
    "SelectionReport",
    "SelectionSet",
    "Target",
    "WaitingEntry",
]
