"""The verbs of membership, by topic; other rooms import them from here."""

from interchange.network.membership.actions.composition import publish_composition
from interchange.network.membership.actions.entry import set_public, update_profile, write_to
from interchange.network.membership.actions.offices import appoint, end_office
from interchange.network.membership.actions.removal import ask_review, decide_removal, decide_review, open_removal, reply
from interchange.network.membership.actions.renewal import ask_renewal, decide_renewal
from interchange.network.membership.actions.states import (
    add_months,
    admit,
    end,
    lift_suspension,
    resign,
    return_from_leave,
    start_leave,
    suspend,
)

__all__ = [
    "add_months", "admit", "appoint", "ask_renewal", "ask_review", "decide_removal", "decide_renewal", "decide_review", "end", "end_office",
    "lift_suspension", "open_removal", "publish_composition", "reply", "resign", "return_from_leave", "set_public", "start_leave", "suspend", "update_profile", "write_to",
]  # fmt: skip
