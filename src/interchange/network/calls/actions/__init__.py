"""The verbs of the room, by topic; other rooms import them from here."""

from interchange.network.calls.actions.applications import (
    advance,
    give_file,
    invite,
    lapse_repairs,
    remove_file,
    save_balance,
    save_evidence,
    save_step,
    start_application,
    submit,
    withdraw,
)
from interchange.network.calls.actions.calls import (
    archive_call,
    cancel_call,
    create_call,
    edit_call,
    extend_call,
    publish_call,
    set_criteria,
    set_questions,
)
from interchange.network.calls.actions.declarations import (
    accept_texts,
    assess_interests,
    declare_interests,
    publish_text,
    set_consent,
    withdraw_acceptance,
)
from interchange.network.calls.actions.duplicates import mark_duplicate, merge, undo_duplicate
from interchange.network.calls.actions.emptying import empty

__all__ = [
    "accept_texts", "advance", "archive_call", "assess_interests", "cancel_call", "create_call", "declare_interests", "edit_call", "empty", "extend_call",
    "give_file", "invite", "lapse_repairs", "mark_duplicate", "merge", "publish_call", "publish_text", "remove_file", "save_balance", "save_evidence",
    "save_step", "set_consent", "set_criteria", "set_questions", "start_application", "submit", "undo_duplicate", "withdraw", "withdraw_acceptance",
]  # fmt: skip
