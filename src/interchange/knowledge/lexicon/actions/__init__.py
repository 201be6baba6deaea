"""The verbs of the lexicon."""

from interchange.knowledge.lexicon.actions.amending import adopt_amendment, amend, refuse_amendment, withdraw_amendment
from interchange.knowledge.lexicon.actions.deciding import agree, check, deprecate, discuss, open_call, reinstate, reject, reopen
from interchange.knowledge.lexicon.actions.importing import begin_import, choose_item, discard_import, write_import
from interchange.knowledge.lexicon.actions.releasing import make_file, make_release
from interchange.knowledge.lexicon.actions.scanning import read_texts
from interchange.knowledge.lexicon.actions.writing import edit, propose, undo

__all__ = [
    "adopt_amendment", "agree", "amend", "begin_import", "check", "choose_item", "deprecate", "discard_import", "discuss", "edit", "make_file",
    "make_release", "open_call", "propose", "read_texts", "refuse_amendment", "reinstate", "reject", "reopen", "undo",
    "withdraw_amendment", "write_import",
]  # fmt: skip
