"""Making, running, publishing an experiment, and what the map and the repository get of it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.jobs.retention import RETENTIONS
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape.actions import reviewing
from interchange.knowledge.landscape.models import Tool
from interchange.knowledge.repository.models import Version
from interchange.workbench.lab import actions, load, showing
from interchange.workbench.lab.actions.running import address
from interchange.workbench.lab.models import Answer, Evidence, Experiment
from interchange.workbench.lab.own_data import _erase as erase_person
from interchange.workbench.lab.tasks import run_experiment
from interchange.workbench.lab.vocabulary import State, trials_most
from interchange.workbench.signals.trials import catalogue, running

pytestmark = pytest.mark.django_db


def upload(name, content):
    return SimpleUploadedFile(name, content)


def test_run_in_slices_killed_and_taken_up_the_result_is_the_same(made, here, at, monkeypatch):
    first = made()
    assert actions.carry_on(first.pk) == State.DONE
    first.refresh_from_db()
    assert (first.done, first.result["digest"], first.tools) == (6, first.digest, ["iscc", "china-aigc-labelling"])
    count = Answer.objects.count()
    again = made(title="The same again")
    monkeypatch.setattr(running.Laboratory, "trials", lambda *_: pytest.fail("all of it is known"))
    assert actions.carry_on(again.pk) == State.DONE
    again.refresh_from_db()
    assert (again.digest, Answer.objects.count()) == (first.digest, count)
    monkeypatch.undo()


def test_a_worker_that_dies_loses_one_file_at_most(made, here, at, monkeypatch):
    found = made(count=3, seed=8)
    original, calls = running.Laboratory.trials, []

    def dies(self, sample, recipe, wanted):
        calls.append(sample.name)
        if len(calls) == 2:
            raise SystemExit  # as a kill: nothing catches it
        yield from original(self, sample, recipe, wanted)

    monkeypatch.setattr(running.Laboratory, "trials", dies)
    with pytest.raises(SystemExit):
        actions.carry_on(found.pk)
    found.refresh_from_db()
    assert (found.state, found.done, Answer.objects.count()) == (State.RUNNING, 3, 3)
    assert actions.revive(at + timedelta(minutes=5)) == 0
    assert actions.revive(found.seen_at + timedelta(minutes=11)) == 1, "its task is queued anew"
    assert actions.carry_on(found.pk, seconds=0) == State.RUNNING, "a slice ends, the rest is queued"
    assert actions.carry_on(found.pk) == State.DONE
    assert calls == ["texts-001.txt", "texts-002.txt", "texts-002.txt", "texts-003.txt"]


def test_stopping_going_on_failing_deleting(made, here, people, at, monkeypatch):
    ada, found = people("ada"), made()
    actions.stop(ada, found.pk, at=at)
    assert actions.stop(ada, found.pk, at=at).state == State.STOPPED
    assert run_experiment.func(found.pk) == State.STOPPED, "the task that was queued does nothing"
    actions.resume(ada, found.pk, at=at)
    monkeypatch.setattr(running, "run", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.carry_on(found.pk)
    found.refresh_from_db()
    assert (found.state, found.problem) == (State.FAILED, "ZeroDivisionError: division by zero")
    for stranger in (people("ben"), people("olga", Role.OFFICER)):
        with pytest.raises(NotAllowed):
            actions.delete(stranger, found.pk, at=at)
    actions.delete(ada, found.pk, at=at)
    assert not Experiment.objects.filter(pk=found.pk).exists()


def test_what_cannot_be_tried_is_refused_with_every_fault(made, people, at):
    with pytest.raises(Refused) as refused:
        made(title=" ", ready=["jpeg-75"], written="own: melt", signals=[])
    assert [one.field for one in refused.value.problems] == ["title", "chains"]
    with pytest.raises(Refused) as refused:
        made(ready=["jpeg-75"], signals=[], count=900)
    assert {one.field for one in refused.value.problems} == {"count", "chains", "signals"}
    with pytest.raises(Refused, match="copies"):
        made(count=400, ready=[name for name, chain in catalogue.CHAINS.items() if chain[0] == "text"], written="\n".join(["upper"] * 5))
    assert trials_most() == 6000
    files = [upload("a.txt", b"One text, long enough."), upload("b.txt", b"One text, long enough."), upload("c.exe", b"MZ\x00\x01"), upload("d.txt", b""), upload("e.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)]  # fmt: skip
    with pytest.raises(Refused) as refused:
        made(corpus="own", uploads=files)
    assert [one.field for one in refused.value.problems] == ["files"] * 4, "twice, no kind of ours, empty, several kinds"
    with pytest.raises(Refused, match="no file"):
        made(corpus="own")
    for _ in range(3):
        made()
    with pytest.raises(Refused, match="waiting or running"):
        made()
    with pytest.raises(NotAllowed):
        actions.make(VISITOR, title="x", corpus="texts", count=1, ready=["upper"], signals=["iscc-text"], at=at)


def test_files_of_ones_own_are_read_by_nobody_and_go(made, here, people, at):
    found = made(
        corpus="own",
        uploads=[upload("mine.txt", b"My own words, " * 20), upload("broken.md", b"---\nAIGC: {\n---\n" + b"More words " * 20)],
        title="Mine",
    )
    paths = [one.path for one in found.files.all()]
    assert all(default_storage.exists(path) for path in paths)
    assert actions.carry_on(found.pk) == State.DONE
    found.refresh_from_db()
    assert [one["name"] for one in found.result["files"]] == ["mine.txt", "broken.md"]
    assert found.result["remarks"] == [
        {"file": "broken.md", "chain": "as-made", "signal": "gb-45438-text", "why": "it has front matter already, which is left alone"}
    ]
    assert not rows(people("olga", Role.OFFICER), "experiment.view").filter(pk=found.pk).exists(), (
        "before it is handed in not even officers see it"
    )
    late = at + timedelta(days=30 * 30)
    assert found in list(RETENTIONS["lab.experiments"].due(late))
    erase_person(people.made["ada"].pk, at)
    assert not Experiment.objects.filter(pk=found.pk).exists()
    assert found.files.count() == 0


def test_from_a_result_to_the_map_and_the_repository(made, here, people, at, django_capture_on_commit_callbacks):
    ada, officer, found = people("ada"), people("olga", Role.OFFICER), made()
    actions.carry_on(found.pk)
    with pytest.raises(Refused, match="confirmed"):
        actions.submit(ada, found.pk, rights=False, at=at)
    actions.submit(ada, found.pk, rights=True, at=at)
    with pytest.raises(Refused, match="sent back"):
        actions.decide(officer, found.pk, publish=False, at=at)
    actions.decide(officer, found.pk, publish=False, reason="Say which letters.", at=at)
    actions.submit(ada, found.pk, rights=True, at=at)
    with pytest.raises(NotAllowed):
        actions.decide(ada, found.pk, publish=True, at=at)
    assert not rows(VISITOR, "experiment.view").filter(pk=found.pk).exists()
    found = actions.decide(officer, found.pk, publish=True, at=at)
    assert rows(VISITOR, "experiment.view").filter(pk=found.pk).exists()
    # the repository gets a dataset with a report
    version = actions.deposit(ada, found.pk, at=at)
    found.refresh_from_db()
    assert (version.state, version.kind, version.tools, found.record_id) == ("submitted", "dataset", found.tools, version.record_id)
    assert Version.objects.get(pk=version.pk).files.get().stored.media_type == "application/pdf"
    with pytest.raises(NotAllowed):
        actions.deposit(ada, found.pk, at=at)
    # the map: proposed, reviewed by two, the claim rests on the experiment
    with pytest.raises(Refused, match="no signal"):
        actions.put_forward(ada, found.pk, "c2pa", text="x", note="Long enough a note.", interest="none", at=at)
    text = showing.drafted(found.result, found)
    assert "In capitals" in text
    made_evidence = actions.put_forward(ada, found.pk, "iscc", text=text[:600], note="Tried in the laboratory.", interest="none", at=at)
    with pytest.raises(Refused, match="already"):
        actions.put_forward(ada, found.pk, "iscc", text=text, note="Tried in the laboratory.", interest="none", at=at)
    for reviewer in ("ben", "cleo"):
        reviewing.review(people(reviewer), made_evidence.proposal_id, approves=True, at=at)
    tool = Tool.objects.get(code="iscc")
    claim = tool.claims["robustness"]
    assert (tool.robustness, claim["strength"], tool.sources[claim["source"]]["url"]) == (text[:600].strip(), "test", address(found))
    # a newer library: amber on the map until it is the same again
    assert actions.check_versions(at) == 0
    signals = [{**one, "version": "0"} if one["id"] == "iscc-text" else one for one in found.result["signals"]]
    Experiment.objects.filter(pk=found.pk).update(result={**found.result, "signals": signals})
    assert actions.check_versions(at) == 1
    assert "tried with version 0" in Tool.objects.get(code="iscc").claims["robustness"]["doubt"]
    assert Evidence.objects.get(pk=made_evidence.pk).stale_since == at
    assert actions.check_versions(at) == 0, "said once"
    Experiment.objects.filter(pk=found.pk).update(result=found.result)
    assert actions.check_versions(at) == 1
    assert Tool.objects.get(code="iscc").claims["robustness"]["doubt"] == ""


def test_the_starter_experiments_are_there_once():
    load.load()
    found = Experiment.objects.filter(owner__isnull=True).order_by("pk")
    assert [one.state for one in found] == ["published", "published"]
    assert found[0].tools == ["c2pa", "iptc-digital-source-type", "plus-ldf", "china-aigc-labelling", "iscc"]
    codes = set(Tool.objects.values_list("code", flat=True))
    assert {one.tool for one in catalogue.signals(others=False).values() if one.tool} <= codes, "each tool is on the map"
