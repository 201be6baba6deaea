"""What people say and ask about things: on a published call and on one in preparation, which stand for any room's things."""

from datetime import datetime

from django.urls import reverse

from interchange.desk.demo.build import World
from interchange.ground.accounts.models import Person
from interchange.ground.consensus import actions as consensus
from interchange.ground.consensus import kinds
from interchange.ground.policy import subjects
from interchange.ground.policy.viewer import Viewer
from interchange.ground.threads import actions as threads
from interchange.network.calls.models import Call
from tests.gates.house import EMAILS, House


def build(house: House, world: World, at: datetime) -> None:
    """Comments that stand, were removed, and are restricted; objections that are signed, unsigned and restricted."""
    opened = Call.objects.filter(state="published").order_by("-opens_at").first()
    preparing = Call.objects.exclude(state="published").latest("pk")
    officer, second, member = world.officer, world.second, world.viewers[EMAILS["member"]]
    word = house.secret("objector", "the name of somebody who did not sign an objection", "administrator")
    objector = Person.objects.create_user("objector@example.org", given_name="Olga", family_name=word)
    if "calls.call" not in subjects.SUBJECTS:
        subjects.define(Call, view="call.view", speak="call.view", url=lambda call: reverse("calls:detail", args=[call.slug]))
    kinds.KINDS["calls.call"] = kinds.Kind(
        Call,
        open="call.edit",
        asked=lambda call, at: [second.me, member.me, objector.pk] if call.pk == opened.pk else [second.me],
    )

    said = threads.say(member, opened, text="A comment that everybody may read.", anchor="criteria", at=at)
    threads.say(officer, opened, text="An answer.", parent_id=said.pk, at=at)
    word = house.secret("removed", "a comment that was removed", "member", "officer", "administrator")
    removed = threads.say(member, opened, text=word, at=at)
    threads.remove(officer, removed.pk, reason="Not about the call.", at=at)
    word = house.secret("comment", "a comment on a restricted thing", "officer")
    hidden = threads.say(officer, preparing, text=word, at=at)

    asked = consensus.open_call(officer, opened, question="Is the call clear?", at=at)
    unsigned = consensus.object_to(Viewer(person_id=objector.pk), asked.pk, reason="It is not.", annex="In my view.", signed=False, at=at)
    own = consensus.object_to(member, asked.pk, reason="Criterion 2 is vague.", at=at)
    word = house.secret("question", "a question about a restricted thing", "officer")
    closed = consensus.open_call(officer, preparing, question=f"Is {word} ready?", at=at)
    word = house.secret("objection", "an objection about a restricted thing", "officer")
    restricted = consensus.object_to(second, closed.pk, reason=word, annex=word, at=at)

    things = {
        "open-call": {"kind": "calls.call", "key": str(opened.pk)},
        "call-in-preparation": {"kind": "calls.call", "key": str(preparing.pk)},
    }
    house.kwargs["threads:thread"] = {**things, "no-such-kind": {"kind": "no.kind", "key": "1"}}
    house.kwargs["threads:say"] = house.kwargs["threads:follow"] = house.kwargs["consensus:open"] = things
    for name in ("comment", "edit", "remove", "dispose"):
        house.kwargs[f"threads:{name}"] = {"member-s-comment": {"pk": said.pk}, "restricted-comment": {"pk": hidden.pk}}
    for name in ("call", "object", "close", "withdraw"):
        house.kwargs[f"consensus:{name}"] = {"open-question": {"pk": asked.pk}, "restricted-question": {"pk": closed.pk}}
    for name in ("withdraw_objection", "meet"):
        house.kwargs[f"consensus:{name}"] = {
            "member-s-objection": {"pk": own.pk},
            "unsigned-objection": {"pk": unsigned.pk},
            "restricted-objection": {"pk": restricted.pk},
        }
