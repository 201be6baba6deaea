"""Forms of the room. What is wrong is said by the actions; forms only read."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, TickBoxes
from interchange.ground.vocabulary import queries as vocabulary
from interchange.knowledge.landscape.vocabulary import QUESTIONS
from interchange.work.direction import vocabulary as words

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
DAY: dict[str, Any] = {"widget": forms.DateInput(attrs={"type": "date"}), "error_messages": {"invalid": _("Write the day as 2026-11-25.")}}


def area(rows: int) -> forms.Textarea:
    """A text box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def _answers(form: forms.Form) -> dict[str, bool | None]:
    return {name: {"yes": True, "no": False}.get(form.cleaned_data.get(f"scope_{name}") or "") for name, _words, _policy in QUESTIONS}


def lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Asking(HouseForm):
    """A form whose `needs` the action asks for: they are not called optional."""

    needs: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needs:
            self.fields[name].wanted = True


class ScopeFields(Asking):
    """The five questions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question, _policy in QUESTIONS:
            self.fields[f"scope_{name}"] = forms.ChoiceField(label=question, choices=YES_NO, widget=forms.RadioSelect, required=False)
            self.fields[f"scope_{name}"].wanted = True

    @property
    def questions(self) -> list[Any]:
        """The bound fields of the questions."""
        return [self[f"scope_{name}"] for name, _words, _policy in QUESTIONS]

    @property
    def answers(self) -> dict[str, bool | None]:
        """What was answered; None where nothing was."""
        return _answers(self)


class TopicForm(ScopeFields):
    """A topic."""

    needs = ("title", "problem", "why_technical", "affected", "output", "objective")
    title = forms.CharField(label=_("Title"), max_length=words.TITLE_LIMIT, required=False)
    problem = forms.CharField(
        label=_("The problem"),
        max_length=words.TEXT_LIMIT,
        required=False,
        widget=area(5),
        help_text=_("What goes wrong today, for whom, how often?"),
    )
    why_technical = forms.CharField(
        label=_("Why it is technical"),
        max_length=words.TEXT_LIMIT,
        required=False,
        widget=area(3),
        help_text=_("What could be measured, built or tested?"),
    )
    affected = forms.CharField(label=_("Who is affected"), max_length=words.TEXT_LIMIT, required=False, widget=area(2))
    output = forms.CharField(
        label=_("What should come of it"),
        max_length=words.TEXT_LIMIT,
        required=False,
        widget=area(2),
        help_text=_("A paper, terms, entries on the map, a test."),
    )
    objective = forms.ChoiceField(
        label=_("Objective that it serves most"), choices=lambda: [("", "—"), *vocabulary.choices("objectives")], required=False
    )
    on_map = forms.CharField(
        label=_("Find challenges and tools on the map"),
        max_length=100,
        required=False,
        help_text=_("A word of their names. What you tick stays ticked while you look for more."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    challenges = TickBoxes(label=_("Challenges"), choices=(), required=False)
    tools = TickBoxes(label=_("Tools"), choices=(), required=False)
    links = forms.CharField(
        label=_("Other sources"),
        required=False,
        widget=area(2),
        help_text=_("“Title | address”, one a line: a Member State’s statement, a paper."),
    )
    similar_seen = forms.BooleanField(label=_("Mine is another topic than the ones named above"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, challenges: list[tuple[str, str]] = [], tools: list[tuple[str, str]] = [], **kwargs: Any) -> None:  # noqa: B006 - only read
        super().__init__(*args, **kwargs)
        self.fields["challenges"].choices = challenges
        self.fields["tools"].choices = tools

    @property
    def given(self) -> dict[str, Any]:
        """The texts as typed."""
        return {
            name: self.cleaned_data.get(name)
            for name in ("title", "problem", "why_technical", "affected", "output", "objective", "similar_seen")
        }

    @property
    def sources(self) -> list[dict[str, str]]:
        """The other sources."""
        parts = [line.rpartition("|") for line in lines(self.cleaned_data.get("links") or "")]
        return [{"title": title.strip(), "url": url.strip()} for title, _bar, url in parts]


class CheckForm(ScopeFields):
    """A scope check."""

    needs = ("reason",)
    reason = forms.CharField(label=_("Why"), max_length=words.REASON_LIMIT, required=False, widget=area(3), help_text=_("Members read it."))
    referral = forms.CharField(
        label=_("The question that is referred"),
        max_length=words.REASON_LIMIT,
        required=False,
        widget=area(2),
        help_text=_("Only where it is a question of policy."),
    )
    addressee = forms.CharField(label=_("To whom"), max_length=200, required=False)


class MergeForm(Asking):
    """A merge."""

    needs = ("into", "reason")
    into = forms.CharField(label=_("Number of the topic that stays"), max_length=40, required=False, help_text="TEN/TOP/2027/0001")
    reason = forms.CharField(label=_("Why they are the same"), max_length=words.REASON_LIMIT, required=False, widget=area(3))


class SplitForm(Asking):
    """A split into two to five."""

    needs = ("reason",)
    reason = forms.CharField(label=_("Why it is split"), max_length=words.REASON_LIMIT, required=False, widget=area(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, 6):
            self.fields[f"title-{number}"] = forms.CharField(
                label=_("Title of part %d") % number, max_length=words.TITLE_LIMIT, required=False
            )
            self.fields[f"problem-{number}"] = forms.CharField(
                label=_("Its problem"), max_length=words.TEXT_LIMIT, required=False, widget=area(2)
            )

    @property
    def parts(self) -> list[dict[str, str]]:
        """The parts that something was written for."""
        data = self.cleaned_data
        found = [{"title": data.get(f"title-{number}") or "", "problem": data.get(f"problem-{number}") or ""} for number in range(1, 6)]
        return [one for one in found if one["title"] or one["problem"]]


class RoundForm(Asking):
    """A round in preparation."""

    needs = ("title", "question", "method", "closes_on")
    title = forms.CharField(label=_("Title"), max_length=words.TITLE_LIMIT, required=False)
    question = forms.CharField(label=_("What members are asked"), max_length=words.TEXT_LIMIT, required=False, widget=area(3))
    method = forms.ChoiceField(label=_("How it is voted"), choices=words.Method.choices, required=False, widget=forms.RadioSelect)
    seats = forms.IntegerField(label=_("How many are chosen"), required=False, min_value=0, help_text=_("Only where a set is chosen."))
    proposals = TickBoxes(label=_("Topics in scope"), choices=(), required=False)
    statements = forms.CharField(
        label=_("Statements"), required=False, widget=area(6), help_text=_("One a line; instead of topics, or beside them.")
    )
    closes_on = forms.DateField(label=_("Last day"), required=False, help_text=_("It closes at 23:59 Geneva time."), **DAY)
    alike_seen = forms.BooleanField(label=_("The items named above are not the same"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposals"].choices = topics
        if not topics:
            del self.fields["proposals"]


class PartForm(Asking):
    """What somebody would do."""

    needs = ("part",)
    part = forms.ChoiceField(label=_("What would you do?"), choices=words.Part.choices, widget=forms.RadioSelect, required=False)


class AdoptForm(Asking):
    """Adoption."""

    needs = ("charter", "sunset", "reason")
    charter = forms.CharField(
        label=_("Charter"),
        max_length=20_000,
        required=False,
        widget=area(8),
        help_text=_("What is made, what is not, and how it is known to be done."),
    )
    sunset = forms.DateField(label=_("Sunset"), required=False, **DAY)
    milestones = forms.CharField(label=_("Milestones"), required=False, widget=area(4), help_text=_("“2027-05-01 Title”, one a line."))
    liaison = forms.CharField(
        label=_("Liaison"), max_length=2_000, required=False, widget=area(2), help_text=_("Other bodies that work on this.")
    )
    ipr = forms.CharField(label=_("Patents and other rights"), max_length=2_000, required=False, widget=area(2))
    round_number = forms.CharField(label=_("Round that ranked it"), max_length=40, required=False, help_text="TEN/RND/2027/0001")
    reason = forms.CharField(label=_("Why it is adopted"), max_length=words.REASON_LIMIT, required=False, widget=area(2))

    def clean_milestones(self) -> list[tuple[str, date]]:
        """(title, day) of each line."""
        found = []
        for line in lines(self.cleaned_data.get("milestones") or ""):
            day, _space, title = line.partition(" ")
            try:
                found.append((title.strip(), date.fromisoformat(day)))
            except ValueError:
                raise forms.ValidationError(_("“%(line)s” does not begin with a day like 2027-05-01.") % {"line": line[:60]}) from None
        return found


class MilestoneForm(Asking):
    """A step."""

    needs = ("milestone", "due")
    milestone = forms.CharField(label=_("Milestone"), max_length=200, required=False)
    due = forms.DateField(label=_("Due on"), required=False, **DAY)


class OutputForm(Asking):
    """Something that came of it."""

    needs = ("output", "url")
    output = forms.CharField(label=_("Output"), max_length=200, required=False)
    url = forms.CharField(
        label=_("Its address"), max_length=400, required=False, help_text=_("In this house (/repository/...) or on the web.")
    )


class ExtendForm(Asking):
    """The one extension."""

    needs = ("sunset", "decision", "reason")
    sunset = forms.DateField(label=_("New sunset"), required=False, **DAY)
    decision = forms.CharField(label=_("Decision"), max_length=200, required=False, help_text=_("The number of the document or meeting."))
    reason = forms.CharField(label=_("Why"), max_length=words.REASON_LIMIT, required=False, widget=area(2))


class CloseForm(Asking):
    """The end."""

    needs = ("ending", "report")
    ending = forms.ChoiceField(label=_("What became of it?"), choices=words.Ending.choices, widget=forms.RadioSelect, required=False)
    report = forms.CharField(
        label=_("Closing report"),
        max_length=20_000,
        required=False,
        widget=area(8),
        help_text=_("What was made, what was not, what others can build on."),
    )
