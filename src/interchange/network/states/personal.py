"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Keep, Reader, acts, holds, impersonal

holds(
    "states.named", "states.namedperson", "given_name family_name email function",
    what=_("whom a note names for a Member State: name, address, function"), why=_("A State says who speaks for it."),
    readers=(Reader.STATE, Reader.OFFICERS), keep=Keep.ACCOUNT, address="email",
)  # fmt: skip
holds(
    "states.places", "states.place", "person function reason",
    what=_("who spoke for a Member State, from when to when"), why=_("Access follows the note in force, and history belongs to the State."),
    readers=(Reader.STATE, Reader.OFFICERS), keep=Keep.WITHOUT_NAME,
)  # fmt: skip
acts("states.notes", "states.note", "entered_by settled_by reason", readers=(Reader.STATE, Reader.OFFICERS))
impersonal("states.note", "number reference")
impersonal("states.group", "name states")
