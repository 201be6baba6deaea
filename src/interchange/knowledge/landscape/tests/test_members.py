"""Scope checks, splits, the parked list, judgements, gaps, candidate solutions."""

from datetime import timedelta

import pytest

from interchange.ground import clock
from interchange.ground.errors import NotAllowed, Refused, Stale
from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import SYSTEM, VISITOR
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape import handover
from interchange.knowledge.landscape.actions import evidence, scope, solutions
from interchange.knowledge.landscape.models import Challenge, GapStatement, Judgement, Parked, ScopeAnswer, Solution
from interchange.knowledge.landscape.schedule import close_scope_checks
from interchange.knowledge.landscape.scoping import character_of, result

pytestmark = pytest.mark.django_db
TECHNICAL = {"needs_law": False, "needs_licence_term": False, "needs_rate": False, "needs_author": False, "testable": True}
POLICY = {**TECHNICAL, "needs_law": True, "testable": False}
OPERATIONAL = {**TECHNICAL, "testable": False}
MIXED = {**TECHNICAL, "needs_rate": True}


@pytest.mark.parametrize(("answer", "said"), [(TECHNICAL, "technical"), (POLICY, "policy"), (OPERATIONAL, "operational"), (MIXED, "mixed")])
def test_what_one_answer_says(answer, said):
    assert character_of(answer) == said


def test_the_result_is_the_majority_s_and_without_one_it_is_mixed():
    assert result([TECHNICAL] * 3 + [POLICY] * 2, 5)[0] == "technical"
    assert result([TECHNICAL, TECHNICAL, POLICY, POLICY, OPERATIONAL], 5)[0] == "mixed"
    outcome, spread = result([TECHNICAL] * 4, 5)
    assert (outcome, spread["answers"], spread["questions"]["testable"]) == ("", 4, 4)


@pytest.fixture
def challenge():
    return Challenge.objects.get(code="metadata-stripped-on-upload")


def opened(people, challenge):
    return scope.open_check(people("chair", Role.CHAIR), challenge.pk, at=clock.now())


def test_five_members_answer_by_themselves_and_the_spread_is_shown(people, challenge, client):
    check = opened(people, challenge)
    answers = [TECHNICAL, POLICY, POLICY, POLICY, MIXED]
    for number, given in enumerate(answers):
        scope.answer(people(f"m{number}"), check.pk, given, reason=f"Reason {number}", at=clock.now())
    assert list(rows(people("m0"), "map-scope-answer.view").values_list("person_id", flat=True)) == [people("m0").person_id]
    with pytest.raises(Refused):
        scope.close_check(people("chair"), check.pk, at=clock.now())
    assert close_scope_checks(clock.now() + timedelta(days=15)) == 1
    check.refresh_from_db()
    challenge.refresh_from_db()
    assert (check.outcome, challenge.character) == ("policy", "policy")
    assert check.spread == {
        "answers": 5,
        "views": {"technical": 1, "policy": 3, "mixed": 1},
        "questions": {"needs_law": 3, "needs_licence_term": 0, "needs_rate": 1, "needs_author": 0, "testable": 2},
    }
    assert Parked.objects.filter(challenge=challenge).exists()
    assert rows(people("m0"), "map-scope-answer.view").count() == 5
    page = client.get(challenge.url_here).content.decode()
    assert "5 answers" in page
    assert "Reason 1" not in page
    assert challenge.title in client.get("/landscape/parked/").content.decode()


def test_an_answer_can_be_changed_not_multiplied_and_not_given_late(people, challenge):
    check = opened(people, challenge)
    scope.answer(people("m1"), check.pk, TECHNICAL, at=clock.now())
    scope.answer(people("m1"), check.pk, POLICY, at=clock.now())
    assert ScopeAnswer.objects.get().needs_law
    with pytest.raises(Refused):
        scope.answer(people("m2"), check.pk, TECHNICAL, at=check.closes_at + timedelta(seconds=1))
    with pytest.raises(Refused) as refused:
        scope.answer(people("m2"), check.pk, {"needs_law": True}, at=clock.now())
    assert {problem.field for problem in refused.value.problems} == {"needs_licence_term", "needs_rate", "needs_author", "testable"}


def test_only_chair_and_officers_open_and_only_members_answer(people, challenge):
    with pytest.raises(NotAllowed):
        scope.open_check(people("m1"), challenge.pk, at=clock.now())
    check = opened(people, challenge)
    assert opened(people, challenge).pk == check.pk
    with pytest.raises(NotAllowed):
        scope.answer(people("officer", Role.OFFICER), check.pk, TECHNICAL, at=clock.now())


PARTS = [
    {
        "title": "Which part of a file survives an upload",
        "character": "technical",
        "description": "What is left of the metadata can be measured for each service.",
    },
    {
        "title": "Whether services must keep metadata",
        "character": "policy",
        "description": "A duty to keep metadata would be a matter of law.",
    },
]


def test_a_split_after_votes_keeps_the_votes_with_the_old_text(people, challenge):
    check = opened(people, challenge)
    scope.answer(people("m1"), check.pk, MIXED, at=clock.now())
    named = challenge.addresses.count()
    parts = scope.split(people("chair"), challenge.pk, PARTS, reason="Members answered in two ways.", at=clock.now())
    challenge.refresh_from_db()
    check.refresh_from_db()
    assert (challenge.state, check.state, check.answers.count()) == ("split", "ended", 1)
    assert [one.split_from_id for one in parts] == [challenge.pk, challenge.pk]
    assert not any(one.checks.exists() for one in parts)
    assert parts[0].addresses.count() == named
    assert Parked.objects.filter(challenge=parts[1]).exists()
    with pytest.raises(NotAllowed):
        scope.split(people("chair"), challenge.pk, PARTS, reason="Once more, please.", at=clock.now())


def test_a_split_names_what_is_wrong_with_which_part(people, challenge):
    with pytest.raises(Refused) as refused:
        scope.split(
            people("chair", Role.CHAIR),
            challenge.pk,
            [PARTS[0], {"title": "", "character": "odd", "description": ""}],
            reason="x",
            at=clock.now(),
        )
    assert {problem.field for problem in refused.value.problems} == {"reason", "title-2", "character-2", "description-2"}


def test_policy_is_referred_and_technical_matters_are_not(people, challenge):
    chair = people("chair", Role.CHAIR)
    with pytest.raises(Refused):
        scope.park(chair, challenge.pk, referral="Somebody should decide.", addressee="A committee", at=clock.now())
    policy = Challenge.objects.get(code="policy-models-as-copies")
    assert scope.park(chair, policy.pk, referral="Asks for a reading of the law.", addressee="SCCR", at=clock.now()).addressee == "SCCR"


def test_a_judgement_has_a_reason_and_replaces_the_one_before(people, challenge, client):
    ada = people("ada")
    with pytest.raises(Refused) as refused:
        evidence.judge(ada, challenge.pk, "no-such", verdict="cures", because="short", interest="", at=clock.now())
    assert {problem.field for problem in refused.value.problems} == {"because", "tool", "verdict", "interest"}
    evidence.judge(
        ada,
        challenge.pk,
        "c2pa",
        verdict="helps",
        because="The manifest can be found again by a fingerprint.",
        interest="none",
        at=clock.now(),
    )
    evidence.judge(
        ada,
        challenge.pk,
        "c2pa",
        verdict="fails",
        because="The services strip the manifest with everything else.",
        interest="none",
        at=clock.now(),
    )
    assert Judgement.objects.get().verdict == "fails"
    page = client.get(challenge.url_here).content.decode()
    assert "strip the manifest" in page
    assert "Ada Sample" not in page


def test_a_gap_is_confirmed_by_members_and_shown(people, client):
    with pytest.raises(NotAllowed):
        evidence.say_gap(
            people("guest", Role.OBSERVER),
            sector="news",
            function="index",
            verdict="nobody",
            because="I looked everywhere.",
            at=clock.now(),
        )
    with pytest.raises(Refused):
        evidence.say_gap(people("ada"), sector="news", function="fly", verdict="nobody", because="I looked everywhere.", at=clock.now())
    evidence.say_gap(people("ada"), sector="news", function="index", verdict="nobody", because="I asked three agencies.", at=clock.now())
    evidence.say_gap(people("ben"), sector="news", function="index", verdict="unknown", because="I do not know of one.", at=clock.now())
    assert GapStatement.objects.count() == 2
    assert "Nobody has built it: 1, Unknown: 1" in client.get("/landscape/gaps/").content.decode()
    assert "I asked three agencies" in client.get("/landscape/matrix/cell/?rows=sector&cols=function&row=news&col=index").content.decode()


IDEA = {
    "title": "Sidecar that survives",
    "summary": "A service keeps a signed copy of the metadata and finds it again by a fingerprint of the picture.",
    "missing": "A resolver that every service may ask",
    "readiness": "prototype",
    "effort": "medium",
    "interest": "none",
}


def test_a_candidate_solution_goes_from_draft_to_members_to_everybody(people, challenge):
    ada = people("ada")
    made = solutions.write(
        ada,
        IDEA,
        challenges=[challenge.code],
        tools=["iscc", "c2pa"],
        evidence=[{"title": "A trial", "url": "https://example.org/trial"}],
        at=clock.now(),
    )
    assert not rows(people("ben"), "solution.view").exists()
    solutions.file(ada, made.pk, at=clock.now())
    assert rows(people("ben"), "solution.view").exists()
    assert not rows(VISITOR, "solution.view").exists()
    with pytest.raises(NotAllowed):
        solutions.open_to_all(ada, made.pk, reason="For everybody.", at=clock.now())
    solutions.open_to_all(people("chair", Role.CHAIR), made.pk, reason="For everybody.", at=clock.now())
    assert rows(VISITOR, "solution.view").get().title == IDEA["title"]


def test_a_solution_names_only_what_is_on_the_map(people):
    with pytest.raises(Refused) as refused:
        solutions.write(
            people("ada"),
            {**IDEA, "effort": ""},
            challenges=["no-such"],
            tools=["neither"],
            evidence=[{"title": "", "url": "x"}],
            at=clock.now(),
        )
    assert {problem.field for problem in refused.value.problems} == {"challenges", "tools", "effort", "evidence"}
    assert not Solution.objects.exists()


def test_the_house_itself_closes_nothing_before_its_time(people, challenge):
    check = opened(people, challenge)
    with pytest.raises(Refused):
        scope.close_check(SYSTEM, check.pk, at=check.closes_at - timedelta(seconds=1))


def test_a_draft_is_edited_by_its_author_only_and_not_over_a_newer_one(client, sign_in, people, challenge):
    ada = sign_in("ada", Role.MEMBER)
    made = solutions.write(
        ada,
        IDEA,
        challenges=[challenge.code],
        tools=["iscc"],
        evidence=[{"title": "A trial", "url": "https://example.org/t"}],
        at=clock.now(),
    )
    page = f"/landscape/solutions/{made.pk}/edit/"
    assert page in client.get(f"/landscape/solutions/{made.pk}/").content.decode()
    shown = client.get(page).content.decode()
    assert "A trial | https://example.org/t" in shown
    form = {
        **IDEA,
        "title": "Sidecar, second draft",
        "challenges": challenge.code,
        "tools": "iscc, c2pa",
        "evidence": "",
        "dependencies": "",
        "revision": "1",
    }
    assert client.post(page, {**form, "title": ""}).status_code == 422
    assert client.post(page, form).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.revision, made.number) == ("Sidecar, second draft", 2, made.number)
    assert sorted(one.code for one in made.tools.all()) == ["c2pa", "iscc"]
    late = client.post(page, {**form, "title": "From the other tab"})
    assert late.status_code == 422
    assert "From the other tab" in late.content.decode()
    assert "Sidecar, second draft" in late.content.decode()
    with pytest.raises(Stale):
        solutions.write(ada, IDEA, challenges=[challenge.code], tools=[], evidence=[], at=clock.now(), number=made.number, revision=1)
    solutions.file(ada, made.pk, at=clock.now())
    assert client.get(page).status_code == 404
    sign_in("ben", Role.MEMBER)
    assert client.get(page).status_code == 404


def test_a_filed_candidate_is_handed_over_whole_to_whoever_takes_it_on(client, sign_in, people, challenge, monkeypatch):
    monkeypatch.setattr(handover, "OFFERS", [])
    ada = people("ada")
    made = solutions.write(
        ada,
        IDEA,
        challenges=[challenge.code],
        tools=["iscc"],
        evidence=[{"title": "A trial", "url": "https://example.org/t"}],
        at=clock.now(),
    )
    with pytest.raises(NotAllowed):
        handover.candidate(people("ben"), made.number)
    handover.offer("Make it a topic proposal", "solution.write", lambda number: f"/direction/new/?from={number}")
    sign_in("ada", Role.MEMBER)
    assert "Make it a topic proposal" not in client.get(f"/landscape/solutions/{made.pk}/").content.decode()
    solutions.file(ada, made.pk, at=clock.now())
    assert f"/direction/new/?from={made.number}" in client.get(f"/landscape/solutions/{made.pk}/").content.decode()
    sign_in("officer", Role.OFFICER)
    assert "Make it a topic proposal" not in client.get(f"/landscape/solutions/{made.pk}/").content.decode()
    whole = handover.candidate(people("ben"), made.number)
    assert (whole.title, whole.missing, whole.author_id) == (IDEA["title"], (IDEA["missing"],), ada.person_id)
    assert whole.challenges == ((challenge.code, challenge.title, challenge.url_here),)
    assert [code for code, _name, _url in whole.tools] == ["iscc"]
    assert set(challenge.topics) == set(whole.topics)
    assert whole.evidence == (("A trial", "https://example.org/t"),)
    with pytest.raises(NotAllowed):
        handover.candidate(VISITOR, made.number)
