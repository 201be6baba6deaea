"""A small world for the tests of this room: people, a call with criteria, applications in a state; and stand-ins for rooms not installed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from types import SimpleNamespace

from django.apps import apps
from django.db.models import Q

from interchange.ground.accounts.models import Person
from interchange.ground.policy import rules
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls.vocabulary import MOVES
from interchange.network.selection import neighbours
from interchange.network.selection.vocabulary import LIVE

AT = datetime(2027, 2, 1, 9, tzinfo=UTC)
Application = apps.get_model("calls", "Application")
Call = apps.get_model("calls", "Call")


@dataclass
class Post:
    """What the stand-in post and desk saw."""

    letters: list
    duties: list
    members: list
    batches: dict


def install(monkeypatch):
    """Record what leaves this room; other rooms have their own tests."""
    post = Post([], [], [], {})

    def advance(actor, application_id, move, *, at, reason="", outcome="", fields=None):
        row = Application.objects.get(pk=application_id)
        row.state = MOVES.target(move, row.state)
        if move == "decide":
            row.decided_at, row.decided_by_id, row.decision_reason, row.outcome = at, actor.person_id, reason, outcome
        for name, value in (fields or {}).items():
            setattr(row, name, value)
        row.save()
        return row

    def draft(template, **rest):
        return SimpleNamespace(template=template, **rest)

    def send(actor, template, *, key, at, **rest):
        if not any(letter.key == key for letter in post.letters):
            post.letters.append(SimpleNamespace(template=template, key=key, **rest))

    def prepare_batch(actor, *, title, drafts, subject, at):
        batch = SimpleNamespace(pk=max(post.batches, default=0) + subject.pk, drafts=drafts)
        post.batches[batch.pk] = batch
        return batch

    def release_batch(actor, batch_id, *, at):
        for entry in post.batches[batch_id].drafts:
            send(actor, entry.template, key=entry.key, at=at, person_id=entry.person_id, context=entry.context)

    def owe(kind, subject, *, at, due_at=None, person_id=None, role=None, url=""):
        post.duties.append((kind, subject.pk, person_id or str(role)))

    def settle(kind, subject, *, at, person_id=None):
        post.duties[:] = [duty for duty in post.duties if duty[:2] != (kind, subject.pk)]

    stand_ins = {
        "advance": advance,
        "draft": draft,
        "send": send,
        "prepare_batch": prepare_batch,
        "release_batch": release_batch,
        "cancel_batch": lambda actor, batch_id, *, at: post.batches.pop(batch_id),
        "owe": owe,
        "settle": settle,
        "admit": lambda actor, application_id, *, at: post.members.append(application_id),
    }
    if not find_spec("interchange.ground.vocabulary.queries"):
        stand_ins |= {
            "label": lambda scheme, code: code,
            "choices": lambda scheme: [],
            "countries": dict,
            "region_of": lambda country: {"BR": "latin-america-caribbean", "KE": "africa", "FR": "group-b"}.get(country, ""),
            "development_status_of": lambda country: "",
        }
    for name, function in stand_ins.items():
        monkeypatch.setattr(neighbours, name, function)
    if "application.view" not in rules.RULES:
        rules.rule(
            "application.view",
            Application,
            who=rules.signed_in,
            which=lambda v: (
                Q()
                if v.has(Role.OFFICER)
                else Q(person_id=v.person_id) | Q(assignments__reviewer_id=v.person_id, assignments__state__in=LIVE)
            ),
            conflict=("calls.application", "pk"),
        )
    return post


class World:
    """Makes what a test names; nothing is shared between tests."""

    def __init__(self):
        self.count = 0
        self.call = Call.objects.create(
            slug="first",
            number="TEN/CALL/2026/1",
            title="First call",
            state="published",
            opens_at=AT - timedelta(days=90),
            closes_at=AT - timedelta(days=30),
            published_at=AT - timedelta(days=91),
            places=4,
            profiles=["creator", "academic"],
        )
        for order, (key, weight) in enumerate([("depth", 35), ("relevance", 25), ("delivery", 20), ("bridging", 10), ("cooperation", 10)]):
            self.call.criteria.create(
                key=key, title=key.title(), weight=weight, order=order, anchors={str(n): f"{key} {n}" for n in range(1, 6)}
            )

    def person(self, *roles, **fields):
        """A person and, with roles, the viewer they are."""
        self.count += 1
        made = Person.objects.create_user(f"p{self.count}@example.org", given_name="Person", family_name=f"N{self.count}x", **fields)
        for role in roles:
            RoleGrant.objects.create(person=made, role=role, starts_at=AT - timedelta(days=900))
        made.viewer = Viewer(person_id=made.pk, roles=frozenset(roles))
        return made

    def officer(self):
        return self.person(Role.OFFICER)

    def reviewer(self, **fields):
        return self.person(Role.REVIEWER, **fields)

    def application(self, state="submitted", **fields):
        """An application of a new person in a state."""
        person = fields.pop("person", None) or self.person()
        defaults = {
            "number": f"TEN/APP/2026/{self.count:04}",
            "call": self.call,
            "person": person,
            "state": state,
            "started_at": AT,
            "saved_at": AT,
            "submitted_at": AT - timedelta(days=40) + timedelta(hours=self.count),
            "given_name": "Applicant",
            "family_name": f"A{self.count}",
            "main_profile": "creator",
            "organisation": f"House {self.count}",
            "country": "KE",
            "nationalities": ["KE"],
            "sectors": ["music"],
            "topics": [],
            "organisation_kind": "company",
        }
        if state in ("decided", "offered", "confirmed", "refused-offer", "lapsed"):
            decider = fields.pop("decided_by", None) or self.person(Role.OFFICER)
            defaults |= {"decided_at": AT, "decided_by": decider, "decision_reason": "good", "outcome": fields.pop("outcome", "accepted")}
        return Application.objects.create(**(defaults | fields))

    def scored(self, points, **fields):
        """A scored application with a result."""
        from interchange.network.selection.models import Result

        made = self.application("scored", **fields)
        Result.objects.create(application=made, points=points, spread=0, reviews=2, method="mean", updated_at=AT)
        return made

    def marks(self, value=3, comment="", **others):
        """Marks for every criterion of the call, all the same but for those named by key."""
        return {c.pk: (others.get(c.key, value), comment) for c in self.call.criteria.all()}


def own(file):
    """The applicant of a file as a viewer."""
    return Viewer(person_id=file.person_id)
