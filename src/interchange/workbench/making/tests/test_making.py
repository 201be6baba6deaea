"""Records of making: what is refused, what a disclosure says, what files tell, who reads what, what goes with a person."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.accounts.own_data import ROOMS
from interchange.ground.errors import NotAllowed, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.making import actions, reading, telling
from interchange.workbench.making.models import Making, Step
from interchange.workbench.signals.inspecting import inspect
from tests.hand import Hand

pytestmark = pytest.mark.django_db
GIVEN = {"title": "Harbour at dusk", "kind": "picture", "credit": "Ada Sample", "conceived": "A harbour seen from a crane."}
AI = {"how": "ai", "gave": "picture", "became": "changed", "tool": "Sample Model", "version": "2", "provider": "Sample Labs", "prompt": "a harbour", "chosen": "The third of four."}  # fmt: skip
HAND = {"how": "hand", "gave": "edit", "became": "kept", "what": "Painted the sky over."}


def png(**texts) -> bytes:
    told = PngInfo()
    for key, text in texts.items():
        told.add_text(key, text)
    buffer = io.BytesIO()
    Image.new("RGB", (32, 32), (20, 80, 140)).save(buffer, "PNG", pnginfo=told)
    return buffer.getvalue()


GENERATED = png(
    parameters="a harbour at dusk\nNegative prompt: people\nSteps: 20, Sampler: Euler, Seed: 7, Model: sample-xl, Version: v1.9"
)


@pytest.fixture
def ada():
    return Person.objects.create_user("ada@example.org", given_name="Ada", family_name="Sample")


@pytest.fixture
def me(ada):
    return Viewer(person_id=ada.pk)


@pytest.fixture
def at():
    return clock.now()


@pytest.fixture
def made(me, at):
    return actions.begin(me, GIVEN, at=at)


def told(made):
    return telling.disclosure(made, list(made.steps.all()), list(made.files.all()))


def test_what_is_missing_is_named_with_its_field(me, made, at):
    with pytest.raises(Refused) as refused:
        actions.begin(me, {"title": " ", "kind": "song", "credit": "", "conceived": "x" * 4001}, at=at)
    assert {one.field for one in refused.value.problems} == {"title", "kind", "credit", "conceived"}
    for given, fields in (
        ({"how": "ai", "gave": "picture", "became": "kept"}, {"tool"}),
        ({"how": "hand", "gave": "edit", "became": "kept", "prompt": "x", "tool": "y"}, {"prompt", "tool", "what"}),
        ({"how": "x", "gave": "y", "became": "z", "what": "w"}, {"how", "gave", "became"}),
        ({**AI, "prompt": "x" * 20_001}, {"prompt"}),
    ):
        with pytest.raises(Refused) as refused:
            actions.add_step(me, made.pk, given, at=at)
        assert {one.field for one in refused.value.problems} == fields
    assert not Step.objects.exists()


@pytest.mark.parametrize(
    ("steps", "concept", "words"),
    [
        ([], "digitalCreation", "Nothing is recorded"),
        ([HAND], "digitalCreation", "No AI system was used, as far as this record tells"),
        ([{**AI, "became": "dropped"}, HAND], "digitalCreation", "nothing that they gave is in the work"),
        ([{**AI, "became": "kept"}], "trainedAlgorithmicMedia", "used as it came"),
        ([AI], "compositeWithTrainedAlgorithmicMedia", "with the help of AI"),
        ([{**AI, "became": "kept"}, HAND], "compositeWithTrainedAlgorithmicMedia", "with the help of AI"),
    ],
)
def test_the_disclosure_says_what_the_steps_come_to(me, made, at, steps, concept, words):
    for one in steps:
        actions.add_step(me, made.pk, one, at=at)
    found = told(made)
    assert (found.source_type, words in found.headline) == (concept, True)
    assert "nobody has checked it" in found.lines[-1]


def test_the_summary_parts_person_and_machine_and_keeps_private_prompts(me, made, at):
    actions.add_step(me, made.pk, AI, at=at)
    actions.add_step(me, made.pk, HAND, at=at)
    actions.add_step(
        me, made.pk, {**AI, "tool": "Other", "version": "", "provider": "", "prompt": "shown words", "prompt_shown": True}, at=at
    )
    found = told(made)
    assert found.by_person == (
        "A harbour seen from a crane.", "Changed what Sample Model 2 (Sample Labs) gave: The third of four.", "Painted the sky over.",
        "Changed what Other gave: The third of four.",
    )  # fmt: skip
    assert found.by_machine[0] == "Pictures by Sample Model 2 (Sample Labs), in the work, changed by a person"
    data = json.dumps(telling.as_data(made, list(made.steps.all()), []))
    assert "shown words" in data
    assert "a harbour" not in data
    label = telling.label(made, list(made.steps.all()))
    assert (label.ai_system, label.ai_version, label.prompt, label.prompt_writer) == (
        "Sample Model; Other",
        "2",
        "shown words",
        "Ada Sample",
    )


def test_a_file_tells_its_steps_and_is_forgotten(me, made, at):
    upload = SimpleUploadedFile("draft.png", GENERATED, "image/png")
    noted, count = actions.add_file(me, made.pk, upload, role="draft", read_steps=True, at=at)
    assert (count, len(noted.sha256), noted.media_type) == (1, 64, "image/png")
    step = Step.objects.get()
    assert (step.how, step.gave, step.version, step.prompt, step.read_from) == (
        "ai",
        "picture",
        "sample-xl v1.9",
        "a harbour at dusk",
        "draft.png",
    )
    assert step.tool
    assert not step.prompt_shown
    again, count = actions.add_file(me, made.pk, SimpleUploadedFile("same.png", GENERATED), role="final", read_steps=True, at=at)
    assert (again.pk, count, Step.objects.count()) == (noted.pk, 0, 1)
    with pytest.raises(Refused, match="role"):
        actions.add_file(me, made.pk, SimpleUploadedFile("x.png", b"x"), role="idea", read_steps=False, at=at)


def test_actions_of_a_credential_become_steps_in_their_order():
    report = inspect(png(), name="x.png", isolated=False).json()
    report["findings"].append(
        {
            "scheme": "c2pa", "claim": "signed", "about": "file",
            "data": {"actions": [
                {"action": "c2pa.created", "agent": "Sample Model", "source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"},
                {"action": "c2pa.cropped", "agent": "Sample Editor", "note": "to square"},
                {"action": "c2pa.cropped", "agent": "Sample Editor", "note": "to square"},
            ]},
        }
    )  # fmt: skip
    assert [(one.how, one.gave, one.tool, one.what) for one in reading.steps(report)] == [
        ("ai", "picture", "Sample Model", "created"),
        ("tool", "edit", "Sample Editor", "cropped: to square"),
    ]


def test_steps_are_moved_changed_and_taken_out(me, made, at):
    first, second = actions.add_step(me, made.pk, HAND, at=at), actions.add_step(me, made.pk, AI, at=at)
    actions.move_step(me, made.pk, second.pk, at=at)
    actions.move_step(me, made.pk, second.pk, at=at)
    assert list(made.steps.values_list("pk", flat=True)) == [second.pk, first.pk]
    actions.change_step(me, made.pk, first.pk, {**HAND, "what": "Drew it."}, at=at)
    actions.drop_step(me, made.pk, second.pk, at=at)
    actions.drop_step(me, made.pk, second.pk, at=at)
    assert [one.what for one in made.steps.all()] == ["Drew it."]
    with pytest.raises(Refused, match="not there any more"):
        actions.move_step(me, made.pk, second.pk, at=at)
    with pytest.raises(Stale):
        actions.describe(me, made.pk, GIVEN, revision=1, at=at)
    assert Event.objects.filter(verb__startswith="making.").count() == 6


def test_nobody_else_reads_or_changes_it(made, at):
    other = Viewer(person_id=Person.objects.create_user("ben@example.org").pk)
    with pytest.raises(NotAllowed):
        actions.add_step(other, made.pk, HAND, at=at)
    with pytest.raises(NotAllowed):
        actions.share(other, made.pk, True, at=at)


def test_a_maker_writes_shares_labels_and_deletes_on_the_pages(ada):
    page = Hand(ada)
    page.press("/workbench/making/new/", "Begin the record", {"title": "Harbour", "kind": "picture", "conceived": "A harbour."})
    made = Making.objects.get()
    assert made.credit == "Ada Sample"
    here = f"/workbench/making/{made.pk}/"
    page.press(f"{here}step/", "Add the step", {**AI})
    page.press(f"{here}step/", "Add the step", HAND)
    first, second = made.steps.all()
    page.press(f"{here}steps/{second.pk}/", "Save", {"what": "Painted it all over."})
    page.press(f"{here}edit/", "Save", {"title": "Harbour at night"})
    assert page.press(here, "Earlier").url == here
    client = Client()
    client.force_login(ada)
    noted = client.post(f"{here}file/", {"file": SimpleUploadedFile("d.png", GENERATED), "role": "draft", "read_steps": "on"}, follow=True)
    assert "Noted, with 1 step read from it." in noted.content.decode()
    noted = client.post(f"{here}file/", {"file": SimpleUploadedFile("e.png", png()), "role": "final"}, follow=True)
    assert "It was read and forgotten." in noted.content.decode()
    labelled = client.post(f"{here}label/", {"file": SimpleUploadedFile("e.png", png())})
    said = {one["scheme"] for one in inspect(labelled.content, name="e.png", isolated=False).json()["findings"]}
    assert {"iptc-digital-source-type", "iptc-ai"} <= said
    wrong = client.post(f"{here}label/", {"file": SimpleUploadedFile("e.png", b"no picture")})
    assert wrong.status_code == 422
    for words, verb in (
        ("The step is taken out.", f"drop-{first.pk}"),
        ("The file is taken out.", f"forget-{made.files.get(role='draft').pk}"),
        ("Whoever has the link reads the disclosure.", "share"),
    ):
        assert words in client.post(here, {"do": verb}, follow=True).content.decode()
    made.refresh_from_db()
    visitor = Client()
    answer = visitor.get(f"/workbench/made/{made.secret}/")
    assert "Painted it all over." in answer.content.decode()
    assert "a harbour at dusk" not in answer.content.decode()
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert visitor.get(f"/workbench/made/{made.secret}/disclosure.json").json()["name"] == "Harbour at night"
    assert client.get(f"{here}disclosure.json").json()["@type"] == "CreativeWork"
    assert "The link opens nothing any more." in client.post(here, {"do": "unshare"}, follow=True).content.decode()
    assert visitor.get(f"/workbench/made/{made.secret}/").status_code == 404
    assert "The record is deleted." in client.post(here, {"do": "delete"}, follow=True).content.decode()
    assert client.get(here).status_code == 404


def test_records_go_with_their_person(me, made, at):
    actions.add_step(me, made.pk, AI, at=at)
    room = ROOMS["making"]
    assert room.collect(me.person_id)["makings"][0]["steps"][0]["tool"] == "Sample Model"
    assert len(list(room.plan(me.person_id))) == 1
    room.erase(me.person_id, at)
    assert not Making.objects.exists()
    assert Event.objects.filter(verb="making.deleted").exists()


def test_thirty_records_cost_no_more_queries_than_three(ada, me, at):
    client, costs = Client(), []
    client.force_login(ada)
    for more in (3, 27):
        for _number in range(more):
            actions.begin(me, GIVEN, at=at)
        client.get("/workbench/making/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/workbench/making/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
