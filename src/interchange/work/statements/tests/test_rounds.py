"""Rounds: the same papers to all at one instant, the closing second, dispositions, a worker that is killed between two States."""

from datetime import timedelta

import pytest
from django.test import Client

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.post.models import Letter
from interchange.work.statements import queries
from interchange.work.statements.actions import filing, releasing, rounds, treating
from interchange.work.statements.models import Release, ReleaseLine, Round
from interchange.work.statements.schedule import finish_releases
from interchange.work.statements.tests.world import AT, DAY, paper

SECOND = timedelta(seconds=1)


def test_nobody_reads_a_paper_before_the_instant_and_everybody_from_it_on(world):
    found = world.prepared(level="public")
    paper_at = f"{found.get_absolute_url()}papers/{found.papers.get().pk}/"
    for address in (found.get_absolute_url(), paper_at, f"{found.get_absolute_url()}log/"):
        assert Client().get(address).status_code == 404, "no early link"
    for viewer in (VISITOR, world.brazil, world.kenya):
        assert not rows(viewer, "consultation.view").exists()
    rounds.open_round(world.officer, found.pk, at=AT)
    rounds.open_round(world.officer, found.pk, at=AT + DAY)
    assert Release.objects.get().released_at == AT, "opened twice, released once"
    for viewer in (VISITOR, world.brazil, world.kenya):
        assert rows(viewer, "consultation.view").get() == found, "before anybody was written to"
    assert Client().get(paper_at).status_code == 200
    assert not Letter.objects.filter(template="statements.release").exists()
    with pytest.raises(NotAMove):
        rounds.add_paper(world.officer, found.pk, title="Late", language="en", rendering="", file=paper(), at=AT)


def test_a_round_needs_thirty_days_a_paper_and_a_note(world):
    with pytest.raises(Refused) as refused:
        world.prepared(days=29)
    assert [one.field for one in refused.value.problems] == ["closes_on"]
    with pytest.raises(Refused) as refused:
        world.prepared(title="", note="", level="restricted", closes_on=None)
    assert {one.field for one in refused.value.problems} == {"title", "note", "level", "closes_on"}
    empty = world.prepared(papers=0, days=30)
    with pytest.raises(Refused, match="at least one paper"):
        rounds.open_round(world.officer, empty.pk, at=AT)
    found = world.prepared(days=30)
    with pytest.raises(Refused, match="at least 30 days"):
        rounds.open_round(world.officer, found.pk, at=AT + DAY)
    with pytest.raises(NotAllowed):
        rounds.open_round(world.brazil, found.pk, at=AT)
    given = {"title": "Changed", "note": found.note, "level": "states", "closes_on": (AT + 40 * DAY).date()}
    rounds.prepare_round(world.officer, given, round_id=found.pk, revision=1, at=AT)
    with pytest.raises(Stale):
        rounds.prepare_round(world.second, given, round_id=found.pk, revision=1, at=AT)
    rounds.take_paper_out(world.officer, found.papers.get().pk, at=AT)
    assert not found.papers.exists()


def test_the_closing_second_is_in_time_and_the_next_is_late_not_refused(world):
    found = world.opened()
    assert found.closes_at.isoformat() == "2027-04-10T21:59:59+00:00", "23:59:59 in Geneva"
    in_time = world.comment(found, title="In the last second", at=found.closes_at + timedelta(microseconds=999_999))
    late = world.comment(found, world.kenya, title="A second late", at=found.closes_at + SECOND)
    assert (in_time.late, late.late) == (False, True)
    assert "marked late" in Letter.objects.get(template="statements.receipt", person_id=world.kenya.person_id).body
    assert "marked late" not in Letter.objects.get(template="statements.receipt", person_id=world.brazil.person_id).body
    rounds.extend_round(
        world.officer, found.pk, closes_on=(found.closes_at + 5 * DAY).date(), reason="A holiday.", at=found.closes_at + 2 * SECOND
    )
    late.refresh_from_db()
    assert not late.late, "the longer time is for everybody"
    found.refresh_from_db()
    with pytest.raises(Refused):
        rounds.extend_round(world.officer, found.pk, closes_on=(AT + DAY).date(), reason="Shorter.", at=AT)
    with pytest.raises(Refused):
        rounds.extend_round(world.officer, found.pk, closes_on=(AT + 90 * DAY).date(), reason="", at=AT)


def test_every_comment_gets_a_disposition_with_a_reason_before_the_table_is_published(world):
    found = world.opened(level="public")
    ours = world.comment(found, level="public", title="Paragraph four")
    kept = world.comment(found, world.kenya, level="restricted", title="Between us")
    gone = world.comment(found, title="Taken back")
    filing.withdraw(world.brazil, gone.pk, at=AT)
    with pytest.raises(Refused, match="open until"):
        rounds.publish_round(world.officer, found.pk, text="The text.", at=found.closes_at)
    at = world.after(found)
    treating.dispose(world.officer, ours.pk, code="partly", reason="The first half is in.", at=at)
    with pytest.raises(Refused, match="1 comments have no disposition"):
        rounds.publish_round(world.officer, found.pk, text="The text.", at=at)
    with pytest.raises(Refused) as refused:
        treating.dispose(world.officer, kept.pk, code="perhaps", reason=" ", at=at)
    assert {one.field for one in refused.value.problems} == {"code", "reason"}
    assert "The first half is in." not in Client().get(found.get_absolute_url()).content.decode(), "with the final text, not before"
    treating.dispose(world.officer, kept.pk, code="noted", reason="A secret reason.", at=at)
    rounds.publish_round(world.officer, found.pk, text="The final guidance.", at=at)
    page = Client().get(found.get_absolute_url()).content.decode()
    assert "The final guidance." in page
    assert "The first half is in." in page
    assert "1 more that its State keeps confidential" in page
    assert "Between us" not in page
    assert "A secret reason." not in page
    with pytest.raises(Refused, match="published"):
        treating.dispose(world.officer, ours.pk, code="noted", reason="Later.", at=at)
    with pytest.raises(NotAllowed):
        world.comment(found, title="After the end")
    assert [one.kind for one in queries.releases(found)] == ["opening", "final"]


def test_a_worker_killed_between_two_states_goes_on_and_doubles_nothing(world, monkeypatch):
    found = world.opened()
    release = Release.objects.get()
    sent, told = releasing.send_all, []

    def killed(actor, drafts, *, at):
        told.append(1)
        if len(told) == 60:
            raise KeyboardInterrupt
        return sent(actor, drafts, at=at)

    monkeypatch.setattr(releasing, "send_all", killed)
    with pytest.raises(KeyboardInterrupt):
        releasing.carry_on(release.pk, at=AT)
    assert ReleaseLine.objects.count() == 59
    assert Release.objects.get().done_at is None
    monkeypatch.setattr(releasing, "send_all", sent)
    assert finish_releases(AT + timedelta(minutes=1)) == 194 - 59
    assert finish_releases(AT + timedelta(minutes=2)) == 0
    assert releasing.carry_on(release.pk, at=AT + timedelta(minutes=3)) == 0
    assert ReleaseLine.objects.values("member_state").distinct().count() == ReleaseLine.objects.count() == 194
    assert Letter.objects.filter(template="statements.release").count() == 2, "Brazil and Kenya have named somebody"
    [one] = queries.releases(found)
    assert {one.released_at for _line in one.lines.all()} == {AT}, "equal for all, whenever the letters were written"
    assert {line.member_state_id: line.letters for line in one.lines.all() if line.letters} == {"BR": 1, "KE": 1}
    assert Round.objects.get().opens_at == one.released_at
