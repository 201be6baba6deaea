"""Building the demo world, by actions only, with time handed in: calls past, running and open, and what became of each application."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pypdf import PdfWriter

from interchange.desk.demo.people import Made, people
from interchange.ground import clock
from interchange.ground.accounts.actions import person_for, update_person
from interchange.ground.accounts.models import Person
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.network.calls import actions as calls
from interchange.network.calls import queries as call_queries
from interchange.network.calls.models import Application, Call
from interchange.network.calls.vocabulary import FileKind
from interchange.network.membership import actions as membership
from interchange.network.membership.models import Membership
from interchange.network.selection import actions as selection
from interchange.network.selection.models import Assignment

Say = Callable[[str], None]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as."""

    key: str
    email: str
    name: str
    what: str


PERSONAS = [
    Persona("officer", "officer@example.org", "Olu Mfano", "prepares: calls, eligibility, assignments, the set"),
    Persona("second-officer", "officer2@example.org", "Rosa Muestra", "the second officer: releases what the first prepared"),
    Persona("administrator", "admin@example.org", "Ada Beispiel", "roles, options, journal"),
    Persona("auditor", "auditor@example.org", "Aud Exemple", "follows a file from draft to letter in the journal"),
    Persona("reviewer", "reviewer1@example.org", "Rafael Exemplo", "has applications to review"),
    Persona("second-reviewer", "reviewer2@example.org", "Rin Mihon", "reads the same files, blind to the first"),
    Persona("recused-reviewer", "reviewer3@example.org", "Renata Esempio", "stepped aside from one file, which no longer exists for her"),
    Persona("applicant", "applicant@example.org", "Amina نموذج", "has a submitted application to the open call"),
    Persona("member", "member001@example.org", "", "an active member"),
    Persona("chair", "member002@example.org", "", "an active member who is chair"),
    Persona("former-member", "member003@example.org", "", "resigned: members' pages are closed"),
    Persona("focal-point-br", "focal.br@example.org", "Bruna Exemplo", "focal point of Brazil"),
    Persona("focal-point-ke", "focal.ke@example.org", "Kamau Mfano", "focal point of Kenya"),
    Persona("observer", "observer@example.org", "Obi Sample", "observer with an end date"),
]
STAFF = {
    "officer@example.org": [Role.OFFICER], "officer2@example.org": [Role.OFFICER], "admin@example.org": [Role.ADMINISTRATOR], "auditor@example.org": [Role.AUDITOR],
    **{f"reviewer{number}@example.org": [Role.REVIEWER] for number in range(1, 9)},
}  # fmt: skip
REVIEWER_PLACES = ["PT", "PH", "CY", "NO", "PE", "TN", "MN", "MT"]


def personas() -> list[Persona]:
    """The personas, with the names of those who are members."""
    names = dict(Person.objects.filter(email__in=[one.email for one in PERSONAS]).values_list("email", "pk"))
    return [one for one in PERSONAS if one.email in names]


LARGE = "Third call for applications"
BREATH = 0.15  # seconds between two writes: longer than SQLite's waiting writers sleep (0.1 s), so that people who sign in meanwhile get their turn


def build(at: datetime, *, say: Say = lambda words: None, members: int = 90) -> bool:
    """Build the world into an empty house, but for the large call (`build_large`); in one that holds people nothing happens: false."""
    if Person.objects.exists():
        return False
    world = World(at, say)
    with transaction.atomic():
        world.staff()
    with transaction.atomic():
        world.past_call(members)
    with transaction.atomic():
        world.every_state()
    with transaction.atomic():
        world.open_call()
        world.large_call_opens()
    return True


def build_large(*, say: Say = lambda words: None, applications: int = 500, at_once: int = 4) -> int:
    """Fill the large call up to so many applications, a few in one go, so that it can be left and gone on with; returns how many were made."""
    call = Call.objects.filter(title=LARGE).first()
    if call is None:
        return 0
    world = World(call.opens_at + 90 * DAY, say)
    world.resume()
    made = 0
    crowd = list(people("third", applications, seed=4))
    start = Application.objects.filter(call=call).count()
    for first in range(start, applications, at_once):
        with transaction.atomic():
            for index in range(first, min(applications, first + at_once)):
                world.large_call(call, crowd[index], index)
                made += 1
        if first < 40 <= first + at_once:
            world.step_aside(call)
        time.sleep(BREATH)
        if (first - start) // 100 != (first + at_once - start) // 100:
            say(f"  the large call: {min(applications, first + at_once)} of {applications} applications")
    return made


def pdf(words: str) -> bytes:
    """A small PDF, as a curriculum vitae."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": words})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class World:
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

    def staff(self) -> None:
        """Officers, administrator, auditor, reviewers, focal points, observer."""
        at = self.now - 500 * DAY
        named = {one.email: one.name for one in PERSONAS}
        for email, roles in STAFF.items():
            name = named.get(email) or f"Rey Sample {email[8]}"
            given, _space, family = name.partition(" ")
            self.person(email, {"given_name": given, "family_name": family, "time_zone": "Europe/Zurich"}, *roles, at=at)
        for number, viewer in enumerate(self.reviewers()):
            topics = [["labelling", "provenance"], ["enforcement", "creation"], ["provenance", "creation"], ["labelling", "enforcement"]][
                number % 4
            ]
            selection.describe_reviewer(
                self.officer,
                viewer.person_id or 0,
                organisation=f"Review Panel Example {number}",
                country=REVIEWER_PLACES[number],
                topics=topics,
                capacity=400,
                at=at,
            )
        for iso2, email in (("BR", "focal.br@example.org"), ("KE", "focal.ke@example.org")):
            given, _space, family = named[email].partition(" ")
            self.person(email, {"given_name": given, "family_name": family, "country": iso2}, at=at)
            grant_role(
                SYSTEM,
                self.viewers[email].person_id or 0,
                Role.FOCAL_POINT,
                at=at,
                scope=f"state:{iso2}",
                reason="Named by a made-up letter.",
            )
        self.person("observer@example.org", {"given_name": "Obi", "family_name": "Sample"}, at=at)
        grant_role(
            SYSTEM,
            self.viewers["observer@example.org"].person_id or 0,
            Role.OBSERVER,
            at=at,
            ends_at=self.now + 200 * DAY,
            reason="Made-up accreditation.",
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

    def past_call(self, members: int) -> None:
        """The first call, a year ago: everyone who is a member today came through it."""
        self.say("  the first call and its members ...")
        opens = self.now - 420 * DAY
        call = self.call(
            "First call for applications",
            opens=opens,
            closes=opens + 40 * DAY,
            places=members,
            summary="The call that brought the first members together.",
        )
        self.first = call
        crowd = list(people("member", members, seed=1)) + list(people("earlier", 12, seed=2))
        made = []
        for index, one in enumerate(crowd):
            application = self.apply(one, call, at=opens + DAY + index * timedelta(minutes=30), consent=index % 3 != 0)
            self.eligible(application, at=opens + 42 * DAY)
            self.review(application, call, index, at=opens + 45 * DAY)
            made.append(application)
        decided = opens + 70 * DAY
        for index, application in enumerate(made):
            outcome = "accepted" if index < members else "waiting" if index < members + 5 else "declined"
            selection.choose(self.officer, application.pk, outcome, reason="Marks and balance.", at=decided)
        self.release(call, at=decided + DAY)
        for one in crowd[:members]:
            viewer = self.viewers[one.email]
            selection.answer_offer(viewer, self._application(one.email, call).pk, "accepted", at=decided + 5 * DAY)
        self._after(members)

    def _application(self, email: str, call: Call) -> Application:
        application: Application = Application.objects.get(person__email=email, call=call)
        return application

    def _member(self, number: int) -> Membership:
        return Membership.objects.get(person__email=f"member{number:03}@example.org")

    def _after(self, members: int) -> None:
        """What happened to some members since."""
        then = self.now - 30 * DAY
        chair = self._member(2)
        membership.appoint(
            self.officer,
            chair.person_id,
            Role.CHAIR,
            starts=then,
            ends=then + 360 * DAY,
            reason="Chosen by the members at their first session (made up).",
            at=then,
        )
        former = self._member(3)
        membership.resign(
            self.viewers[former.person.email], former.pk, effective=then, letter="My work has changed.", author_name="with", at=then
        )
        membership.suspend(self.officer, self._member(4).pk, reason="A made-up matter is being looked into.", at=then)
        membership.start_leave(
            self.viewers["member005@example.org"],
            self._member(5).pk,
            until=(self.now + 60 * DAY).date(),
            reason="Parental leave (made up).",
            at=then,
        )
        if members > 6:
            calls.declare_interests(
                self.viewers["member006@example.org"],
                [
                    {
                        "category": "consultancy",
                        "entity": "Provena Example GmbH",
                        "from_year": self.now.year - 1,
                        "topics": ["provenance"],
                        "size": "medium",
                    }
                ],
                nothing=False,
                at=then,
            )

    def release(self, call: Call, *, at: datetime) -> None:
        """The first officer prepares, the second releases."""
        prepared = selection.prepare_release(self.officer, call.pk, at=at)
        selection.release(self.second, prepared.pk, at=at)

    def every_state(self) -> None:
        """A call with an application in every state."""
        self.say("  a call with applications in every state ...")
        opens = self.now - 150 * DAY
        call = self.call(
            "Second call: provenance and labelling",
            opens=opens,
            closes=opens + 60 * DAY,
            places=6,
            summary="A smaller call, with applications in every state.",
        )
        crowd = list(people("second", 19, seed=3))
        start = opens + DAY
        filed = {index: self.apply(one, call, at=start + index * timedelta(hours=1), submit=index != 0) for index, one in enumerate(crowd)}
        checked = opens + 62 * DAY
        calls.withdraw(self.viewers[crowd[1].email], filed[1].pk, at=checked)
        calls.mark_duplicate(self.officer, filed[2].pk, filed[3].pk, at=checked, reason="Same person under another address.")
        selection.decide_check(
            self.officer,
            filed[4].pk,
            "ineligible",
            items={"complete": True, "english": False, "profile": True, "declarations": True},
            reason="The texts are not in English.",
            at=checked,
        )
        selection.decide_check(
            self.officer,
            filed[5].pk,
            "returned",
            items={"complete": False, "english": True, "profile": True, "declarations": True},
            reason="The curriculum vitae has no dates.",
            parts=["files"],
            at=self.now - DAY,
        )
        for index in range(7, 19):
            self.eligible(filed[index], at=checked)
        for index in range(8, 19):
            assignments = self.assign(filed[index], index, at=checked + DAY)
            if index == 8:
                self.file(assignments[0], call, 3, at=checked + 5 * DAY)
                continue
            self.diverge_or_agree(index, assignments, call, at=checked + 5 * DAY)
        decided = checked + 20 * DAY
        plan = {
            10: "accepted",
            11: "accepted",
            12: "accepted",
            13: "accepted",
            14: "waiting",
            15: "waiting",
            16: "declined",
            17: "declined",
            18: "accepted",
            9: "declined",
        }
        for index, outcome in plan.items():
            selection.choose(self.officer, filed[index].pk, outcome, reason="Marks and balance.", at=decided)
        self.release(call, at=decided + DAY)
        selection.answer_offer(self.viewers[crowd[10].email], filed[10].pk, "accepted", at=decided + 3 * DAY)
        selection.answer_offer(self.viewers[crowd[11].email], filed[11].pk, "declined", at=decided + 3 * DAY)
        selection.lapse_offers(SYSTEM, at=decided + 40 * DAY)
        selection.call_up(self.officer, filed[14].pk, reason="A place came free.", at=self.now - 2 * DAY)
        late = list(people("scored", 2, seed=5))
        for index, one in enumerate(late):
            calls.invite(self.officer, call.pk, one.email, at=self.now - 10 * DAY)
            application = self.apply(one, call, at=self.now - 9 * DAY)
            self.eligible(application, at=self.now - 8 * DAY)
            for assignment in self.assign(application, index + 2, at=self.now - 8 * DAY):
                self.file(assignment, call, 3.6, at=self.now - 6 * DAY)
            if index == 1:
                selection.choose(self.officer, application.pk, "accepted", reason="Fills a gap.", at=self.now - 5 * DAY)

    def diverge_or_agree(self, index: int, assignments: list[Assignment], call: Call, *, at: datetime) -> None:
        """File 12 diverges and gets a third reader; the others agree."""
        levels = (1.6, 4.6) if index == 12 else (3.4, 3.4)
        for assignment, level in zip(assignments, levels, strict=True):
            self.file(assignment, call, level, at=at)
        for third in Assignment.objects.filter(application_id=assignments[0].application_id, state="assigned"):
            self.file(third, call, 4.2, at=at + DAY)

    def large_call_opens(self) -> None:
        """The closed call that the 500 applications of `build_large` belong to."""
        opens = self.now - 90 * DAY
        self.call(LARGE, opens=opens, closes=opens + 60 * DAY, places=40, summary="Closed; the selection is under way.")

    def large_call(self, call: Call, one: Made, index: int) -> None:
        """One application to it: most are reviewed, some wait for their reviews, a few are not yet checked."""
        opens = call.opens_at
        application = self.apply(one, call, at=opens + DAY + index * timedelta(minutes=20))
        if index % 50 == 7:
            return
        self.eligible(application, at=opens + 62 * DAY)
        if index % 50 == 8:
            return
        if index % 10 == 3:
            self.assign(application, index, at=opens + 64 * DAY)
        else:
            self.review(application, call, index, at=opens + 64 * DAY)

    def step_aside(self, call: Call) -> None:
        """The third reviewer steps aside from one file."""
        aside = self.viewers["reviewer3@example.org"]
        mine = Assignment.objects.filter(reviewer_id=aside.person_id, state="assigned", application__call=call).first()
        if mine is not None:
            selection.recuse(aside, mine.pk, reason=ConflictReason.CO_AUTHOR, at=self.now - 12 * DAY)

    def resume(self) -> None:
        """Know the staff of a world that was built before."""
        for person in Person.objects.filter(email__in=STAFF):
            self.viewers[person.email] = Viewer(
                person_id=person.pk, roles=frozenset(STAFF[person.email]), time_zone=person.time_zone or None
            )

    def open_call(self) -> None:
        """The call that is open now, with a submitted application and drafts."""
        self.say("  the open call ...")
        opens = self.now - 12 * DAY
        call = self.call(
            "Call for applications: join the AIII Technical Exchange Network",
            opens=opens,
            closes=self.now + 33 * DAY,
            places=30,
            summary="For people with hands-on technical knowledge of AI or of the systems of intellectual property.",
        )
        crowd = list(people("open", 9, seed=6))
        applicant = self.person(
            "applicant@example.org",
            {"given_name": "Amina", "family_name": "نموذج", "country": "MA", "time_zone": "Africa/Casablanca", "languages": ["ar", "en"]},
            at=opens,
        )
        first = Made(
            "applicant@example.org",
            {
                **crowd[0].steps,
                "identity": {
                    **crowd[0].steps["identity"],
                    "given_name": "Amina",
                    "family_name": "نموذج",
                    "country": "MA",
                    "time_zone": "Africa/Casablanca",
                },
            },
            crowd[0].evidence,
            "woman",
            False,
        )
        assert applicant.person_id  # noqa: S101
        self.apply(first, call, at=opens + DAY)
        for index, one in enumerate(crowd[1:]):
            self.apply(one, call, at=opens + (index + 1) * DAY, submit=index % 2 == 0)
        assert call_queries.phase(call, self.now) == "open"  # noqa: S101
