"""Officers, a focal point, notes and the clock, for the tests of this room."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.network.states import actions
from interchange.network.states.models import Place

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def _pdf():
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


PDF = _pdf()


def paper(name="note.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def named(*emails):
    return [
        {"given_name": email.split("@")[0].title(), "family_name": "Sample", "email": email, "function": "Counsellor"} for email in emails
    ]


class World:
    """Makes what a test names. Its clock stands still until a test moves it."""

    def __init__(self, monkeypatch):
        self.now = AT
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.officer = self.viewer(self.person("officer", Role.OFFICER))
        self.second = self.viewer(self.person("second", Role.OFFICER))

    def person(self, name, *roles):
        made = Person.objects.create_user(f"{name}@example.org", given_name=name.title(), family_name="Sample")
        RoleGrant.objects.bulk_create(RoleGrant(person=made, role=role, starts_at=AT - 500 * DAY) for role in roles)
        return made

    def viewer(self, person):
        person = Person.objects.get(email=person) if isinstance(person, str) else person
        return viewer_for(person, at=self.now, second_factor=True)

    def note(self, iso2="BR", *emails, by=None, reference="NV 1", **more):
        given = {"persons": named(*emails), "file": paper(), "dated": self.now.date(), **more}
        return actions.enter_note(by or self.officer, iso2, reference=reference, at=self.now, **given)

    def delegation(self, iso2="BR", *emails):
        """The viewers of those whom a verified note names."""
        emails = emails or (f"main.{iso2.lower()}@example.org",)
        made = self.note(iso2, *emails, reference=f"NV {iso2} {self.now:%d%H}")
        actions.verify_note(self.second, made.pk, at=self.now)
        return [self.viewer(email) for email in emails]

    def place(self, email):
        return Place.objects.get(person__email=email, ends_at__isnull=True)
