"""What every call of the demo world is made of: people, a call, applications, reviews. By actions only, with time handed in."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from interchange.desk.demo.build.personas import STAFF
from interchange.desk.demo.people import Made
from interchange.ground import clock
from interchange.ground.accounts.actions import person_for, update_person
from interchange.ground.accounts.models import Person
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls import actions as calls
from interchange.network.calls.models import Application, Call
from interchange.network.calls.vocabulary import FileKind
from interchange.network.selection import actions as selection
from interchange.network.selection.models import Assignment
from interchange.network.states import actions as states
from interchange.network.states.models import Note

Say = Callable[[str], None]
DAY = timedelta(days=1)


def pdf(words: str) -> bytes:
    """A small PDF, as a curriculum vitae."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": words})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class Builder:
    """The builder. Viewers are made as the policy room would make them, for the moment at which they act."""

    def __init__(self, at: datetime, say: Say) -> None:
        self.now = at
        self.say = say
        self.chance = random.Random(2026)  # noqa: S311 - a made-up world, always the same
        self.viewers: dict[str, Viewer] = {}
        self.cv = pdf("Made-up curriculum vitae")

    def person(self, email: str, names: dict[str, Any], *roles: Role, at: datetime) -> Viewer:
        """A made-up person with roles, as a viewer."""
        made = person_for(email, at=at, synthetic=True)
        viewer = Viewer(person_id=made.pk, roles=frozenset(roles), time_zone=names.get("time_zone"))
        update_person(viewer, names, at=at)
        for role in roles:
            grant_role(SYSTEM, made.pk, role, at=at, reason="Made for the demo world.")
        self.viewers[email] = viewer
        return viewer

    def named_by_note(self, iso2: str, people: list[tuple[str, str, str]], *, at: datetime, reference: str = "") -> Note:
        """Those whom a made-up note names (address, name, function; the main focal point first), with access from then on."""
        persons = []
        for email, name, function in people:
            given, _space, family = name.partition(" ")
            self.person(email, {"given_name": given, "family_name": family, "country": iso2}, at=at)
            persons.append({"given_name": given, "family_name": family, "email": email, "function": function})
        paper = SimpleUploadedFile("note.pdf", pdf("A made-up note verbale"), content_type="application/pdf")
        made = states.enter_note(
            self.officer, iso2, reference=reference or f"NV {iso2} 1 (made up)", dated=at.date(), persons=persons, file=paper, at=at
        )
        return states.verify_note(self.second, made.pk, at=at)

    @property
    def officer(self) -> Viewer:
        """The first officer."""
        return self.viewers["officer@example.org"]

    @property
    def second(self) -> Viewer:
        """The second officer."""
        return self.viewers["officer2@example.org"]

    def reviewers(self) -> list[Viewer]:
        """All reviewers."""
        return [self.viewers[f"reviewer{number}@example.org"] for number in range(1, 9)]

    def resume(self) -> None:
        """Know the staff of a world that was built before."""
        for person in Person.objects.filter(email__in=STAFF):
            self.viewers[person.email] = Viewer(
                person_id=person.pk, roles=frozenset(STAFF[person.email]), time_zone=person.time_zone or None
            )

    def call(self, title: str, *, opens: datetime, closes: datetime, places: int, summary: str) -> Call:
        """A published call with two questions of its own."""
        values = {
            "title": title, "summary": summary, "opens_at": opens, "closes_at": clock.deadline(closes.date(), "Europe/Zurich"), "time_zone": "Europe/Zurich", "places": places,
            "profiles": ["creator", "rightsholder", "tech-professional", "ai-developer", "academic"],
            "body": "The network looks for people with hands-on technical knowledge of artificial intelligence or of the systems of intellectual property. "
            "Members meet in closed sessions, map what exists, and look for technical answers together. **All people in this demo world are made up.**",
        }  # fmt: skip
        made = calls.create_call(self.officer, values, at=opens - 10 * DAY)
        questions = [
            {
                "key": "tests",
                "label": "Would you run tests on the workbench?",
                "help": "",
                "kind": "choice",
                "choices": [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}],
                "limit": 10,
                "required": False,
            },
            {
                "key": "systems",
                "label": "Which systems do you know from the inside?",
                "help": "Names are enough.",
                "kind": "short",
                "choices": [],
                "limit": 300,
                "required": False,
            },
        ]
        calls.set_questions(self.officer, made.pk, questions, at=opens - 9 * DAY)
        return calls.publish_call(self.officer, made.pk, at=opens - 8 * DAY)

    def apply(
        self, made: Made, call: Call, *, at: datetime, submit: bool = True, consent: bool = False, **changes: dict[str, Any]
    ) -> Application:
        """One person's application, step by step as on the pages."""
        viewer = self.viewers.get(made.email) or self.person(made.email, made.names, at=at)
        application = calls.start_application(viewer, call.pk, at=at)
        for step, data in made.steps.items():
            if step == "identity" and application.given_name:
                data = {**data, "given_name": application.given_name, "family_name": application.family_name}
            application = calls.save_step(viewer, application.pk, step, {**data, **changes.get(step, {})}, revision=None, at=at)
        calls.save_evidence(viewer, application.pk, made.evidence, revision=None, at=at)
        calls.save_balance(viewer, application.pk, gender=made.gender, early_career=made.early_career, revision=None, at=at)
        if not submit:
            return application
        calls.give_file(viewer, application.pk, FileKind.CV, SimpleUploadedFile("curriculum-vitae.pdf", self.cv), at=at)
        interests = (
            [{"category": "employment", "entity": made.steps["affiliation"]["organisation"], "from_year": at.year - 2}]
            if made.steps["affiliation"]["organisation"]
            else []
        )
        calls.declare_interests(viewer, interests, nothing=not interests, at=at)
        if consent:
            calls.save_step(viewer, application.pk, "declarations", {"consent_to_be_named": True}, revision=None, at=at)
            calls.set_consent(viewer, yes=True, at=at)
        accepted = [text.pk for text in call.texts.all() if text.kind != "publication"]
        return calls.submit(viewer, application.pk, at=at, accepted=accepted)

    def eligible(self, application: Application, *, at: datetime) -> None:
        """Found eligible by the first officer."""
        ticks = dict.fromkeys(("complete", "english", "profile", "declarations"), True)
        selection.decide_check(self.officer, application.pk, "eligible", items=ticks, at=at)

    def readers(self, index: int) -> list[Viewer]:
        """Two reviewers in turn, so that the load is even."""
        all_of_them = self.reviewers()
        return [all_of_them[index % 8], all_of_them[(index + 1 + index // 8 % 7) % 8]]

    def assign(self, application: Application, index: int, *, at: datetime) -> list[Assignment]:
        """Two readers on a file."""
        return [selection.assign(self.officer, application.pk, reader.person_id or 0, at=at) for reader in self.readers(index)]

    def file(self, assignment: Assignment, call: Call, level: float, *, at: datetime) -> None:
        """File a review around a level of 1 to 5."""
        viewer = next(one for one in self.reviewers() if one.person_id == assignment.reviewer_id)
        entries: dict[int, tuple[int | None, str]] = {}
        for criterion in call.criteria.all():
            mark = min(5, max(1, round(level + self.chance.choice([-0.4, 0, 0, 0.4]))))
            entries[criterion.pk] = (mark, "The evidence shows it." if mark == 5 else "Nothing shows it." if mark == 1 else "")
        selection.file_review(viewer, assignment.pk, entries, remark="", at=at)

    def review(self, application: Application, call: Call, index: int, *, at: datetime) -> None:
        """Both reviews, and the third where they differ."""
        level = min(4.6, max(1.4, self.chance.gauss(3.2, 0.8)))
        for assignment in self.assign(application, index, at=at):
            self.file(assignment, call, level, at=at + DAY)
        for third in Assignment.objects.filter(application=application, state="assigned"):
            self.file(third, call, level, at=at + 2 * DAY)

    def release(self, call: Call, *, at: datetime) -> None:
        """The first officer prepares, the second releases."""
        prepared = selection.prepare_release(self.officer, call.pk, at=at)
        selection.release(self.second, prepared.pk, at=at)
