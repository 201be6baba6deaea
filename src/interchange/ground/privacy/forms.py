"""Forms about incidents. Times are on the clock of the network's own zone."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.personal import REGISTER
from interchange.ground.privacy.vocabulary import TEXT_LIMIT, TITLE_LIMIT, Decision
from interchange.ground.shell.forms import HouseForm, RevisionField, TickBoxes

DAY, HOUR = forms.DateInput(attrs={"type": "date"}), forms.TimeInput(attrs={"type": "time"})


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _Timed(HouseForm):
    """Days and hours become instants: `<name>_day` and `<name>_time` give `<name>_at`."""

    moments: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Put each moment together; a doubled or missing hour of a clock change is refused by name."""
        given = super().clean() or {}
        for name in self.moments:
            day: date | None = given.pop(f"{name}_day", None)
            hour: time | None = given.pop(f"{name}_time", None)
            instant: datetime | None = None
            if day is not None:
                try:
                    instant = clock.local_instant(day, hour or time(0), str(clock.network_zone()))
                except Refused as refused:
                    self.add_error(f"{name}_day", str(refused))
            given[f"{name}_at"] = instant
        return given

    def add_error(self, field: str | None, error: Any) -> None:
        """What an action says of a moment stands at its day."""
        if field and field.endswith("_at") and field not in self.fields:
            field = f"{field.removesuffix('_at')}_day"
        super().add_error(field if field is None or field in self.fields else None, error)


class OpenForm(_Timed):
    """Something happened."""

    moments = ("noticed", "began", "ended")
    title = forms.CharField(label=_("What it is, in a few words"), max_length=TITLE_LIMIT, help_text=_("Name no person in it."))
    what = forms.CharField(
        label=_("What happened"), max_length=TEXT_LIMIT, widget=_area(6), help_text=_("Only officers named for the incident read it.")
    )
    noticed_day = forms.DateField(label=_("Noticed on"), widget=DAY)
    noticed_time = forms.TimeField(
        label=_("Noticed at"), widget=HOUR, help_text=_("Geneva time. The clock of the decision runs from then.")
    )
    began_day = forms.DateField(label=_("Began on"), widget=DAY, required=False, help_text=_("As far as it is known."))
    began_time = forms.TimeField(label=_("Began at"), widget=HOUR, required=False)
    ended_day = forms.DateField(label=_("Ended on"), widget=DAY, required=False)
    ended_time = forms.TimeField(label=_("Ended at"), widget=HOUR, required=False)


class ReachForm(_Timed):
    """Which data, and through whose account."""

    moments = ("began", "ended")
    revision = RevisionField()
    keys = TickBoxes(label=_("Which data"), required=False)
    account = forms.CharField(
        label=_("Account that was misused"),
        max_length=254,
        required=False,
        help_text=_("Its e-mail address. Then only people are listed whose data this account opened, by the access log."),
    )
    began_day = forms.DateField(label=_("Misused from, day"), widget=DAY, required=False)
    began_time = forms.TimeField(label=_("Misused from, time"), widget=HOUR, required=False)
    ended_day = forms.DateField(label=_("Misused until, day"), widget=DAY, required=False)
    ended_time = forms.TimeField(label=_("Misused until, time"), widget=HOUR, required=False)
    consequences = forms.CharField(label=_("Likely consequences for people"), max_length=TEXT_LIMIT, required=False, widget=_area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, one.what) for key, one in REGISTER.holdings.items()]  # type: ignore[attr-defined]


class HandlerForm(HouseForm):
    """Name somebody."""

    address = forms.CharField(label=_("E-mail address of an officer or administrator"), max_length=254)


class MeasureForm(HouseForm):
    """What was done."""

    text = forms.CharField(label=_("What was done"), max_length=TEXT_LIMIT, widget=_area(3))


class DecisionForm(HouseForm):
    """Whether people are told."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        max_length=TEXT_LIMIT,
        widget=_area(3),
        help_text=_("How likely is harm, how grave, and can people do something against it?"),
    )


class NoticeForm(HouseForm):
    """What the people touched read."""

    text = forms.CharField(
        label=_("The notice"),
        max_length=TEXT_LIMIT,
        widget=_area(10),
        help_text=_(
            "What happened, when; what it may mean for the reader; what was done; what the reader can do; whom to ask. Markdown is understood."
        ),
    )


class ReportForm(HouseForm):
    """The closing report."""

    report = forms.CharField(
        label=_("Closing report"),
        max_length=3 * TEXT_LIMIT,
        widget=_area(10),
        help_text=_("The cause, what was done and when, what is changed so that it does not happen again. Markdown is understood."),
    )
