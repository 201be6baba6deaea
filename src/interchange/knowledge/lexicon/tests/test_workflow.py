"""From a proposal to a term at work: who may do what, what is refused, what is kept."""

import pytest
from django.db import IntegrityError, transaction

from interchange.ground.consensus import actions as consensus
from interchange.ground.consensus import queries as consensus_queries
from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.viewer import SYSTEM, VISITOR
from interchange.ground.post.models import Letter
from interchange.ground.search.queries import search
from interchange.ground.text.linking import linked
from interchange.ground.threads import actions as threads
from interchange.ground.threads import queries as thread_queries
from interchange.knowledge.lexicon import actions, linking, queries, store, trees
from interchange.knowledge.lexicon.content import DefinitionPart, LabelPart, MappingPart, SourcePart, changes
from interchange.knowledge.lexicon.load import load, starter
from interchange.knowledge.lexicon.models import Amendment, Concept, Definition, Label, Release, Version
from interchange.knowledge.lexicon.recogniser.context import read
from interchange.knowledge.lexicon.tests.world import AT, DAY, ISO, content

pytestmark = pytest.mark.django_db


def problems(refused) -> dict[str, str]:
    return {problem.field: str(problem) for problem in refused.value.problems}


def test_the_starter_collection_is_there_once_and_reading_it_again_harms_nobody(world):
    before = (Concept.objects.count(), Label.objects.count(), Release.objects.count(), Event.objects.count())
    assert before[0] >= len(starter()) == 260
    actions.edit(world.curator, "watermark", store.content_of(Concept.objects.get(slug="watermark")).__class__(**{
        **{name: getattr(store.content_of(Concept.objects.get(slug="watermark")), name) for name in ("slug", "labels", "definitions", "domain", "topics", "example", "broader", "related", "mappings", "replaced_by")},
        "note": "A note by a curator.",
    }), revision=1, at=AT)  # fmt: skip
    count = Event.objects.count()
    load()
    assert (Concept.objects.count(), Label.objects.count(), Release.objects.count()) == before[:3]
    assert Concept.objects.get(slug="watermark").note == "A note by a curator."
    assert Event.objects.count() == count


def test_a_term_on_its_way(world):
    made = world.proposed()
    assert made.slug == "quilt-mark"
    assert made.state == "proposed"
    assert world.proposed().pk == made.pk  # said twice
    assert Duty.objects.filter(kind="lexicon.proposal", settled_at=None, subject_id=made.pk).count() == 1
    assert queries.concepts(VISITOR).filter(pk=made.pk).count() == 0
    assert queries.concepts(world.member).filter(pk=made.pk).count() == 1
    assert search(VISITOR, "quilt").total == 0
    assert search(world.member, "quilt").total == 1
    text = "An old paper speaks of quilt marks."
    assert "term" not in linked(text)

    with pytest.raises(NotAllowed):
        actions.discuss(world.member, made.slug, at=AT)
    actions.discuss(world.curator, made.slug, at=AT)
    with pytest.raises(Refused, match="No curator"):
        actions.agree(world.curator, made.slug, reason="Agreed.", at=AT)
    actions.check(world.curator, made.slug, at=AT)
    with pytest.raises(Refused, match="needs its reason"):
        actions.agree(world.curator, made.slug, reason=" ", at=AT)
    agreed = actions.agree(world.curator, made.slug, reason="Agreed in session.", at=AT + DAY)
    assert agreed.state == "agreed"
    assert actions.agree(world.curator, made.slug, reason="Agreed in session.", at=AT + DAY).revision == agreed.revision
    assert 'href="/lexicon/quilt-mark"' in linked(text)  # it lights up in an older text
    assert search(VISITOR, "quilt").total == 1
    letter = Letter.objects.get(person=world.people["member"], template="lexicon.decided")
    assert "agreed" in letter.body

    actions.deprecate(world.curator, made.slug, reason="Nobody quilts.", replaced_by="watermark", at=AT + 2 * DAY)
    assert "The lexicon says: <b>watermark</b>" in linked(text)
    with pytest.raises(NotAMove):
        actions.reject(world.curator, made.slug, reason="Too late.", at=AT)
    assert [step.version.state for step in queries.history(VISITOR, made)] == ["deprecated", "agreed"]
    assert len(queries.history(world.member, made)) == 4


def test_curators_do_not_check_their_own_proposals(world):
    made = actions.propose(world.curator, content(), at=AT)
    actions.discuss(world.second, made.slug, at=AT)
    with pytest.raises(Refused, match="yourself"):
        actions.check(world.curator, made.slug, at=AT)
    assert actions.check(world.second, made.slug, at=AT).checked_by_id == world.second.person_id


def test_rejection_needs_a_reason_and_can_be_taken_up_again(world):
    made = world.proposed()
    with pytest.raises(Refused):
        actions.reject(world.curator, made.slug, reason="", at=AT)
    actions.reject(world.curator, made.slug, reason="Out of scope.", at=AT)
    assert search(world.member, "quilt").total == 0
    assert actions.reopen(world.curator, made.slug, reason="Asked for again.", at=AT).state == "proposed"


@pytest.mark.parametrize("viewer", ["outsider", "visitor"])
def test_outsiders_propose_nothing(world, viewer):
    with pytest.raises(NotAllowed):
        actions.propose(VISITOR if viewer == "visitor" else world.outsider, content(), at=AT)


# --- what is refused


def test_circles_in_broader_are_named(world):
    world.agreed("quilt mark")
    world.agreed("stitch mark", broader=("quilt-mark",))
    world.agreed("thread mark", broader=("stitch-mark",))
    with pytest.raises(Refused) as refused:
        actions.edit(world.curator, "quilt-mark", content("quilt mark", slug="quilt-mark", broader=("thread-mark",)), revision=None, at=AT)
    assert "quilt-mark → thread-mark → stitch-mark → quilt-mark" in problems(refused)["broader"]
    with pytest.raises(Refused) as refused:
        actions.edit(world.curator, "thread-mark", content("thread mark", slug="thread-mark", broader=("stitch-mark",), related=("quilt-mark",)), revision=None, at=AT)  # fmt: skip
    assert "S27" in problems(refused)["related"]
    with pytest.raises(Refused):
        actions.edit(world.curator, "quilt-mark", content("quilt mark", slug="quilt-mark", broader=("quilt-mark",)), revision=None, at=AT)


def test_what_is_related_is_not_made_wider_through_a_third(world):
    """SKOS S27 holds for every pair, also for one that neither of the two, but a concept between them, would break."""
    world.agreed("quilt mark")
    world.agreed("stitch mark")
    world.agreed("thread mark", broader=("stitch-mark",), related=("quilt-mark",))
    with pytest.raises(Refused) as refused:
        actions.edit(
            world.curator, "stitch-mark", content("stitch mark", slug="stitch-mark", broader=("quilt-mark",)), revision=None, at=AT
        )
    assert "“thread-mark” and “quilt-mark”" in problems(refused)["broader"]
    changed = content("thread mark", slug="thread-mark", broader=("quilt-mark",))
    actions.edit(world.curator, "thread-mark", changed, revision=None, at=AT)  # one for the other, in one save
    assert store.content_of(Concept.objects.get(slug="quilt-mark")).related == ()


THEIRS = "https://quilt.example/mark"


@pytest.mark.parametrize(
    ("here", "there", "changes_", "field", "words"),
    [
        ("narrowMatch", "broadMatch", {"related": ("quilt-mark",)}, "related", "S27"),
        ("broadMatch", "relatedMatch", {"broader": ("quilt-mark",)}, "mappings", "S27"),
        ("relatedMatch", "narrowMatch", {"broader": ("quilt-mark",)}, "broader", f"“{THEIRS}” and “quilt-mark”"),
        ("broadMatch", "narrowMatch", {"broader": ("quilt-mark",)}, "mappings", "circle"),
        ("narrowMatch", "broadMatch", {"broader": ("quilt-mark",)}, "", ""),
        ("exactMatch", "closeMatch", {"related": ("quilt-mark",)}, "", ""),
    ],
)
def test_mappings_are_relations_too(world, here, there, changes_, field, words):
    """Two entries can meet through a concept of another vocabulary: no circle and nothing both related and wider comes of it (SKOS S27, S41)."""
    world.agreed("quilt mark", mappings=(MappingPart(here, THEIRS),))
    if not field:
        assert world.proposed("stitch mark", mappings=(MappingPart(there, THEIRS),), **changes_)
        return
    with pytest.raises(Refused) as refused:
        world.proposed("stitch mark", mappings=(MappingPart(there, THEIRS),), **changes_)
    assert words in problems(refused)[field]


def test_homographs_need_different_domains(world):
    world.agreed("bobbin", domain="sewing")
    with pytest.raises(Refused) as refused:
        world.proposed("bobbin", slug="bobbin-2")
    assert "bobbin" in problems(refused)["domain"]
    with pytest.raises(Refused):
        world.proposed("Bobbins", slug="bobbin-2", domain="Sewing")
    other = world.agreed("bobbin", slug="bobbin-2", domain="fishing", related=("watermark",))
    assert [one[0] for one in queries.page(VISITOR, "bobbin").homographs] == [other.slug]
    book = linking.book()
    (hit,) = read(book.matcher, "a bobbin")
    assert hit.ambiguous
    (_first, hit) = read(book.matcher, "a watermark and a bobbin")
    assert hit.entry.concept == "bobbin-2"
    assert "Several terms" in linked("a bobbin")


def test_a_deprecated_label_that_becomes_preferred_elsewhere(world):
    world.agreed("quilt mark", avoid=["quilt stamp"])
    assert "term-avoid" in linked("a quilt stamp")
    world.agreed("quilt stamp", "stamp that is pressed on a quilt by its seller")
    html = linked("a quilt stamp")
    assert 'href="/lexicon/quilt-stamp"' in html
    assert "term-avoid" not in html


@pytest.mark.parametrize(
    ("changes_", "field", "words"),
    [
        ({"definitions": (DefinitionPart("mark that is sewn", True, ()),)}, "definitions", "source"),
        (
            {"definitions": (DefinitionPart("mark that is sewn", True, (SourcePart("x", "javascript:alert(1)"),)),)},
            "definitions",
            "web address",
        ),
        ({"definitions": (DefinitionPart("a mark", True, (ISO,)), DefinitionPart("b mark", True, (ISO,)))}, "definitions", "adopted"),
        ({"label": "w\u0430termark quilt"}, "labels", "scripts"),
        ({"label": "x" * 201}, "labels", "200"),
        ({"label": "bad \x07 label"}, "labels", "readable"),
        ({"label": "a | b"}, "labels", "bar"),
        ({"broader": ("no-such-thing",)}, "broader", "no-such-thing"),
        ({"slug": "releases"}, "slug", "address"),
        ({"avoid": [LabelPart("quilt", "admitted", "xx!")]}, "labels", "language"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_field(world, changes_, field, words):
    with pytest.raises(Refused) as refused:
        world.proposed(**changes_)
    assert words in problems(refused)[field]


def test_invisible_characters_are_taken_out_and_foreign_scripts_kept(world):
    made = world.proposed(
        "quilt\u200b mark", avoid=[LabelPart("علامة اللحاف", "admitted", "AR"), LabelPart("拼布标记", "preferred", "zh-Hant")]
    )
    kept = store.content_of(made)
    assert kept.preferred == "quilt mark"
    assert [(label.language, label.text) for label in kept.labels[1:]] == [("ar", "علامة اللحاف"), ("zh-hant", "拼布标记")]


def test_the_database_holds_what_must_hold(world):
    made = world.agreed()
    for break_it in (
        lambda: Label.objects.create(concept=made, text="second", key="second", status="preferred"),
        lambda: Definition.objects.create(concept=made, text="another", adopted=True),
        lambda: Concept.objects.filter(pk=made.pk).update(agreed_at=None),
        lambda: Concept.objects.filter(pk=made.pk).update(state="deprecated", decision_reason=""),
        lambda: Concept.objects.filter(pk=made.pk).update(replaced_by=made.pk),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            break_it()


# --- editing together


def test_two_members_editing_one_definition(world):
    made = world.proposed()
    mine = content(definition="mark sewn into a quilt that names its maker")
    actions.edit(world.curator, made.slug, content(definition="mark of a quilter that is sewn in"), revision=1, at=AT)
    with pytest.raises(Stale):
        actions.edit(world.member, made.slug, mine, revision=1, at=AT)
    assert store.content_of(made).adopted.text == "mark of a quilter that is sewn in"
    assert actions.edit(world.member, made.slug, mine, revision=2, at=AT).revision == 3


def test_history_by_field_and_undo(world):
    made = world.proposed(note="First note.")
    actions.edit(world.curator, made.slug, content(note="Second note.", definition="mark that a quilter sews in"), revision=1, at=AT)
    actions.edit(
        world.curator,
        made.slug,
        content(note="Second note.", definition="mark that a quilter sews in", example="A red cross."),
        revision=2,
        at=AT,
    )
    steps = queries.history(world.member, made)
    assert [[change.name for change in step.changes] for step in steps[:2]] == [["example"], ["definitions", "note"]]
    undone = actions.undo(world.curator, made.slug, 2, reason="It was better before.", at=AT)
    now = store.content_of(undone)
    assert (now.note, now.adopted.text, now.example) == ("First note.", content().adopted.text, "A red cross.")
    assert Version.objects.get(concept=made, number=4).undoes.number == 2
    with pytest.raises(Refused, match="Changed again"):
        actions.undo(world.curator, made.slug, 2, reason="Twice.", at=AT)
    with pytest.raises(Refused, match="nothing before"):
        actions.undo(world.curator, made.slug, 1, reason="The first.", at=AT)


def test_amendments_leave_what_is_agreed_until_another_curator_adopts_them(world):
    made = world.agreed()
    wanted = content(definition="mark that a quilter sews in", note="Not a stamp.")
    amendment = actions.amend(world.member, made.slug, wanted, reason="Shorter.", at=AT)
    assert actions.amend(world.member, made.slug, wanted, reason="Shorter.", at=AT).pk == amendment.pk
    assert store.content_of(made).adopted.text == content().adopted.text
    with pytest.raises(NotAllowed):
        actions.adopt_amendment(world.member, amendment.pk, at=AT)
    actions.edit(world.curator, made.slug, content(note="A curator's note."), revision=None, at=AT)
    with pytest.raises(Refused, match="meanwhile"):
        actions.adopt_amendment(world.curator, amendment.pk, at=AT)
    actions.adopt_amendment(world.curator, amendment.pk, over=True, at=AT)
    now = store.content_of(Concept.objects.get(pk=made.pk))
    assert (now.adopted.text, now.note) == ("mark that a quilter sews in", "Not a stamp.")
    own = actions.amend(world.curator, made.slug, content(example="One."), reason="An example.", at=AT)
    with pytest.raises(NotAllowed):
        actions.adopt_amendment(world.curator, own.pk, at=AT)
    actions.withdraw_amendment(world.curator, own.pk, at=AT)
    refused = actions.amend(world.member, made.slug, content(example="Two."), reason="Another.", at=AT)
    actions.refuse_amendment(world.second, refused.pk, reason="No need.", at=AT)
    assert list(Amendment.objects.order_by("pk").values_list("state", flat=True)) == ["adopted", "withdrawn", "refused"]


def test_several_definitions_one_adopted(world):
    second = DefinitionPart("sewn sign of a maker", False, (SourcePart("Quilters", "https://quilt.example/"),))
    first = content().definitions[0]
    made = world.agreed(definitions=(first, second))
    actions.edit(world.curator, made.slug, content(definitions=(DefinitionPart(first.text, False, first.sources), DefinitionPart(second.text, True, second.sources))), revision=None, at=AT)  # fmt: skip
    assert store.content_of(made).adopted.text == "sewn sign of a maker"
    assert len(store.content_of(made).definitions) == 2


def test_releases_are_numbered_dated_compared_and_never_change(world):
    first = Release.objects.get(number=1)
    with pytest.raises(Refused, match="Nothing has changed"):
        actions.make_release(world.curator, title="Again", at=AT)
    with pytest.raises(NotAllowed):
        actions.make_release(world.member, title="Mine", at=AT)
    world.agreed()
    second = actions.make_release(world.curator, title="After the session", at=AT)
    actions.edit(world.curator, "quilt-mark", content(note="Later."), revision=None, at=AT)
    third = actions.make_release(world.curator, title="Later", at=AT + DAY)
    difference = queries.compare(VISITOR, first, second)
    assert [slug for slug, _label in difference["added"]] == ["quilt-mark"]
    assert not difference["changed"]
    ((slug, _label, fields),) = queries.compare(VISITOR, second, third)["changed"]
    assert (slug, [change.name for change in fields]) == ("quilt-mark", ["note"])


def test_reliability_says_why(world):
    made = world.agreed()
    shown = queries.reliability(made, store.content_of(made))
    assert shown.level == 3
    assert [one.holds for one in shown.inputs] == [True, False, True, True, False]
    made.by_consensus = True
    assert queries.reliability(made, store.content_of(made)).level == 4


def test_what_may_not_be_seen_is_not_even_named(world):
    """A public concept whose broader concept is still discussed: nobody outside learns of it, in no form."""
    hidden = world.proposed("secret seam", "seam that nobody sees in a quilt")
    world.agreed("open seam", "seam that everybody sees in a quilt", broader=(hidden.slug,))
    assert queries.page(world.member, "open-seam").content.broader == ("secret-seam",)
    assert queries.page(VISITOR, "open-seam").content.broader == ()
    assert "secret" not in str([step.changes for step in queries.history(VISITOR, Concept.objects.get(slug="open-seam"))])
    assert "secret-seam" not in str(trees.tree(VISITOR, trees.roots(VISITOR)))
    assert queries.suggest(VISITOR, "secret") == []
    assert [one.slug for one in queries.suggest(world.member, "secret")] == ["secret-seam"]


def test_contents_differ_only_where_they_differ():
    assert changes(content(), content()) == []
    assert changes(content(), content(note="x")) == ["note"]


def test_a_call_for_consensus_with_an_objection_that_is_met(world):
    made = world.proposed()
    actions.discuss(world.curator, made.slug, at=AT)
    with pytest.raises(Refused, match="No curator"):
        actions.open_call(world.curator, made.slug, at=AT)
    actions.check(world.curator, made.slug, at=AT)
    actions.open_call(world.curator, made.slug, at=AT)
    call = consensus_queries.calls(world.member).get()
    with pytest.raises(Refused, match="open"):
        actions.edit(world.member, made.slug, content(note="Changed under the call."), revision=None, at=AT)
    objection = consensus.object_to(world.other, call.pk, reason="A stamp is meant.", at=AT)
    assert consensus_queries.calls(VISITOR).count() == 0
    consensus.meet_objection(world.curator, objection.pk, how="The note says what it is not.", at=AT + DAY)
    consensus.close_call(SYSTEM, call.pk, at=AT + 40 * DAY)
    agreed = Concept.objects.get(pk=made.pk)
    assert (agreed.state, agreed.by_consensus) == ("agreed", True)
    assert queries.reliability(agreed, store.content_of(agreed)).level == 4


def test_a_standing_objection_leaves_it_under_discussion_and_tells_a_curator(world):
    made = world.proposed()
    actions.discuss(world.curator, made.slug, at=AT)
    actions.check(world.curator, made.slug, at=AT)
    actions.open_call(world.curator, made.slug, at=AT)
    call = consensus_queries.calls(world.member).get()
    consensus.object_to(world.other, call.pk, reason="A stamp is meant.", at=AT)
    consensus.close_call(SYSTEM, call.pk, at=AT + 40 * DAY)
    assert Concept.objects.get(pk=made.pk).state == "under-discussion"
    assert Duty.objects.filter(kind="lexicon.check", subject_id=made.pk, settled_at=None).exists()


def test_the_answer_to_another_question_decides_nothing(world):
    made = world.proposed()
    actions.discuss(world.curator, made.slug, at=AT)
    actions.check(world.curator, made.slug, at=AT)
    call = consensus.open_call(world.curator, made, question="Shall we meet on Monday?", at=AT)
    consensus.close_call(SYSTEM, call.pk, at=AT + 40 * DAY)
    assert Concept.objects.get(pk=made.pk).state == "under-discussion"


def test_the_thread_of_a_term_is_for_members(world):
    made = world.agreed()
    said = threads.say(world.member, made, text="I would say seam mark.", at=AT)
    assert thread_queries.comments(world.other, made)
    assert said.text
    with pytest.raises(NotAllowed):
        threads.say(world.outsider, made, text="And I?", at=AT)
