"""Forms of the map."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interchange.ground.shell.forms import HouseForm, RevisionField, TickBoxes
from interchange.knowledge.landscape import vocabulary as words
from interchange.knowledge.landscape.content import FIELDS, Field

DAY = {"widget": forms.DateInput(attrs={"type": "date"}), "error_messages": {"invalid": _("Write the day as 2026-11-25.")}}
INTEREST = _("Your interest in this")
INTEREST_HELP = _("For example: I work for the steward, I sell a competing service, none. It is printed with the edit.")


def _want(form: forms.Form, *names: str) -> None:
    """Fields that the action demands, though the form leaves it to the action to say so: the page does not call them optional."""
    for name in names:
        if form.fields.get(name) is not None:
            form.fields[name].wanted = True  # type: ignore[attr-defined]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def control(one: Field) -> forms.Field:
    """The form field of a field of an entry. What is wrong is said by the action, so that forms, imports and programs read the same words."""
    if one.kind == "many":
        if one.name == "countries":
            return forms.MultipleChoiceField(label=one.label, choices=one.options, required=False, help_text=_("Several with Ctrl or ⌘."))
        return TickBoxes(label=one.label, choices=one.options, required=False)
    if one.kind == "one":
        return forms.ChoiceField(label=one.label, choices=lambda: [("", "—"), *one.options()], required=False)
    if one.kind == "long":
        return forms.CharField(label=one.label, max_length=one.limit, widget=_area(5), required=False)
    return forms.CharField(label=one.label, max_length=one.limit or 20, required=False)


class EvidenceForm(HouseForm):
    """What a statement rests on, why it is made, and the interest of whoever makes it."""

    source_title = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("The title of the page or document that shows it.")
    )
    source_url = forms.CharField(label=_("Address of the source"), max_length=400, required=False)
    strength = forms.ChoiceField(
        label=_("How strong is it?"), choices=[("", "—"), *words.Strength.choices], required=False,
        help_text=_("Claim: somebody says so. Document: a specification or contract says so. Test: somebody tried it. Observed: you saw it work."),
    )  # fmt: skip
    checked = forms.DateField(label=_("Looked at on"), required=False, initial=date.today, **DAY)
    note = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=_area(2),
        required=False,
        help_text=_("One sentence for the reviewers and for the entry’s history."),
    )
    interest = forms.CharField(label=INTEREST, max_length=300, required=False, help_text=INTEREST_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _want(self, "source_title", "source_url", "strength", "checked", "note", "interest")


class EntryForm(EvidenceForm):
    """A new tool or challenge, or a change of one."""

    base = RevisionField(initial=0)
    twin_seen = forms.BooleanField(label=_("It is another thing than the entry named above"), required=False)

    def __init__(self, subject: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        own = {one.name: control(one) for one in FIELDS[subject]}
        self.fields = {**own, **self.fields}
        for name, made in own.items():
            limit = getattr(made, "max_length", None)
            if limit and isinstance(made.widget, forms.Textarea | forms.TextInput):
                made.widget.attrs["data-limit"] = str(limit)
                made.widget.attrs.pop("maxlength", None)
                made.validators = [check for check in made.validators if "MaxLength" not in type(check).__name__]
            self.fields[name] = made
        _want(self, *(one.name for one in FIELDS[subject] if one.required))

    @property
    def own(self) -> list[Any]:
        """The bound fields of the entry itself."""
        return [self[one.name] for one in FIELDS[self.subject]]

    @property
    def given(self) -> dict[str, Any]:
        """The entry's values as typed."""
        return {one.name: self.cleaned_data.get(one.name) for one in FIELDS[self.subject]}


class RelationForm(EvidenceForm):
    """A relation between two tools."""

    source = forms.CharField(label=_("First tool"), max_length=200, required=False, widget=forms.TextInput(attrs={"list": "tools"}))
    kind = forms.ChoiceField(label=_("stands to the second: it"), choices=[("", "—"), *words.RelationKind.choices], required=False)
    target = forms.CharField(label=_("Second tool"), max_length=200, required=False, widget=forms.TextInput(attrs={"list": "tools"}))
    version = forms.CharField(label=_("Version of the specification"), max_length=80, required=False)
    take_back = forms.BooleanField(label=_("Take this relation off the map"), required=False)
    field_order = ["source", "kind", "target", "version", "take_back"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _want(self, "source", "kind", "target")


class RecheckForm(EvidenceForm):
    """Looking again."""

    names = TickBoxes(label=_("Still true"), required=False)
    note = None  # type: ignore[assignment]
    field_order = ["names"]

    def __init__(self, subject: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = [(one.name, one.label) for one in FIELDS[subject]]
        _want(self, "names")


class EndForm(HouseForm):
    """Off the map, together with another entry, or back."""

    how = forms.ChoiceField(label=_("What should happen"), choices=words.Ending.choices, widget=forms.RadioSelect, required=False)
    into = forms.CharField(
        label=_("The entry that stays"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "tools"}),
        help_text=_("For the same thing twice: its relations, and the challenges that name it, go there."),
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=_area(2),
        required=False,
        help_text=_("One sentence for the reviewers and for the entry’s history."),
    )
    interest = forms.CharField(label=INTEREST, max_length=300, required=False, help_text=INTEREST_HELP)

    def restrict(self, *, here: bool) -> None:
        """Offer what can happen to an entry that is on the map, or to one that is not."""
        offered = [row for row in words.Ending.choices if (row[0] == words.Ending.BACK) != here]
        self.fields["how"].choices = offered
        _want(self, "how", "note", "interest")
        if not here:
            del self.fields["into"]
            self.initial["how"] = words.Ending.BACK


class ReviewForm(HouseForm):
    """A reviewer's yes or no."""

    verdict = forms.ChoiceField(
        label=_("Your view"), choices=[("yes", _("Publish it")), ("no", _("Do not publish it"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=_area(3), required=False, help_text=_("Needed for a no. The author reads it.")
    )


class RemarkForm(HouseForm):
    """A word for the other reviewers."""

    text = forms.CharField(
        label=_("Internal remark"), max_length=4000, widget=_area(2), help_text=_("Reviewers read it; the author and the public do not.")
    )


class GapForm(HouseForm):
    """Why a crossing is empty."""

    verdict = forms.ChoiceField(label=_("Why is nothing there?"), choices=words.GapVerdict.choices, widget=forms.RadioSelect)
    because = forms.CharField(label=_("How do you know?"), max_length=1000, widget=_area(3))


class JudgeForm(HouseForm):
    """How a tool does on a challenge."""

    tool = forms.CharField(label=_("Tool"), max_length=200, widget=forms.TextInput(attrs={"list": "tools"}))
    verdict = forms.ChoiceField(label=_("Its effect"), choices=words.Verdict.choices, widget=forms.RadioSelect)
    because = forms.CharField(label=_("Because"), max_length=2000, widget=_area(3))
    interest = forms.CharField(label=INTEREST, max_length=300, help_text=INTEREST_HELP)


class ReplyForm(HouseForm):
    """The steward's own word."""

    organisation = forms.CharField(label=_("Organisation that you speak for"), max_length=200)
    function = forms.CharField(label=_("What you do there"), max_length=200)
    text = forms.CharField(label=_("Your reply"), max_length=4000, widget=_area(6))


class ScopeForm(HouseForm):
    """The five questions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            name: forms.TypedChoiceField(
                label=label, choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, coerce=lambda value: value == "yes", required=False, empty_value=None
            )
            for name, label, _policy in words.QUESTIONS
        }  # fmt: skip
        self.fields = {
            **asked,
            "reason": forms.CharField(
                label=_("Your reason"),
                max_length=1000,
                widget=_area(3),
                required=False,
                help_text=_("Members read it, without your name, when the check is over."),
            ),
        }
        _want(self, *asked)


class SplitForm(HouseForm):
    """Two or three parts of a mixed challenge."""

    reason = forms.CharField(label=_("Why it is split"), max_length=1000, widget=_area(2))
    PARTS = 3

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, self.PARTS + 1):
            self.fields[f"title-{number}"] = forms.CharField(
                label=_("Title of part %d") % number, max_length=words.NAME_LIMIT, required=False
            )
            self.fields[f"character-{number}"] = forms.ChoiceField(
                label=_("Its character"), choices=[("", "—"), *words.Character.choices[:3]], required=False
            )
            self.fields[f"description-{number}"] = forms.CharField(
                label=_("Its description"), max_length=words.SUMMARY_LIMIT, widget=_area(4), required=False
            )

    @property
    def parts(self) -> list[dict[str, str]]:
        """The parts that were filled in."""
        found = [
            {name: self.cleaned_data.get(f"{name}-{number}", "") for name in ("title", "character", "description")}
            for number in range(1, self.PARTS + 1)
        ]
        return [one for one in found if one["title"] or one["description"]]


class ParkForm(HouseForm):
    """Where a question of policy is referred."""

    referral = forms.CharField(label=_("Why, and what is asked of the addressee"), max_length=2000, widget=_area(3))
    addressee = forms.CharField(label=_("Referred to"), max_length=200, help_text=_("A committee, an office, a Member State’s body."))


class SolutionForm(HouseForm):
    """A candidate solution."""

    title = forms.CharField(label=_("Title"), max_length=words.NAME_LIMIT, required=False)
    summary = forms.CharField(label=_("How it would work"), max_length=words.TEXT_LIMIT, widget=_area(6), required=False)
    challenges = forms.CharField(
        label=_("Challenges it answers"),
        max_length=600,
        required=False,
        help_text=_("Their ids, with commas; the first is filled in when you come from a challenge."),
    )
    tools = forms.CharField(
        label=_("Tools it is made of"), max_length=600, required=False, help_text=_("Their ids, with commas, for example c2pa, iscc.")
    )
    missing = forms.CharField(
        label=_("Missing pieces"), max_length=2000, widget=_area(3), required=False, help_text=_("One a line: what has to be made.")
    )
    dependencies = forms.CharField(label=_("Depends on"), max_length=2000, widget=_area(2), required=False)
    readiness = forms.ChoiceField(label=_("Readiness"), choices=[("", "—"), *words.Readiness.choices], required=False)
    effort = forms.ChoiceField(label=_("Effort"), choices=[("", "—"), *words.Effort.choices], required=False)
    evidence = forms.CharField(
        label=_("Evidence"), max_length=2000, widget=_area(2), required=False, help_text=_("One a line: title | address")
    )
    interest = forms.CharField(label=INTEREST, max_length=300, required=False, help_text=INTEREST_HELP)
    revision = RevisionField(initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _want(self, "title", "summary", "challenges", "readiness", "effort", "interest")

    @staticmethod
    def of(solution: Any) -> dict[str, Any]:
        """A draft as the form shows it."""
        plain = {
            name: getattr(solution, name)
            for name in ("title", "summary", "missing", "dependencies", "readiness", "effort", "interest", "revision")
        }
        return {
            **plain,
            "challenges": ", ".join(one.code for one in solution.challenges.all()),
            "tools": ", ".join(one.code for one in solution.tools.all()),
            "evidence": "\n".join(f"{one['title']} | {one['url']}" for one in solution.evidence),
        }

    @staticmethod
    def codes(text: str) -> list[str]:
        """Ids with commas as a list."""
        return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]

    @property
    def shown(self) -> list[dict[str, str]]:
        """The evidence, line by line."""
        found = []
        for line in self.cleaned_data.get("evidence", "").splitlines():
            if line.strip():
                title, _bar, url = line.rpartition("|")
                found.append({"title": title.strip(), "url": url.strip()})
        return found


class ReleaseForm(HouseForm):
    """A release of the map."""

    number = forms.CharField(label=_("Number"), max_length=7, help_text=_("For example 1.1"))
    title = forms.CharField(label=_("What is new"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=2000, widget=_area(3), required=False)


class ImportForm(HouseForm):
    """A table of tools."""

    file = forms.FileField(label=_("Table"), help_text=_("XLSX or CSV with the columns of the export, at most 2 MB."))
    source_title = forms.CharField(label=_("Source of the whole table"), max_length=300)
    source_url = forms.CharField(label=_("Address of the source"), max_length=400)
    interest = forms.CharField(label=INTEREST, max_length=300, help_text=INTEREST_HELP)
