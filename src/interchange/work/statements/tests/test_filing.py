"""Filing for a State and for a group, who reads it, wider and withdrawn."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import Letter
from interchange.ground.search.queries import search
from interchange.network.states import actions as states
from interchange.work.statements.actions import filing, treating
from interchange.work.statements.models import Attachment, Statement
from interchange.work.statements.tests.world import AT, DAY, TEXT, paper

MEMBER = Viewer(person_id=10**6, roles=frozenset({Role.MEMBER}))


def fields(refused):
    return {problem.field for problem in refused.value.problems}


def read(viewer, verb="statement.read"):
    return set(rows(viewer, verb).values_list("level", flat=True))


def test_a_statement_has_number_receipt_and_clocks_at_once(world):
    made = world.filed()
    assert made.number == "TEN/MS/2027/001"
    assert made.acknowledge_by.date().isoformat() == "2027-03-08", "five working days"
    assert made.target_at.date().isoformat() == "2027-03-31"
    assert Letter.objects.get(template="statements.receipt").person_id == world.brazil.person_id
    assert TEXT["text"] not in Letter.objects.get(template="statements.receipt").body, "links, not content"
    assert {one.kind for one in Duty.objects.filter(subject_kind="statements.statement")} == {"statements.acknowledge", "statements.answer"}
    assert world.filed() == made, "the same words again are the same statement"
    assert Statement.objects.count() == 1


def test_the_state_chooses_who_reads_it(world):
    for level in ("public", "states", "restricted"):
        world.filed(level=level, title=f"For {level}")
    assert read(VISITOR) == {"public"}
    assert read(MEMBER) == read(world.kenya) == {"public", "states"}
    assert read(world.brazil) == read(world.officer) == {"public", "states", "restricted"}
    assert [search(viewer, "laboratory", kind="statement").total for viewer in (VISITOR, world.kenya, world.brazil)] == [1, 2, 3]
    found = Statement.objects.get(level="restricted")
    assert world.kenya.person_id not in Letter.objects.filter(subject_id=found.pk).values_list("person_id", flat=True)


def test_every_problem_at_once_and_nobody_files_for_another_state(world):
    wrong = {"kind": "shout", "title": "", "text": "short", "level": "members", "language": "tlh", "member_state": "KE"}
    with pytest.raises(Refused) as refused:
        filing.file_statement(world.brazil, wrong, files=[paper()] * 6, at=AT)
    assert fields(refused) == {"kind", "title", "text", "level", "language", "files", "member_state"}
    for nobody in (VISITOR, MEMBER, world.officer):
        with pytest.raises(NotAllowed):
            filing.file_statement(nobody, TEXT, at=AT)
    with pytest.raises(Refused) as refused:
        filing.file_statement(world.brazil, TEXT, files=[paper().__class__("x.pdf", b"no PDF")], at=AT)
    assert fields(refused) == {"files"}
    assert not Statement.objects.exists(), "all or nothing"


def test_on_behalf_of_a_group_each_state_is_named_and_unlisted_ones_are_refused(world):
    world.coordinated()
    given = {**TEXT, "group": "friends"}
    with pytest.raises(Refused, match="Japan") as refused:
        filing.file_statement(world.brazil, given, states=["KE", "JP"], at=AT)
    assert fields(refused) == {"states"}
    with pytest.raises(Refused) as refused:
        filing.file_statement(world.brazil, given, states=[], at=AT)
    assert fields(refused) == {"states"}
    with pytest.raises(Refused) as refused:
        filing.file_statement(world.kenya, given, states=["BR"], at=AT)
    assert fields(refused) == {"group"}, "Kenya does not coordinate it"
    with pytest.raises(Refused) as refused:
        filing.file_statement(world.brazil, TEXT, states=["KE"], at=AT)
    assert fields(refused) == {"states"}
    made = filing.file_statement(world.brazil, {**given, "level": "restricted"}, states=["KE"], at=AT)
    assert [one.member_state_id for one in made.backings.all()] == ["BR", "KE"], "France is in the group and was not named"
    assert rows(world.kenya, "statement.read").filter(pk=made.pk).exists(), "who stands behind it reads it"
    with pytest.raises(NotAllowed):
        filing.withdraw(world.kenya, made.pk, at=AT)
    states.set_group(world.officer, "friends", name="Friends", states=["BR", "FR"], coordinator="BR", since=None, reason="New list.", at=AT)
    assert made.backings.count() == 2, "what was filed keeps the States that it named"


def test_wider_is_allowed_and_narrower_refused_and_a_withdrawal_leaves_a_tombstone(world):
    made = world.filed(level="restricted", title="A word nobody else has")
    assert not rows(world.kenya, "statement.view").exists()
    filing.widen(world.brazil, made.pk, level="public", at=AT)
    assert rows(VISITOR, "statement.read").get() == made
    for narrower in ("states", "restricted"):
        with pytest.raises(Refused) as refused:
            filing.widen(world.brazil, made.pk, level=narrower, at=AT)
        assert fields(refused) == {"level"}
        assert "number and the day stay" in str(refused.value)
    with pytest.raises(NotAllowed):
        filing.widen(world.officer, made.pk, level="public", at=AT)
    world.now = AT + DAY
    filing.withdraw(world.brazil, made.pk, at=world.now)
    filing.withdraw(world.brazil, made.pk, at=world.now)
    assert not rows(VISITOR, "statement.read").exists()
    page = Client().get(made.get_absolute_url())
    assert page.status_code == 200
    assert made.number in page.content.decode()
    assert "A word nobody" not in page.content.decode()
    assert TEXT["text"] not in page.content.decode()
    assert "A word nobody" not in Client().get("/statements/").content.decode()
    assert "A word nobody" not in Client().get("/statements/?format=csv").content.decode()
    assert not Duty.objects.filter(subject_kind="statements.statement", settled_at=None).exists()
    with pytest.raises(Refused):
        filing.widen(world.brazil, made.pk, level="states", at=AT)


def test_a_replaced_person_reads_and_files_nothing_and_the_next_one_has_it_all(world):
    made = world.filed(level="restricted")
    treating.acknowledge(world.officer, made.pk, at=AT)
    treating.ask_back(world.officer, made.pk, text="Which offices?", at=AT)
    assert Duty.objects.get(kind="statements.clarify").person_id == world.brazil.person_id
    world.now = AT + DAY
    [new] = world.delegation("BR", "new.br@example.org")
    old = world.viewer("main.br@example.org")
    assert not rows(old, "statement.read").exists()
    with pytest.raises(NotAllowed):
        world.filed(old)
    assert Client().get(made.get_absolute_url()).status_code == 404
    assert rows(new, "statement.own").get() == made
    assert Duty.objects.get(kind="statements.clarify", settled_at=None).person_id == new.person_id
    filing.clarify(new, made.pk, text="Those with fewer than ten people.", at=world.now)
    assert not Letter.objects.filter(person_id=old.person_id, state="queued", template__startswith="statements.").exists()


def test_translations_are_marked_as_what_they_are(world):
    made = world.filed(level="public")
    words = {"language": "fr", "title": "Étiquettes", "text": "Comment tester ?"}
    filing.translate(world.officer, made.pk, rendering="courtesy", **words, at=AT)
    assert "Courtesy translation, not official" in Client().get(made.get_absolute_url()).content.decode()
    with pytest.raises(Refused) as refused:
        filing.translate(world.officer, made.pk, rendering="official", **{**words, "language": "en", "text": ""}, at=AT)
    assert fields(refused) == {"language", "rendering", "text"}
    filing.translate(world.brazil, made.pk, rendering="official", **words, at=AT)
    assert made.translations.get().rendering == "official"
    with pytest.raises(NotAllowed):
        filing.translate(world.kenya, made.pk, rendering="courtesy", **words, at=AT)


def test_files_are_for_those_who_read_the_statement(world):
    made = filing.file_statement(world.brazil, {**TEXT, "level": "public"}, files=[paper("data.pdf")], at=AT)
    kept = filing.file_statement(world.brazil, {**TEXT, "level": "restricted", "title": "Kept"}, files=[paper()], at=AT)
    at = f"{made.get_absolute_url()}files/{made.attachments.get().pk}/"
    assert Client().get(at).status_code == 200
    assert Client().get(f"{kept.get_absolute_url()}files/{kept.attachments.get().pk}/").status_code == 404
    assert Client().get(f"{made.get_absolute_url()}files/{kept.attachments.get().pk}/").status_code == 404, "not by another's address"
    filing.withdraw(world.brazil, made.pk, at=AT)
    assert Client().get(at).status_code == 404
    assert Attachment.objects.count() == 2


def test_the_database_holds_what_must_be_true(world):
    made = world.filed()
    for wrong in ({"level": "members"}, {"kind": "comment"}, {"state": "answered"}, {"disposition": "noted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Statement.objects.filter(pk=made.pk).update(**wrong)
