"""What the pages of the map say after each press of a button, and that it is so."""

from datetime import timedelta

import pytest

from interchange.ground import clock
from interchange.ground.policy.rules import allows
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape.actions import proposing, scope, solutions
from interchange.knowledge.landscape.models import Challenge, Judgement, Proposal, Reply, ScopeAnswer, Solution, Tool
from tests.hand import Hand

pytestmark = pytest.mark.django_db
WHY = "The specification says so since its last version."
FIVE = ("needs_law", "needs_licence_term", "needs_rate", "needs_author", "testable")


@pytest.fixture
def hand(people):
    """`hand("ada", Role.CHAIR)`: the browser of that person."""
    return lambda name, *roles: Hand(people(name, *roles).person_id)


@pytest.fixture
def challenge():
    return Challenge.objects.get(code="metadata-stripped-on-upload")


# --- contributing


def test_a_relation_is_proposed_under_a_number(hand, shown):
    typed = {
        "source": "trustmark", "kind": "maps-to", "target": "synthid", "note": WHY, "interest": "none",
        **{name: str(value) for name, value in shown.items()},
    }  # fmt: skip
    page = hand("ada").press("/landscape/relations/new/", "Propose it", typed)
    made = Proposal.objects.get()
    assert page.said == [f"Proposed as {made.number}. Two other people review it."]
    assert (made.subject, made.changes["source"], made.changes["target"], made.state) == ("relation", "trustmark", "synthid", "in-review")
    assert page.url == f"/landscape/proposals/{made.pk}/"


def test_an_entry_that_is_still_true_says_when_it_was_looked_at(hand, shown):
    typed = {"names": ["licence"], "interest": "none", **{name: str(value) for name, value in shown.items()}}
    page = hand("ada").press("/landscape/tools/trustmark/recheck/", "Keep it", typed)
    assert (page.url, page.said) == ("/landscape/tools/trustmark/", ["Thank you: the entry says when you looked."])
    assert Tool.objects.get(code="trustmark").claims["licence"]["checked"] == shown["checked"].isoformat()


def test_a_source_that_is_gone_is_marked_and_one_that_never_was_is_refused(hand):
    ada, before = hand("ada"), len(Tool.objects.get(code="trustmark").sources)
    page = ada.press("/landscape/tools/trustmark/", "report as gone", among={"place": 0})
    assert page.said == ["Marked: that source is gone."]
    sources = Tool.objects.get(code="trustmark").sources
    assert [bool(one.get("gone")) for one in sources] == [True] + [False] * (before - 1)
    stale = ada.open("/landscape/tools/trustmark/")
    if before > 1:
        Tool.objects.filter(code="trustmark").update(sources=sources[:1])
        page = ada.press(stale, "report as gone", among={"place": before - 1})
        assert page.said == ["There is no such source. Reload the page."]


def test_a_steward_s_reply_waits_for_an_officer(hand):
    typed = {"organisation": "Adobe Research", "function": "Engineer", "text": "Version two is out since May."}
    page = hand("keeper", Role.OBSERVER).press("/landscape/tools/trustmark/reply/", "File it", typed)
    assert page.said == ["Filed. It is printed once an officer has checked who speaks."]
    filed = Reply.objects.get(tool__code="trustmark")
    assert (filed.organisation, filed.text, filed.decided_at) == ("Adobe Research", "Version two is out since May.", None)
    assert "Version two is out" not in Hand().open("/landscape/tools/trustmark/").words


def test_who_steps_aside_has_no_part_in_a_proposal(people, hand, a_tool, shown):
    made = proposing.propose_tool(people("ada"), a_tool, evidence=shown, note=WHY, interest="none", at=clock.now())
    ben = hand("ben")
    page = ben.press(f"/landscape/proposals/{made.pk}/", "Step aside", {"reason": "co-author"})
    assert (page.url, page.said) == ("/landscape/proposals/", ["You have no part in it from now on."])
    assert not allows(people("ben"), "map-proposal.review", made)


# --- what members think


def test_a_judgement_stands_on_the_page(people, hand, challenge):
    typed = {"tool": "trustmark", "verdict": "helps", "because": "It survives most uploads that we tried.", "interest": "none"}
    page = hand("ada").press(f"{challenge.url_here}judge/", "Keep it", typed)
    assert (page.url, page.said) == (challenge.url_here, ["Your judgement stands on the page."])
    made = Judgement.objects.get(person=people("ada").person_id)
    assert (made.challenge, made.tool.code, made.verdict) == (challenge, "trustmark", "helps")
    assert "It survives most uploads that we tried." in page.words


def test_five_questions_are_answered_and_a_check_is_not_closed_early(people, hand, challenge):
    chair, url = hand("chair", Role.CHAIR), f"{challenge.url_here}scope/"
    chair.press(url, "Open a scope check")
    check = challenge.checks.get()
    page = hand("ada").press(url, "Answer", {**dict.fromkeys(FIVE, "no"), "testable": "yes", "reason": "It can be measured."})
    assert page.said == ["Kept. You can change it until the check closes."]
    kept = ScopeAnswer.objects.get(person=people("ada").person_id)
    assert (kept.check_of, kept.testable, kept.needs_law, kept.reason) == (check, True, False, "It can be measured.")


def test_a_check_that_was_closed_and_opened_anew_is_not_closed_from_an_old_page(people, hand, challenge, monkeypatch):
    first = scope.open_check(people("chair", Role.CHAIR), challenge.pk, at=clock.now())
    later = first.closes_at + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    chair = hand("chair", Role.CHAIR)
    old = chair.open(f"{challenge.url_here}scope/")
    scope.close_check(people("chair"), first.pk, at=later)
    second = scope.open_check(people("chair"), challenge.pk, at=later)
    page = chair.press(old, "Close it and reckon the result")
    assert len(page.said) == 1
    assert page.said[0].startswith("The check is open until ")
    second.refresh_from_db()
    assert second.state == "open"


def test_a_candidate_solution_is_kept_as_a_draft(people, hand, challenge):
    typed = {
        "title": "Keep a mark beside the metadata", "summary": "A mark in the picture leads to what the upload took away.",
        "challenges": challenge.code, "tools": "trustmark, c2pa", "missing": "A common register\nA test set", "readiness": "prototype", "effort": "medium",
        "evidence": "A report | https://example.org/report", "interest": "none",
    }  # fmt: skip
    page = hand("ada").press("/landscape/solutions/new/", "Keep the draft", typed)
    assert page.said == ["Kept as a draft. File it when it is ready for the members."]
    made = Solution.objects.get(author=people("ada").person_id)
    assert (made.title, made.state, page.url) == (typed["title"], "draft", f"/landscape/solutions/{made.pk}/")
    assert sorted(one.code for one in made.tools.all()) == ["c2pa", "trustmark"]


def test_a_solution_that_was_withdrawn_in_another_tab_is_not_filed(people, hand, challenge):
    given = {"title": "Sidecar that survives", "summary": "A service keeps a signed copy of the metadata.", "missing": "A resolver"}
    more = {"readiness": "prototype", "effort": "medium", "interest": "none"}
    made = solutions.write(people("ada"), {**given, **more}, challenges=[challenge.code], tools=[], evidence=[], at=clock.now())
    ada = hand("ada")
    tab = ada.open(f"/landscape/solutions/{made.pk}/")
    ada.press(tab, "Withdraw it")
    page = ada.press(tab, "File it")
    assert len(page.said) == 1
    assert "withdrawn" in page.said[0]
    made.refresh_from_db()
    assert made.state == "withdrawn"
