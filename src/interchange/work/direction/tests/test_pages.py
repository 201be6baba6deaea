"""The pages, by people who use them; every method's ballot by buttons alone."""

import json
import re
from urllib.parse import urlencode

import pytest

from interchange.work.direction import queries
from interchange.work.direction.actions import topics
from interchange.work.direction.counting.checking import check
from interchange.work.direction.models import Ballot, Proposal, Round, WorkItem
from interchange.work.direction.tests.world import AT, DAY, TEXT

SCOPE = {f"scope_{name}": "no" for name in topics.QUESTION_NAMES} | {"scope_testable": "yes"}


def test_from_a_proposal_to_a_closed_work_item(world, signed):
    people = world.members(8)
    author, chair = signed(people[0]), signed(world.chair)
    refused = author.post("/direction/proposals/write/", {**TEXT, **SCOPE, "objective": ""})
    assert refused.status_code == 422
    assert TEXT["problem"] in refused.content.decode(), "nothing typed is lost"
    author.post("/direction/proposals/write/", {**TEXT, **SCOPE})
    here = f"/direction/proposals/{Proposal.objects.get().pk}/"
    author.post(here, {"what": "publish"})
    assert "3 more supporters and supporters of 2 more profiles" in author.get(here).content.decode()
    for one in people[1:4]:
        signed(one).post(here, {"what": "support"})
    author.post(here, {"what": "file"})
    chair.post(f"{here}scope/", {**SCOPE, "reason": "It can be measured with files."})
    chair.post(here, {"what": "call"})
    for number, one in enumerate(people[:6]):
        signed(one).post(here, {"what": "interest", "part": "contribute" if number else "lead"})
    world.now += 30 * DAY
    chair.post(here, {"what": "close-interest"})
    assert Proposal.objects.get().state == "wanted"
    form = {
        "charter": "A set of one hundred files, and a script that anybody can run.",
        "sunset": "2027-12-01",
        "milestones": "2027-06-01 Files",
        "reason": "Five people want to do it.",
    }
    bad = chair.post(f"{here}adopt/", {**form, "milestones": "June: files"})
    assert "does not begin with a day" in bad.content.decode()
    chair.post(f"{here}adopt/", form)
    item = WorkItem.objects.get()
    there = f"/direction/items/{item.pk}/"
    author.post(there, {"what": "output", "output-output": "The set", "output-url": "/repository/"})
    author.post(f"/direction/milestones/{item.milestones.get().pk}/done/")
    done = {
        "what": "close",
        "close-ending": "delivered",
        "close-report": "One hundred files were gathered; the script runs on all of them.",
    }
    assert signed(people[5]).post(there, done).status_code == 200
    assert WorkItem.objects.get().state == "active", "who does not lead does not close"
    author.post(there, done)
    page = signed(world.officer).get("/direction/").content.decode()
    assert "Delivered" in page
    from django.test import Client

    public = Client().get(there).content.decode()
    assert "One hundred files were gathered" in public
    assert "Sample" not in public, "names by consent only"
    assert "1 participant<" in public
    assert "5 participants<" in public
    assert "Five people want" not in public


@pytest.mark.parametrize("method", ["statements", "pairs", "ranking", "points", "choice"])
def test_each_ballot_works_by_buttons_alone(world, signed, method):
    [ada] = world.members(1)
    found = world.round(method, seats=2)
    keys, browser, here = world.keys(found), signed(ada), f"/direction/rounds/{found.pk}/vote/"
    page = browser.get(here).content.decode()
    for item in found.items.all():
        assert item.title in page
    assert "draggable" not in page
    if method == "pairs":
        one, other = world.pairs(found, ada)[0]
        data, want = {f"pair_{one}-{other}": other}, [[other, one]]
    elif method == "ranking":
        data = {"order": [keys[0]], "step": f"in:{keys[2]}", "revision": "0"}
        page = browser.post(here, data).content.decode()
        assert not Ballot.objects.exists(), "moving keeps nothing"
        assert page.index(f'name="order" value="{keys[0]}"') < page.index(f'name="order" value="{keys[2]}"')
        page = browser.post(here, {"order": [keys[0], keys[2]], "step": f"up:{keys[2]}"}).content.decode()
        assert page.index(f'name="order" value="{keys[2]}"') < page.index(f'name="order" value="{keys[0]}"')
        data, want = {"order": [keys[2], keys[0]]}, [[keys[2]], [keys[0]]]
    elif method == "points":
        page = browser.post(here, {f"item_{keys[0]}": "3", "step": f"more:{keys[0]}"}).content.decode()
        assert "6 points left" in page
        over = browser.post(here, {f"item_{key}": "4" for key in keys})
        assert (over.status_code, "gave 6 too many" in over.content.decode()) == (422, True)
        data, want = {f"item_{keys[0]}": "4", f"item_{keys[1]}": "2"}, {keys[0]: 4, keys[1]: 2}
    elif method == "choice":
        data, want = {"chosen": keys[:2]}, keys[:2]
    else:
        data, want = {f"item_{keys[0]}": "-1", f"why_{keys[0]}": "Too soon."}, {keys[0]: -1}
    assert browser.post(here, {**data, "revision": "0"}).status_code == 302
    assert Ballot.objects.get().marks == want
    assert browser.get(here).status_code == 200
    stale = browser.post(
        here, {**({"chosen": [keys[3]]} if method == "choice" else {**data, f"item_{keys[3]}": "1"}), "order": [keys[3]], "revision": "0"}
    )
    if method in {"statements", "ranking", "points", "choice"}:
        assert (stale.status_code, "on another device meanwhile" in stale.content.decode()) == (422, True)


def test_a_round_is_prepared_opened_closed_and_cancelled_on_its_pages(world, signed, monkeypatch):
    ordered = []
    monkeypatch.setattr("interchange.work.direction.tasks.count_round.__class__.enqueue", lambda self, pk: ordered.append(pk))
    world.members(5)
    topic = world.in_scope(world.viewer(world.people[0]), [world.viewer(one) for one in world.people[1:4]])
    chair, form = (
        signed(world.chair),
        {"title": "What first?", "question": "What should we do first?", "method": "points", "seats": "", "statements": "Wait a year"},
    )
    refused = chair.post("/direction/rounds/new/", {**form, "proposals": topic.number, "closes_on": "2020-01-01"})
    assert (refused.status_code, "A round closes on a day to come." in refused.content.decode()) == (422, True)
    assert "Wait a year" in refused.content.decode(), "nothing typed is lost"
    chair.post("/direction/rounds/new/", {**form, "proposals": topic.number, "closes_on": "2027-04-01"})
    here = f"/direction/rounds/{Round.objects.get().pk}/"
    page = chair.get(f"{here}edit/").content.decode()
    assert re.search(rf'value="{topic.number}"[^>]*checked', page)
    stale = chair.post(f"{here}edit/", {**form, "proposals": topic.number, "closes_on": "2027-04-02", "revision": "0"})
    assert (stale.status_code, "This was changed elsewhere meanwhile" in stale.content.decode()) == (422, True)
    assert re.search(rf'value="{topic.number}"[^>]*checked', stale.content.decode()), "the ticks are kept too"
    chair.post(here, {"what": "open"})
    early = chair.post(here, {"what": "close"}, follow=True).content.decode()
    assert "This round is open until 1 April 2027, 23:59 Geneva" in early
    assert not ordered
    world.now = Round.objects.get().closes_at + DAY
    chair.post(here, {"what": "close"})
    assert (Round.objects.get().state, ordered) == ("closed", [Round.objects.get().pk]), "the worker is asked at once"
    assert "The ballots are being counted" in chair.get(here).content.decode()
    other = world.round()
    there = f"/direction/rounds/{other.pk}/"
    assert chair.post(there, {"what": "cancel", "reason": ""}).status_code == 422
    chair.post(there, {"what": "cancel", "reason": "Two items were the same."})
    assert "What was voted was deleted unread." in chair.get(there).content.decode()


def manipulated(world, cap=0):
    """A counted round in which ten people of one organisation push the last item."""
    people = world.members(28, houses=["Big House"] * 10, profiles=["academic", "creator"])
    from interchange.ground.policy.viewer import SYSTEM
    from interchange.ground.vocabulary.actions import set_option

    set_option(SYSTEM, "direction.organisation-cap", cap, reason="To show what it does.", at=AT)
    found = world.round("points")
    keys = world.keys(found)
    for number, one in enumerate(people):
        world.vote(found, one, {keys[3]: 4} if number < 10 else {keys[0]: 4, keys[1]: 2, keys[2]: 1})
    return world.counted(found), people


def test_an_attack_is_visible_on_the_result_page(world, signed):
    from interchange.work.direction.actions import rounds

    found, people = manipulated(world)
    page = signed(people[20]).get(f"/direction/rounds/{found.pk}/").content.decode()
    assert re.search(r"One organisation \(10 ballots\) pushes this up: rank \d, without it 4\.", page)
    assert "pushes 1 of 4 items" in page.partition("Agreed across")[0].partition("Unsure")[0], "said first, before any item"
    assert "Big House" not in page
    assert "Organisations are not capped." in page
    assert page.count("<svg") >= 8
    assert "All figures" in page
    assert rounds.twins(["a b", "c d"]) == []


def test_what_the_cap_held_back_is_said_too(world, signed):
    found, people = manipulated(world, cap=1)
    page = signed(people[20]).get(f"/direction/rounds/{found.pk}/").content.decode()
    held = re.search(
        r"One organisation \(10 ballots\) pushes this up: rank (\d) if its ballots counted in full, 4 without them. The cap undoes it\.",
        page,
    )
    assert held is not None
    assert int(held[1]) <= 2
    assert "Big House" not in page
    assert 'class="places-push"' in page, "drawn as an arrow"


def test_a_close_race_is_no_alarm(world, signed):
    people = world.members(12, houses=["A", "A"])
    found = world.round("points", lines=[f"Wish number {n} of many" for n in range(5)])
    keys = world.keys(found)
    for number, one in enumerate(people):
        world.vote(found, one, {keys[0]: 3} if number < 2 else {keys[1 + number % 4]: 1})
    page = signed(people[5]).get(f"/direction/rounds/{world.counted(found).pk}/").content.decode()
    assert "One organisation (fewer than five ballots) pushes this up" in page, "it is said beside the item"
    assert "note bad" not in page, "and cries no wolf at the top"


def test_the_downloaded_file_is_counted_again(world, signed):
    found, people = manipulated(world)
    answer = signed(people[0]).get(f"/direction/rounds/{found.pk}/file.json")
    lines, code = check(answer.content)
    assert (code, lines[0].startswith("28 ballots counted again")) == (0, True)
    forged = json.loads(answer.content)
    forged["ballots"][0]["marks"] = {forged["items"][1]["id"]: 3}
    lines, code = check(json.dumps(forged).encode())
    assert (code, lines[0]) == (1, "the hash of the ballots is another than the file says")
    forged = json.loads(answer.content)
    forged["electorate"]["voted"] = 99
    assert check(json.dumps(forged).encode())[0][0] == "the signature does not belong to this file"


def test_a_result_stays_sealed_on_every_page(world, signed):
    people = world.members(6)
    found = world.round()
    for one in people:
        world.vote(found, one, {world.keys(found)[0]: 1}, reasons={world.keys(found)[0]: "QXsealed"})
    for viewer in (people[0], world.chair, world.officer):
        browser = signed(viewer)
        page = browser.get(f"/direction/rounds/{found.pk}/").content.decode()
        assert "6 of 6 members have voted" in page
        assert "QXsealed" not in page
        assert browser.get(f"/direction/rounds/{found.pk}/file.json").status_code == 404
    assert "QXsealed" in signed(people[0]).get(f"/direction/rounds/{found.pk}/vote/").content.decode(), "one's own ballot"
    assert signed(world.officer).get(f"/direction/rounds/{found.pk}/vote/").status_code == 404
    found = world.counted(found)
    assert "QXsealed" in signed(people[0]).get(f"/direction/rounds/{found.pk}/").content.decode()
    assert Round.objects.get().state == "counted"


def test_a_candidate_solution_becomes_a_topic(world, signed):
    from interchange.knowledge.landscape.actions import solutions
    from interchange.knowledge.landscape.models import Challenge

    ada, bob = world.members(2)
    challenge = Challenge.objects.filter(state="listed").first()
    given = {
        "title": "A resolver for lost marks",
        "summary": "Tools put together so that they answer it, in enough words.",
        "readiness": "idea",
        "effort": "small",
        "interest": "none",
        "missing": "A piece",
    }
    made = solutions.write(ada, given, challenges=[challenge.code], tools=[], evidence=[], at=AT)
    solutions.file(ada, made.pk, at=AT)
    browser = signed(bob)
    address = "/direction/proposals/write/?" + urlencode({"solution": made.number})
    assert address in browser.get(f"/landscape/solutions/{made.pk}/").content.decode()
    page = browser.get(address).content.decode()
    assert challenge.code in page
    browser.post(address, {**TEXT, **SCOPE, "challenges": challenge.code})
    assert Proposal.objects.get().solution == made
    assert challenge.title in browser.get(f"/direction/proposals/{Proposal.objects.get().pk}/").content.decode()


def test_entries_of_the_map_are_found_by_name_and_ticked_without_scripts(world, signed):
    from interchange.knowledge.landscape.atlas import recent

    [ada] = world.members(1)
    browser, address = signed(ada), "/direction/proposals/write/"
    side = recent().tools
    word = side.names[0].split()[0]
    page = browser.post(address, {**TEXT, **SCOPE, "on_map": word, "find": "1"}).content.decode()
    assert not Proposal.objects.exists(), "looking keeps nothing"
    assert TEXT["problem"] in page, "nothing typed is lost"
    assert f'name="tools" value="{side.codes[0]}"' in page
    page = browser.post(address, {**TEXT, **SCOPE, "tools": side.codes[0], "on_map": "qqzz", "find": "1"}).content.decode()
    assert "Nothing on the map is called that." in page
    assert re.search(rf'value="{side.codes[0]}"[^>]*checked', page), "what is ticked stays ticked"
    page = browser.post(address, {**TEXT, **SCOPE, "on_map": "a", "find": "1"}).content.decode()
    assert "more are called that; add a word" in page
    wrong = browser.post(address, {**TEXT, **SCOPE, "tools": "no-such-tool"})
    assert (wrong.status_code, "“no-such-tool” is not a tool on the map" in wrong.content.decode()) == (422, True)
    browser.post(address, {**TEXT, **SCOPE, "tools": [side.codes[0], side.codes[1]]})
    made = Proposal.objects.get()
    assert made.tools == side.codes[:2]
    assert re.search(rf'value="{side.codes[1]}"[^>]*checked', browser.get(f"/direction/proposals/{made.pk}/edit/").content.decode())


def test_the_roadmap_costs_the_same_with_many_items(world, signed, django_assert_max_num_queries):
    from interchange.ground.policy.viewer import VISITOR

    author, *people = world.members(8)
    made = world.wanted(author, people[:3], people[:6])
    WorkItem.objects.bulk_create(
        WorkItem(
            number=f"TEN/WI/2027/9{n}",
            proposal=topic,
            title=f"Item {n}",
            objective="solutions",
            charter="A charter",
            reason="Why",
            adopted_at=AT,
            sunset_at=AT + 300 * DAY,
        )
        for n, topic in enumerate([made, *[world.topic(author, title=f"Another topic number {n}") for n in range(5)]])
    )
    with django_assert_max_num_queries(4):
        assert len(queries.roadmap(VISITOR, world.now).running) == 6


def test_thirty_rows_cost_no_more_queries_than_three(world, signed):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ada, *people = world.members(4)
    browser = signed(people[0])

    def costs():
        found = []
        for address in ("/direction/proposals/", "/direction/rounds/"):
            with CaptureQueriesContext(connection) as queries_of:
                assert browser.get(address).status_code == 200
            found.append(len(queries_of))
        return found

    def add(count, start):
        for number in range(start, start + count):
            made = world.topic(ada, title=f"Topic number {number} of many")
            topics.publish(ada, made.pk, at=AT)
            topics.support(people[number % 3], made.pk, at=AT)
            world.round(title=f"Round number {number}")

    add(3, 0)
    costs()  # the first of all loads the words that later ones share
    few = costs()
    add(22, 3)
    assert costs() == few
