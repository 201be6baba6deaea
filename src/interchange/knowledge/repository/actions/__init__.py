"""The verbs of the room, by who says them: depositors, curators and reviewers, readers."""

from interchange.knowledge.repository.actions.access import ask_copy, decide_copy, open_record, set_access
from interchange.knowledge.repository.actions.curation import (
    accept,
    ask_changes,
    ask_review,
    check,
    file_review,
    publish,
    refuse,
    step_aside,
)
from interchange.knowledge.repository.actions.deposit import (
    add_file,
    discard,
    new_version,
    remove_file,
    save,
    start,
    submit,
    take_proposals,
)
from interchange.knowledge.repository.actions.keeping import (
    add_to_list,
    change_list,
    edit_collection,
    forget_list,
    make_list,
    note_use,
    remove_from_list,
)
from interchange.knowledge.repository.actions.lasting import correct, merge, withdraw

__all__ = [
    "accept",
    "add_file",
    "add_to_list",
    "ask_changes",
    "ask_copy",
    "ask_review",
    "change_list",
    "check",
    "correct",
    "decide_copy",
    "discard",
    "edit_collection",
    "file_review",
    "forget_list",
    "make_list",
    "merge",
    "new_version",
    "note_use",
    "open_record",
    "publish",
    "refuse",
    "remove_file",
    "remove_from_list",
    "save",
    "set_access",
    "start",
    "step_aside",
    "submit",
    "take_proposals",
    "withdraw",
]
