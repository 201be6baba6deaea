"""The laboratory's verbs."""

from interchange.workbench.lab.actions.making import delete, make, resume, stop
from interchange.workbench.lab.actions.publishing import decide, deposit, put_forward, submit
from interchange.workbench.lab.actions.running import carry_on, check_versions, revive, run_slice

__all__ = [
    "carry_on",
    "check_versions",
    "decide",
    "delete",
    "deposit",
    "make",
    "put_forward",
    "resume",
    "revive",
    "run_slice",
    "stop",
    "submit",
]
