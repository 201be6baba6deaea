"""People, a call and a filled-in application for the tests of this room."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from interchange.ground.accounts.actions import person_for
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls import actions, queries
from interchange.network.calls.vocabulary import FileKind

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
OPENS = datetime(2027, 1, 1, 8, tzinfo=UTC)
CLOSES = datetime(2027, 1, 12, 22, 59, 59, tzinfo=UTC)


def pdf(*, password: str = "", pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def upload(content: bytes, name: str = "cv.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def person(email: str, *roles: Role, **names) -> Viewer:
    made = person_for(email, at=OPENS)
    for name, value in names.items():
        setattr(made, name, value)
    made.save()
    for role in roles:
        RoleGrant.objects.get_or_create(person=made, role=role, scope="", ends_at=None, defaults={"starts_at": OPENS - timedelta(days=400)})
    return Viewer(person_id=made.pk, roles=frozenset(roles), time_zone=made.time_zone or None)


def call(officer: Viewer, **changes):
    values = {
        "title": "Call 2027",
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "time_zone": "Europe/Zurich",
        "places": 10,
        "profiles": ["creator", "rightsholder", "tech-professional", "ai-developer", "academic"],
        **changes,
    }
    made = actions.create_call(officer, values, at=OPENS - timedelta(days=10))
    return actions.publish_call(officer, made.pk, at=OPENS - timedelta(days=9))


STEPS = {
    "identity": {
        "given_name": "Ada",
        "family_name": "Sample",
        "country": "KE",
        "time_zone": "Africa/Nairobi",
        "languages": ["en", "sw"],
        "english": "fluent",
    },
    "profile": {"main_profile": "academic", "topics": ["provenance"], "sectors": ["music"]},
    "affiliation": {"organisation": "University of Somewhere", "organisation_kind": "university", "capacity": "personal"},
    "text": {"motivation": "I build provenance tools.", "contribution": "Tests.", "proposed_topic": "Soft bindings"},
    "practical": {"hours_per_month": 6, "usable_hours": "9 to 12"},
}


def filled(viewer: Viewer, call_id: int, *, at: datetime = AT, **changes):
    """A complete draft."""
    application = actions.start_application(viewer, call_id, at=at)
    for step, data in STEPS.items():
        application = actions.save_step(viewer, application.pk, step, {**data, **changes.get(step, {})}, revision=None, at=at)
    actions.save_evidence(
        viewer, application.pk, [{"kind": "paper", "title": "On marks", "year": 2025, "own_part": "All of it"}], revision=None, at=at
    )
    actions.give_file(viewer, application.pk, FileKind.CV, upload(pdf()), at=at)
    actions.declare_interests(viewer, [], nothing=True, at=at)
    actions.accept_texts(viewer, [text.pk for text in queries.standing_texts(at).values()], at=at)
    application.refresh_from_db()
    return application


def submitted(viewer: Viewer, call_id: int, *, at: datetime = AT, **changes):
    return actions.submit(viewer, filled(viewer, call_id, at=at, **changes).pk, at=at)
