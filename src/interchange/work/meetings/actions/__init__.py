"""The verbs of meetings, by topic; other rooms import them from here."""

from interchange.work.meetings.actions.agenda import (
    add_item,
    adopt_agenda,
    decline,
    drop_item,
    edit_item,
    move_item,
    propose_item,
    publish_agenda,
    revise_agenda,
    take_up,
)
from interchange.work.meetings.actions.answers import answer, open_feed, revoke_feed
from interchange.work.meetings.actions.convening import cancel, convene, name_people, postpone, reconvene, refresh_invitations, set_time
from interchange.work.meetings.actions.documents import file_under, give_leave, give_paper, issue_between, open_wider, revise, withdraw
from interchange.work.meetings.actions.offices import appoint_for, end_appointment
from interchange.work.meetings.actions.registering import confirm, register, send_again, set_desk, withdraw_registration
from interchange.work.meetings.actions.series import edit_session, make_series, plan_session, set_joining_link
from interchange.work.meetings.actions.sourcing import add_from_source
from interchange.work.meetings.actions.times import choose_time, mark_hours, propose_times, reckon_times

__all__ = [
    "add_from_source", "add_item", "adopt_agenda", "answer", "appoint_for", "cancel", "choose_time", "confirm", "convene", "decline",
    "drop_item", "edit_item", "edit_session", "end_appointment", "file_under", "give_leave", "give_paper",
    "issue_between", "make_series", "mark_hours", "move_item", "name_people", "open_feed", "open_wider", "plan_session", "postpone",
    "propose_item", "propose_times", "publish_agenda", "reckon_times", "reconvene", "refresh_invitations", "register",
    "revise", "revise_agenda", "revoke_feed", "send_again", "set_desk", "set_joining_link", "set_time", "take_up", "withdraw",
    "withdraw_registration",
]  # fmt: skip
