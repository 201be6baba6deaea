"""The form for a new token."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from interchange.ground.machines.rooms import opened
from interchange.ground.machines.vocabulary import LIVES, NAME_LIMIT, STAFF, longest_life
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import STAFF_ROLES
from interchange.ground.shell.forms import HouseForm, TickBoxes


class TokenForm(HouseForm):
    """Name, scopes, days. Staff rights are offered only to whoever has them awake."""

    name = forms.CharField(label=_("What will use it"), max_length=NAME_LIMIT, help_text=_("For example: spreadsheet on my laptop"))
    scopes = TickBoxes(label=_("What it may read"), help_text=_("Within what you may see yourself. Tick only what the program needs."))
    days = forms.TypedChoiceField(label=_("How long it lasts"), coerce=int)
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, data: object = None, *, viewer: Viewer) -> None:
        super().__init__(data, initial={"form_key": str(uuid4()), "days": 90})
        held = viewer.roles | {role for role, _scope in viewer.scoped}
        choices: list[tuple[str, object]] = [(one.name, one.label) for one in opened().values()]
        if not held.isdisjoint(STAFF_ROLES):
            choices.append((STAFF, _("Use my staff rights (otherwise the token reads as if you held none)")))
        self.fields["scopes"].choices = choices
        most = longest_life()
        self.fields["days"].choices = [(days, ngettext("%d day", "%d days", days) % days) for days in LIVES if days <= most]
