"""Forms of the room. What is wrong is said by the actions; forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, TickBoxes
from interchange.ground.vocabulary import queries as vocabulary
from interchange.work.exchange import vocabulary as words

DAY: dict[str, Any] = {"widget": forms.DateInput(attrs={"type": "date"}), "error_messages": {"invalid": _("Write the day as 2026-11-25.")}}


def area(rows: int) -> forms.Textarea:
    """A text box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class Wanting(HouseForm):
    """A form whose `needs` the action asks for: they are not called optional."""

    needs: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needs:
            self.fields[name].wanted = True
        if "topics" in self.fields:
            self.fields["topics"].choices = vocabulary.choices("topics")


class QuestionForm(Wanting):
    """A question. `found` are what the look-up offers, as (value, label): things of the house and members."""

    needs = ("title", "text", "topics")
    title = forms.CharField(label=_("Your question, in one sentence"), max_length=words.TITLE_LIMIT, required=False)
    text = forms.CharField(
        label=_("What you know, and what you need to know"),
        max_length=words.TEXT_LIMIT,
        required=False,
        widget=area(7),
        help_text=_("Markdown: *emphasis*, > quotation, [words](address). Members only read it."),
    )
    topics = TickBoxes(label=_("Topics"), required=False)
    wanted_by = forms.DateField(label=_("Answer wanted by"), required=False, help_text=_("Empty: in ten days or so."), **DAY)
    names = TickBoxes(label=_("It is about, and names"), required=False)
    look = forms.CharField(
        label=_("Look for an entry or a member"),
        max_length=120,
        required=False,
        help_text=_(
            "A tool, a challenge, a term, a paper, a document, or somebody’s name. Press “Look”, then tick. Members whom you name get a letter."
        ),
    )
    unattributed = forms.BooleanField(
        label=_("Under the rule of non-attribution"),
        required=False,
        help_text=_(
            "For good: neither your name nor those of people who answer are kept, shown or mailed. You get no mail about answers: come back to this page. Names of people and houses in the text are yours to leave out."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, found: list[tuple[str, str]], asking: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = found
        if not asking:
            del self.fields["unattributed"]


class AnswerForm(Wanting):
    """An answer."""

    needs = ("text",)
    text = forms.CharField(
        label=_("What you know"),
        max_length=words.TEXT_LIMIT,
        required=False,
        widget=area(7),
        help_text=_("Markdown: *emphasis*, > quotation, [words](address). A member named as @Given Family gets a letter."),
    )
    sources = forms.CharField(label=_("Sources"), required=False, widget=area(2), help_text=_("“Title | https://...”, one a line."))
    files = forms.FileField(label=_("A file"), required=False, help_text=_("PDF, at most 10 MB."))

    def __init__(self, *args: Any, with_files: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_files:
            del self.fields["files"]

    @property
    def listed(self) -> list[dict[str, str]]:
        """The sources as title and address."""
        lines = [line.strip() for line in (self.cleaned_data.get("sources") or "").splitlines() if line.strip()]
        parts = [line.rpartition("|") for line in lines]
        return [{"title": title.strip(), "url": url.strip()} for title, _bar, url in parts]


class CloseForm(HouseForm):
    """What came of a question."""

    note = forms.CharField(
        label=_("What came of it"),
        max_length=words.TEXT_LIMIT,
        required=False,
        widget=area(3),
        help_text=_("Everybody who reads the question reads it."),
    )


class RemoveForm(HouseForm):
    """Why an answer goes."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=area(2), help_text=_("It stands in place of the answer.")
    )


class PutForm(HouseForm):
    """Whom to ask."""

    people = TickBoxes(label=_("Ask"), required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people


class OfferForm(Wanting):
    """Help that somebody offers."""

    needs = ("title", "text", "topics")
    title = forms.CharField(
        label=_("What you offer"), max_length=words.TITLE_LIMIT, required=False, help_text=_("For example: office hours on watermarks.")
    )
    text = forms.CharField(
        label=_("What people can bring, and when you have time"), max_length=words.TEXT_LIMIT, required=False, widget=area(4)
    )
    topics = TickBoxes(label=_("Topics"), required=False)


class PlanForm(HouseForm):
    """The day and hour of the session that an offer becomes."""

    series = forms.ChoiceField(label=_("In the series"))
    local_day = forms.DateField(label=_("Day"), **DAY)
    local_time = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}), help_text=_("At the network’s seat."))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=480, initial=60)

    def __init__(self, *args: Any, series: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = series
