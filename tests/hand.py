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

    def form(self, button: str, among: dict[str, Any] | None = None) -> Any:
        """The one form with a button of that label (and, where a page repeats it, with those hidden values)."""
        found = [
            form
            for form in self.tree.forms
            if _button(form, button) is not None
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

    def press(self, on: str | Page, button: str, fields: dict[str, Any] | None = None, *, among: dict[str, Any] | None = None) -> Page:
        """Open the page (or take one opened before), fill in `fields` (lists where several are ticked, None unticks), press that button."""
        page = self.open(on) if isinstance(on, str) else on
        form = page.form(button, among)
        typed: dict[str, Any] = {}
        for name, value in form.form_values():
            typed.setdefault(name, []).append(value)
        for name, value in (fields or {}).items():
            assert name in form.fields, f"no field {name} in the form of “{button}” on {page.url}"
            typed[name] = value
        pressed = _button(form, button)
        if pressed.get("name"):
            typed[pressed.get("name")] = pressed.get("value", "")
        address = pressed.get("formaction") or form.get("action") or page.url
        answer = self.client.post(address, {name: value for name, value in typed.items() if value is not None}, follow=True)
        return self._page(address, answer)

    @staticmethod
    def _page(url: str, answer: Any) -> Page:
        at = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        return Page(at, answer.status_code, html.fromstring(answer.content.decode()))


def _button(form: Any, label: str) -> Any:
    """The form's button of that label; None where it has none, or it cannot be pressed."""
    for button in form.xpath(".//button"):
        if " ".join(button.text_content().split()) == label and button.get("type") != "button" and button.get("disabled") is None:
            return button
    return None
