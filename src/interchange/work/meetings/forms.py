"""Forms of the room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.policy.levels import Level
from interchange.ground.shell.forms import HouseForm, RevisionField, TickBoxes
from interchange.ground.vocabulary import queries as vocabulary
from interchange.ground.vocabulary.marks import AiUse
from interchange.ground.vocabulary.numbering import Mark
from interchange.network.calls.forms import zones
from interchange.work.meetings.vocabulary import Audience, ItemKind, SessionKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")
_NOT_CLOSED = [(Level.PUBLIC, Level.PUBLIC.label), (Level.STATES, Level.STATES.label), (Level.MEMBERS, Level.MEMBERS.label)]


class SeriesForm(HouseForm):
    """A new series."""

    body = forms.CharField(
        label=_("Code"),
        max_length=12,
        help_text=_("Stands in every number that the series gives, for example TEN-LAB. It is never changed."),
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    about = forms.CharField(label=_("What it is for"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    kind = forms.ChoiceField(label=_("Kind of session"), choices=SessionKind.choices)
    audience = forms.ChoiceField(label=_("Who is invited"), choices=Audience.choices)
    level = forms.ChoiceField(label=_("Who may know that it meets"), choices=_NOT_CLOSED)
    topics = TickBoxes(label=_("Topics"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = vocabulary.choices("topics")


class SessionForm(HouseForm):
    """What a session is called and about."""

    title = forms.CharField(label=_("Title"), max_length=160)
    about = forms.CharField(
        label=_("What it is about"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands in the convening note."),
    )
    kind = forms.ChoiceField(label=_("Kind of session"), choices=SessionKind.choices)
    audience = forms.ChoiceField(label=_("Who is invited"), choices=Audience.choices)
    level = forms.ChoiceField(
        label=_("Who may know of it once it is convened"),
        choices=Level.choices,
        help_text=_("Restricted: only those invited, and the Secretariat."),
    )
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, help_text=_("For example “WIPO, Geneva, Room B, and remotely”.")
    )
    topics = TickBoxes(label=_("Topics"), required=False)
    revision = RevisionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = vocabulary.choices("topics")
        self.fields["revision"].required = bool(self.initial.get("revision"))


class TimeForm(HouseForm):
    """When a session is: the clock on the wall of one place."""

    local_day = forms.DateField(label=_("Day"), widget=DAY)
    local_time = forms.TimeField(label=_("Start"), widget=HOUR, help_text=_("On the clock of the time zone below."))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("The hour on the wall there is kept, also when clock rules change."))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=1440)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones()


class MoveForm(TimeForm):
    """Another time for a session that people are invited to."""

    reason = forms.CharField(
        label=_("Why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Those invited read it.")
    )


class ReconveneForm(TimeForm):
    """A new time for a session that was put off or cancelled."""

    late_reason = forms.CharField(
        label=_("Why so late"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where the note goes out late."),
    )


class ConveneForm(HouseForm):
    """Send the convening note."""

    late_reason = forms.CharField(
        label=_("Why so late"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where the note goes out late; it stands in the note."),
    )


class LinkForm(HouseForm):
    """The joining link."""

    url = forms.CharField(
        label=_("Joining link"), max_length=500, required=False, help_text=_("Begins with https://. Empty takes it away.")
    )
    note = forms.CharField(label=_("Passcode, telephone"), max_length=300, required=False)


class OfficeForm(HouseForm):
    """A chair or rapporteur for one session."""

    person = forms.ChoiceField(label=_("Member"))
    role = forms.ChoiceField(label=_("Office"), choices=[("chair", _("Chair")), ("rapporteur", _("Rapporteur"))])
    until = forms.DateField(
        label=_("Last day"), widget=DAY, required=False, help_text=_("To midnight in Geneva. Empty: until sixty days after the session.")
    )

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "—"), *members]


class PeopleForm(HouseForm):
    """The members asked to a session by name."""

    people = TickBoxes(label=_("Members"), error_messages={"required": _("Choose at least one member.")})

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = members


class SearchTimesForm(HouseForm):
    """Between which days to look for a fair time."""

    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY)


class HoursForm(HouseForm):
    """In which zone one's week is."""

    time_zone = forms.ChoiceField(label=_("Your time zone"))
    revision = RevisionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones()


class ItemForm(HouseForm):
    """One item of an agenda."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("What for"), choices=ItemKind.choices, initial=ItemKind.DISCUSS)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, initial=15)
    owner = forms.ChoiceField(label=_("Led by"), required=False)
    about = forms.CharField(label=_("What it is about"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    attributed = forms.BooleanField(
        label=_("What is said is attributed"),
        required=False,
        help_text=_("Off: the notes have no speaker, and nothing tells who said what."),
    )
    topics = TickBoxes(label=_("Topics"), required=False)
    revision = RevisionField()

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", _("The Secretariat")), *members]
        self.fields["topics"].choices = vocabulary.choices("topics")
        self.fields["revision"].required = bool(self.initial.get("revision"))


class ProposalForm(HouseForm):
    """An item that a member proposes."""

    title = forms.CharField(label=_("Title"), max_length=200)
    why = forms.CharField(label=_("Why the network should take it up"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))
    kind = forms.ChoiceField(label=_("What for"), choices=ItemKind.choices, initial=ItemKind.DISCUSS)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, initial=15)
    topics = TickBoxes(label=_("Topics"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = vocabulary.choices("topics")


class ContentForm(HouseForm):
    """A text or a file."""

    text = forms.CharField(
        label=_("Text"),
        max_length=120_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Markdown. Headings become places that comments can be put to."),
    )
    file = forms.FileField(
        label=_("Or a PDF"), required=False, help_text=_("At most 20 MB. It is given out with number and mark on page one.")
    )
    ai_use = forms.ChoiceField(
        label=_("Use of AI in writing the text"),
        choices=AiUse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("The use of AI is not stated. Say whether AI helped to write the text.")},
    )


class PaperForm(ContentForm):
    """A paper for a session."""

    title = forms.CharField(label=_("Title"), max_length=250)
    items = TickBoxes(label=_("Items of the agenda"), required=False)
    topics = TickBoxes(label=_("Topics"), required=False)
    information = forms.BooleanField(
        label=_("For information only"), required=False, help_text=_("Numbered among the information papers: INF.")
    )
    field_order = ("title", "text", "file", "ai_use", "items", "topics", "information")

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = items
        self.fields["topics"].choices = vocabulary.choices("topics")
        if not items:
            del self.fields["items"]


class BetweenForm(ContentForm):
    """A document between sessions."""

    title = forms.CharField(label=_("Title"), max_length=250)
    level = forms.ChoiceField(label=_("Who may read it"), choices=Level.choices, initial=Level.MEMBERS)
    topics = TickBoxes(label=_("Topics"), required=False)
    field_order = ("title", "level", "text", "file", "ai_use", "topics")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = vocabulary.choices("topics")


class ReviseForm(ContentForm):
    """A revision, corrigendum or addendum."""

    mark = forms.ChoiceField(label=_("It is"), choices=[(one.value, one.label) for one in (Mark.REVISION, Mark.CORRIGENDUM, Mark.ADDENDUM)])
    note = forms.CharField(label=_("What is new"), max_length=300)
    seen = RevisionField()
    field_order = ("mark", "note", "text", "file", "ai_use", "seen")


class WidenForm(HouseForm):
    """Open a document wider."""

    level = forms.ChoiceField(label=_("Who may read it from now on"), choices=Level.choices)
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
