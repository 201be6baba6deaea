"""A browser's hand: it opens pages, fills in the form that stands there and presses its button, as somebody who is signed in would.

What a page does not offer cannot be pressed: the form, its hidden fields and its token come from the page, and a field that is not on it fails
the test. The answer is the page that stands there after the redirects, with what the house said on it.
"""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from lxml import html

from interchange.ground.accounts.models import Person


@dataclass
class Page:
    """A page as it stands after the redirects."""

    url: str
    status: int
    tree: Any

    @property
    def said(self) -> list[str]:
        """What the house said on it, in order."""
        return [" ".join(one.text_content().split()) for one in self.tree.xpath("//div[contains(@class, 'notes')][@role='status']/p")]

    @property
    def words(self) -> str:
        """All its text, white space as single spaces."""
        return " ".join(self.tree.text_content().split())

    def form(self, button: str, among: dict[str, Any] | None = None, value: str | None = None) -> Any:
        """The one form with a button of that label (and, where a page repeats it, with those hidden values or that value of the button)."""
        found = [
            form
            for form in self.tree.forms
            if _button(form, button, value) is not None
            and all(name in form.fields and form.fields[name] == str(value) for name, value in (among or {}).items())
        ]
        assert len(found) == 1, f"{len(found)} forms with “{button}” on {self.url} ({self.status}): {self.words[:400]}"
        return found[0]


class Hand:
    """The browser of one person, signed in with a second factor; of nobody for visitors."""

    def __init__(self, person: Person | int | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if person is not None:
            self.client.force_login(person if isinstance(person, Person) else Person.objects.get(pk=person))
            session = self.client.session
            session["demo-sign-in"] = True
            session.save()

    def open(self, url: str) -> Page:
        """The page at that address."""
        return self._page(url, self.client.get(url, follow=True))

    def press(
        self,
        on: str | Page,
        button: str,
        fields: dict[str, Any] | None = None,
        *,
        among: dict[str, Any] | None = None,
        value: str | None = None,
    ) -> Page:
        """Open the page (or take one opened before), fill in `fields` (lists where several are ticked, None unticks), press that button."""
        page = self.open(on) if isinstance(on, str) else on
        form = page.form(button, among, value)
        typed: dict[str, Any] = {}
        for name, held in form.form_values():
            if isinstance(form.inputs[name], html.TextareaElement):
                held = held.removeprefix("\n").replace("\n", "\r\n")  # noqa: PLW2901: as browsers read it and send it
            typed.setdefault(name, []).append(held)
        for name, given in (fields or {}).items():
            assert name in form.fields, f"no field {name} in the form of “{button}” on {page.url}"
            typed[name] = given
        pressed = _button(form, button, value)
        if pressed.get("name"):
            typed[pressed.get("name")] = pressed.get("value", "")
        address = pressed.get("formaction") or form.get("action") or page.url
        answer = self.client.post(address, {name: one for name, one in typed.items() if one is not None}, follow=True)
        return self._page(address, answer)

    @staticmethod
    def _page(url: str, answer: Any) -> Page:
        at = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        return Page(at, answer.status_code, html.fromstring(answer.content.decode()))


def _button(form: Any, label: str, value: str | None = None) -> Any:
    """The form's button that shows that label (and has that value); None where it has none, or it cannot be pressed."""
    for button in form.xpath(".//button"):
        shown = "".join(button.xpath(".//text()[not(ancestor::*[@class='visually-hidden'])]"))
        named = " ".join(shown.split()) == label and value in {None, button.get("value")}
        if named and button.get("type") != "button" and button.get("disabled") is None:
            return button
    return None
