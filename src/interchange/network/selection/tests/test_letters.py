"""Every letter of the room with the real post and desk: fields fit, keys hold, conflicts hide, the schedule runs."""

import pytest

from interchange.ground.duties import queries as desk
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.post import templates
from interchange.ground.post.models import Letter
from interchange.network.selection import actions, neighbours, schedule
from interchange.network.selection.letters import TITLES
from interchange.network.selection.models import Offer
from interchange.network.selection.tests.world import AT, World, install

REAL = {
    name: getattr(neighbours, name)
    for name in ("draft", "send", "prepare_batch", "release_batch", "cancel_batch", "owe", "settle", "bounced")
}


@pytest.fixture
def world(db, monkeypatch):
    install(monkeypatch)
    for name, function in REAL.items():
        monkeypatch.setattr(neighbours, name, function)
    return World()


@pytest.mark.parametrize("code", TITLES)
def test_every_letter_renders_and_names_no_mark(code):
    template = templates.TEMPLATES[f"selection.{code}"]
    subject, body = templates.render(template.key, template.sample, text=templates.file_text(template.key))
    assert subject
    assert "{{" not in body
    assert "points" not in body


def test_one_release_one_letter_each_and_a_repeated_one_none(world):
    one, two = world.officer(), world.officer()
    for points in (90, 80):
        actions.choose(one.viewer, world.scored(points).pk, "accepted", reason="Fits.", at=AT)
    first = actions.prepare_release(one.viewer, world.call.pk, at=AT)
    actions.discard_release(one.viewer, first.pk, at=AT)
    made = actions.prepare_release(one.viewer, world.call.pk, at=AT)
    actions.release(two.viewer, made.pk, at=AT)
    actions.release(two.viewer, made.pk, at=AT)
    assert list(Letter.objects.filter(state="queued").values_list("template", flat=True)) == ["selection.accepted"] * 2


def test_a_returned_letter_stops_the_clock_until_the_person_is_reached(world):
    one, two = world.officer(), world.officer()
    actions.choose(one.viewer, world.scored(90).pk, "accepted", reason="Fits.", at=AT)
    actions.release(two.viewer, actions.prepare_release(one.viewer, world.call.pk, at=AT).pk, at=AT)
    Letter.objects.update(state="bounced")
    schedule.lapse_offers(AT.replace(month=6))
    offer = Offer.objects.get()
    assert (offer.answer, offer.paused_at) == ("", AT.replace(month=6))
    actions.resume_offer(one.viewer, offer.pk, at=AT.replace(month=7))
    schedule.lapse_offers(AT.replace(month=7))
    offer.refresh_from_db()
    assert (offer.answer, offer.paused_at) == ("", None)
    schedule.waiting_list(AT.replace(month=7))


def test_a_duty_about_a_file_is_not_on_the_desk_of_somebody_with_a_conflict(world):
    officer, other = world.officer(), world.officer()
    file, reader = world.application("eligible"), world.reviewer()
    assignment = actions.assign(officer.viewer, file.pk, reader.pk, at=AT)
    assert [line.words for line in desk.mine(reader.viewer, AT)] == [f"Review application {file.number}"]
    actions.recuse(reader.viewer, assignment.pk, reason="other", at=AT)
    assert desk.mine(reader.viewer, AT) == []
    assert len(desk.mine(other.viewer, AT)) == 1
    record_conflict(other.viewer, other.pk, file, reason=ConflictReason.PERSONAL, at=AT)
    assert desk.mine(other.viewer, AT) == []
