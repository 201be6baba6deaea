"""Questions of Member States to a session, which stood in the meetings room, become statements: the same numbers, one way to ask."""

from datetime import timedelta

from django.db import migrations, transaction
from django.utils import timezone

from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM

STATES = {"received": "received", "on-agenda": "assigned", "not-taken": "answered", "withdrawn": "withdrawn"}
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


def move(apps, schema_editor):
    """Each question with its State, its session, its item on an agenda, its outcome, and what is owed about it."""
    try:
        question = apps.get_model("meetings", "StateQuestion")
    except LookupError:  # tables made without the steps between hold no questions
        return
    statement, backing, link = (apps.get_model("statements", name) for name in ("Statement", "Backing", "Link"))
    item_link, duty = apps.get_model("meetings", "ItemLink"), apps.get_model("duties", "Duty")
    for one in question.objects.select_related("session__series").order_by("pk"):
        settled = one.settled_at
        made = statement.objects.create(
            number=one.number, kind="question", member_state_id=one.member_state, by_id=one.by_id, title=one.title, text=one.text, language="en", level=one.level,
            state=STATES[one.state], filed_at=one.asked_at, acknowledge_by=one.asked_at + WEEK, acknowledged_at=settled if one.state in {"on-agenda", "not-taken"} else None,
            target_at=one.asked_at + MONTH, answered_at=settled if one.state == "not-taken" else None,
            withdrawn_at=(settled or one.asked_at) if one.state == "withdrawn" else None,
            disposition="not-taken-up" if one.state == "not-taken" else "", disposition_reason=one.reason if one.state == "not-taken" else "",
            disposed_at=settled if one.state == "not-taken" else None,
        )  # fmt: skip
        backing.objects.create(statement=made, member_state_id=one.member_state)
        session = one.session
        link.objects.create(
            statement=made, subject_kind="meetings.session", subject_id=str(session.pk), label=f"{session.series.body}/{session.number} {session.title}"[:200],
            url=f"/meetings/{session.series.slug}/{session.number}/", made_at=one.asked_at,
        )  # fmt: skip
        old = {"subject_kind": "meetings.statequestion", "subject_id": str(one.pk)}
        here = {"subject_kind": "statements.statement", "subject_id": str(made.pk), "url": f"/statements/{made.pk}/"}
        item_link.objects.filter(kind="meetings.statequestion", key=str(one.pk)).update(
            kind="statements.statement", key=str(made.pk), url=here["url"]
        )
        duty.objects.filter(kind="meetings.question", **old).update(kind="statements.acknowledge", **here)
        if made.state in {"received", "assigned"}:
            duty.objects.create(
                kind="statements.answer", role="officer", subject_label=made.number, opened_at=one.asked_at, due_at=made.target_at, **here
            )
        with transaction.atomic():
            record(SYSTEM, "statement.carried-over", ("statements.statement", made.pk), at=timezone.now(), after={"question": one.pk})


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0001_initial"),
        ("meetings", "0003_public_meetings_and_questions"),
        ("duties", "0001_initial"),
        ("journal", "0002_guards"),
    ]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
