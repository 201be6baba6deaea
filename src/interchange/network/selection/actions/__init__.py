"""The verbs of the selection: the only place of this room that writes."""

from interchange.network.selection.actions.appeals import answer_request, file_request, take_request
from interchange.network.selection.actions.assignment import assign, assign_many, describe_reviewer
from interchange.network.selection.actions.calibration import allow_redo, close_round, mark_calibration, open_round
from interchange.network.selection.actions.eligibility import decide_check, open_check
from interchange.network.selection.actions.offers import (
    answer_offer,
    call_up,
    expire_waiting,
    follow_bounces,
    lapse_offers,
    leave_waiting,
    notify_waiting,
    pause_offer,
    resume_offer,
)
from interchange.network.selection.actions.recusal import recuse, recuse_by_officer, refuse_conflicted
from interchange.network.selection.actions.release import discard_release, prepare_release, release
from interchange.network.selection.actions.report import approve_report, draft_report
from interchange.network.selection.actions.reviewing import file_review, save_review
from interchange.network.selection.actions.setbuilding import (
    choose,
    choose_many,
    choose_rest,
    override_cap,
    remove_cap,
    remove_target,
    set_cap,
    set_target,
    take_back,
)

__all__ = [
    "allow_redo",
    "answer_offer",
    "answer_request",
    "approve_report",
    "assign",
    "assign_many",
    "call_up",
    "choose",
    "choose_many",
    "choose_rest",
    "close_round",
    "decide_check",
    "describe_reviewer",
    "discard_release",
    "draft_report",
    "expire_waiting",
    "file_request",
    "file_review",
    "follow_bounces",
    "lapse_offers",
    "leave_waiting",
    "mark_calibration",
    "notify_waiting",
    "open_check",
    "open_round",
    "override_cap",
    "pause_offer",
    "prepare_release",
    "recuse",
    "recuse_by_officer",
    "refuse_conflicted",
    "release",
    "remove_cap",
    "remove_target",
    "resume_offer",
    "save_review",
    "set_cap",
    "set_target",
    "take_back",
    "take_request",
]
