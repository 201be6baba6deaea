"""From a proposal to the published map: two people, without those who have a part in it; and what is refused on the way."""

from datetime import timedelta

import pytest

from interchange.ground import clock
from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, Refused, Stale
from interchange.ground.journal.models import Event
from interchange.ground.policy.models import Conflict
from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.post.models import Letter
from interchange.knowledge.landscape.actions import evidence, proposing, reviewing
from interchange.knowledge.landscape.atlas import atlas
from interchange.knowledge.landscape.models import Proposal, Relation, Reply, Tool

pytestmark = pytest.mark.django_db
WHY = "The specification says so since its last version."


def propose(people, a_tool, shown, name="ada", **more):
    return proposing.propose_tool(people(name), a_tool, evidence=shown, note=WHY, interest="none", at=clock.now(), **more)


def fields(refused) -> set[str]:
    return {problem.field for problem in refused.value.problems}


def test_two_people_publish_a_new_tool(people, a_tool, shown):
    made = propose(people, a_tool, shown)
    assert made.number.startswith("TEN/MAP/")
    reviewing.review(people("ben"), made.pk, approves=True, at=clock.now())
    assert not Tool.objects.filter(code="example-marker").exists()
    assert reviewing.review(people("cleo"), made.pk, approves=True, at=clock.now()).state == "published"
    tool = Tool.objects.get(code="example-marker")
    assert (tool.since, tool.revision, tool.edited) == (2025, 1, True)
    assert tool.claims["since"] | {"checked": ""} == {
        "strength": "document",
        "source": 0,
        "checked": "",
        "by": people("ada").person_id,
        "doubt": "",
    }
    revision = tool.revisions.get()
    assert (revision.by_id, revision.interest, revision.proposal_id) == (people("ada").person_id, "none", made.pk)
    assert "example-marker" in atlas().tools.place
    assert Event.objects.filter(verb="map.published", subject_id=str(made.pk)).exists()
    assert Letter.objects.filter(person_id=people("ada").person_id, subject__contains="Published").exists()


def test_saying_the_same_twice_files_it_once(people, a_tool, shown):
    assert propose(people, a_tool, shown).pk == propose(people, a_tool, shown).pk


def test_the_author_does_not_review_and_nobody_reviews_twice(people, a_tool, shown):
    made = propose(people, a_tool, shown)
    with pytest.raises(NotAllowed):
        reviewing.review(people("ada"), made.pk, approves=True, at=clock.now())
    reviewing.review(people("ben"), made.pk, approves=True, at=clock.now())
    with pytest.raises(Refused):
        reviewing.review(people("ben"), made.pk, approves=True, at=clock.now())
    assert Proposal.objects.get().state == "in-review"


def test_whoever_works_for_the_steward_does_not_meet_the_proposal(people, a_tool, shown):
    people("dora", organisation="Example Works Ltd")
    made = propose(people, a_tool, shown)
    dora = people("dora")
    assert not rows(dora, "map-proposal.view").exists()
    assert not allows(dora, "map-proposal.review", made)
    with pytest.raises(NotAllowed):
        reviewing.review(dora, made.pk, approves=True, at=clock.now())


def test_stepping_aside_takes_the_proposal_away(people, a_tool, shown):
    made = propose(people, a_tool, shown)
    reviewing.step_aside(people("ben"), made.pk, reason=ConflictReason.PERSONAL, at=clock.now())
    assert Conflict.objects.filter(person_id=people("ben").person_id, kind="landscape.proposal", object_id=made.pk).exists()
    assert not rows(people("ben"), "map-proposal.view").exists()


def test_two_reviewers_disagree_and_a_third_decides_with_a_reason(people, a_tool, shown):
    made = propose(people, a_tool, shown)
    reviewing.review(people("ben"), made.pk, approves=True, at=clock.now())
    assert reviewing.review(people("cleo"), made.pk, approves=False, reason="It is a plan.", at=clock.now()).state == "disputed"
    chair = people("chair", Role.CHAIR)
    with pytest.raises(Refused):
        reviewing.decide(chair, made.pk, publish=True, reason=" ", at=clock.now())
    with pytest.raises(NotAllowed):
        reviewing.decide(people("dan"), made.pk, publish=True, reason="I like it.", at=clock.now())
    done = reviewing.decide(chair, made.pk, publish=False, reason="It is announced only.", at=clock.now())
    assert (done.state, done.decision) == ("declined", "It is announced only.")
    assert not Tool.objects.filter(code="example-marker").exists()


def test_a_no_needs_a_reason(people, a_tool, shown):
    made = propose(people, a_tool, shown)
    with pytest.raises(Refused):
        reviewing.review(people("ben"), made.pk, approves=False, at=clock.now())


def test_an_undeclared_interest_is_refused_and_a_declared_one_is_printed(people, a_tool, shown, client):
    ada = people("ada", organisation="Example Works")
    with pytest.raises(Refused) as refused:
        proposing.propose_tool(ada, a_tool, evidence=shown, note=WHY, interest="None.", at=clock.now())
    assert fields(refused) == {"interest"}
    made = proposing.propose_tool(ada, a_tool, evidence=shown, note=WHY, interest="I work for the steward", at=clock.now())
    for name in ("ben", "cleo"):
        reviewing.review(people(name), made.pk, approves=True, at=clock.now())
    page = client.get("/landscape/tools/example-marker/").content.decode()
    assert "I work for the steward" in page
    assert "Ada Sample" not in page


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"url": "javascript:alert(1)"}, {"url"}), ({"since": "soon"}, {"since"}), ({"functions": ["fly"]}, {"functions"}), ({"sectors": []}, {"sectors"}),
        ({"name": "x" * 201, "summary": ""}, {"name", "summary"}), ({"status": "great"}, {"status"}), ({"countries": ["XX"]}, {"countries"}),
    ],
)  # fmt: skip
def test_every_mistake_is_named_at_once(people, a_tool, shown, change, wrong):
    with pytest.raises(Refused) as refused:
        propose(people, {**a_tool, **change}, shown)
    assert fields(refused) == wrong


def test_a_source_is_needed_and_not_from_tomorrow(people, a_tool, shown):
    with pytest.raises(Refused) as refused:
        propose(
            people, a_tool, {"source_title": "", "source_url": "ftp://x", "strength": "", "checked": shown["checked"] + timedelta(days=3)}
        )
    assert fields(refused) == {"source_title", "source_url", "strength", "checked"}


@pytest.mark.parametrize(
    "twin", [{"name": "TRUSTMARK (open source)"}, {"url": "http://www.contentauthenticity.org/verify/"}, {"name": "Trust-Mark"}]
)
def test_the_same_tool_under_another_name_or_address_opens_the_entry_there(people, a_tool, shown, twin):
    Tool.objects.filter(code="content-credentials-verify").update(url_key="contentauthenticity.org/verify")
    Tool.objects.filter(code="trustmark").update(name_key="trustmark")
    if twin == {"name": "Trust-Mark"}:  # two words are another name, and not taken for the same
        assert propose(people, {**a_tool, **twin}, shown).state == "in-review"
        return
    with pytest.raises(Refused) as refused:
        propose(people, {**a_tool, **twin}, shown)
    assert "/landscape/tools/" in str(refused.value)
    assert propose(people, {**a_tool, **twin}, shown, twin_seen=True).state == "in-review"


def test_a_change_over_an_older_revision_is_shown_not_overwritten(people, shown):
    tool = Tool.objects.get(code="trustmark")
    with pytest.raises(Stale):
        proposing.propose_tool(
            people("ada"),
            {"since": "2024"},
            evidence=shown,
            note=WHY,
            interest="none",
            at=clock.now(),
            code="trustmark",
            base=tool.revision + 5,
        )
    first = proposing.propose_tool(
        people("ada"), {"since": "1999"}, evidence=shown, note=WHY, interest="none", at=clock.now(), code="trustmark", base=tool.revision
    )
    other = proposing.propose_tool(
        people("ben"), {"since": "2001"}, evidence=shown, note=WHY, interest="none", at=clock.now(), code="trustmark", base=tool.revision
    )
    for name in ("cleo", "dan"):
        reviewing.review(people(name), first.pk, approves=True, at=clock.now())
    reviewing.review(people("cleo"), other.pk, approves=True, at=clock.now())
    with pytest.raises(Refused):
        reviewing.review(people("dan"), other.pk, approves=True, at=clock.now())
    assert Tool.objects.get(code="trustmark").since == 1999
    assert Proposal.objects.get(pk=other.pk).state == "in-review"


def test_a_change_of_nothing_is_refused(people, shown):
    with pytest.raises(Refused):
        proposing.propose_tool(
            people("ada"),
            {"name": Tool.objects.get(code="trustmark").name},
            evidence=shown,
            note=WHY,
            interest="none",
            at=clock.now(),
            code="trustmark",
        )


def test_going_back_restores_what_it_said(people, shown):
    tool = Tool.objects.get(code="trustmark")
    was = tool.since
    made = proposing.propose_tool(
        people("ada"), {"since": "1999"}, evidence=shown, note=WHY, interest="none", at=clock.now(), code="trustmark"
    )
    for name in ("ben", "cleo"):
        reviewing.review(people(name), made.pk, approves=True, at=clock.now())
    first = tool.revisions.get(number=1)
    back = proposing.propose_return(people("ben"), first.pk, note="The year was right before.", interest="none", at=clock.now())
    for name in ("ada", "cleo"):
        reviewing.review(people(name), back.pk, approves=True, at=clock.now())
    tool.refresh_from_db()
    assert (tool.since, tool.revision) == (was, 3)


def relate(people, shown, source, target, kind, **more):
    return proposing.propose_relation(
        people("ada"), source=source, target=target, kind=kind, evidence=shown, note=WHY, interest="none", at=clock.now(), **more
    )


def test_a_relation_is_proposed_published_and_taken_off(people, shown):
    made = relate(people, shown, "glaze", "c2pa", "conflicts-with")
    for name in ("ben", "cleo"):
        reviewing.review(people(name), made.pk, approves=True, at=clock.now())
    found = Relation.objects.get(source__code="glaze", target__code="c2pa")
    assert (found.strength, found.by_id) == ("document", people("ada").person_id)
    with pytest.raises(Refused):
        relate(people, shown, "glaze", "c2pa", "conflicts-with")
    off = relate(people, shown, "glaze", "c2pa", "conflicts-with", take_back=True)
    for name in ("ben", "cleo"):
        reviewing.review(people(name), off.pk, approves=True, at=clock.now())
    found.refresh_from_db()
    assert found.ended_at is not None


@pytest.mark.parametrize(
    ("source", "target", "kind", "wrong"),
    [
        ("glaze", "no-such", "extends", {"target"}),
        ("glaze", "glaze", "extends", {"target"}),
        ("glaze", "c2pa", "loves", {"kind"}),
        ("c2pa", "cawg-identity-assertion", "extends", {"target"}),
    ],
)
def test_dangling_selfish_and_circular_relations_are_refused(people, shown, source, target, kind, wrong):
    with pytest.raises(Refused) as refused:
        relate(people, shown, source, target, kind)
    assert fields(refused) == wrong


def test_looking_again_settles_doubts_and_dates(people, shown):
    tool = Tool.objects.get(code="isrc")
    assert tool.claims["since"]["doubt"]
    evidence.recheck(
        people("ada"),
        tool.pk,
        ["since", "status"],
        title="ISO",
        url="https://example.org/iso",
        strength="observed",
        checked=shown["checked"],
        interest="none",
        at=clock.now(),
    )
    tool.refresh_from_db()
    assert tool.claims["since"] == {
        "strength": "observed",
        "source": 2,
        "checked": shown["checked"].isoformat(),
        "by": people("ada").person_id,
        "doubt": "",
    } | {"source": len(tool.sources) - 1}
    assert tool.edited


def test_a_source_that_is_gone_is_said_and_the_entry_is_due(people, client):
    tool = Tool.objects.get(code="isrc")
    evidence.report_gone(people("ada"), tool.pk, 0, at=clock.now())
    page = client.get("/landscape/tools/isrc/").content.decode()
    assert "gone, noticed on" in page
    assert "due for a new look" in page
    with pytest.raises(Refused):
        evidence.report_gone(people("ada"), tool.pk, 99, at=clock.now())


def test_the_steward_is_heard_once_an_officer_has_checked(people, client):
    tool = Tool.objects.get(code="trustmark")
    keeper = people("keeper", Role.OBSERVER)
    reply = evidence.file_reply(
        keeper, tool.pk, organisation="Adobe Research", function="Engineer", text="Version two is out since May.", at=clock.now()
    )
    assert "Version two is out" not in client.get("/landscape/tools/trustmark/").content.decode()
    assert not rows(VISITOR, "map-reply.view").exists()
    with pytest.raises(NotAllowed):
        evidence.decide_reply(people("ada"), reply.pk, publish=True, at=clock.now())
    evidence.decide_reply(people("officer", Role.OFFICER), reply.pk, publish=True, at=clock.now())
    assert "Version two is out" in client.get("/landscape/tools/trustmark/").content.decode()
    assert Reply.objects.get().decided_by_id == people("officer").person_id


def test_withdrawing_is_for_the_author(people, a_tool, shown):
    made = propose(people, a_tool, shown)
    with pytest.raises(NotAllowed):
        proposing.withdraw(people("ben"), made.pk, at=clock.now())
    reviewing.review(people("ben"), made.pk, approves=True, at=clock.now())
    reviewing.review(people("cleo"), made.pk, approves=False, reason="It is a plan.", at=clock.now())
    assert Duty.objects.filter(kind="landscape.dispute", settled_at__isnull=True).exists()
    assert proposing.withdraw(people("ada"), made.pk, at=clock.now()).state == "withdrawn"
    assert not Duty.objects.filter(settled_at__isnull=True).exists()


def test_the_whole_way_through_the_pages(client, sign_in, people, a_tool):
    sign_in("ada", Role.MEMBER)
    data = {
        **a_tool,
        "base": 0,
        "source_title": "The page",
        "source_url": "https://example.org/p",
        "strength": "document",
        "checked": clock.now().date().isoformat(),
        "note": WHY,
        "interest": "none",
    }
    wrong = client.post("/landscape/tools/new/", {**data, "url": "nonsense"})
    assert wrong.status_code == 422
    assert "Marks examples so that they can be found again." in wrong.content.decode()
    answer = client.post("/landscape/tools/new/", data)
    address = answer["Location"]
    assert "reviewed it yet" in client.get(address).content.decode()
    for name in ("ben", "cleo"):
        sign_in(name, Role.MEMBER)
        assert client.post(address, {"what": "review", "verdict": "yes"}).status_code == 302
    assert "Example Marker" in client.get("/landscape/tools/example-marker/").content.decode()


def test_one_s_own_data_is_exported_planned_and_erased(people, a_tool, shown, django_assert_num_queries):
    from interchange.ground.accounts.own_data import ROOMS, Blocked, Erased, Kept
    from interchange.knowledge.landscape.models import ImportDraft

    room, ada = ROOMS["landscape"], people("ada")
    made = propose(people, a_tool, shown)
    assert room.collect(ada.person_id)["proposals"][0]["number"] == made.number
    with django_assert_num_queries(1):
        assert [type(one) for one in room.plan(ada.person_id)] == [Blocked]
    proposing.withdraw(ada, made.pk, at=clock.now())
    ImportDraft.objects.create(person_id=ada.person_id, name="x.csv", at=clock.now())
    assert [type(one) for one in room.plan(ada.person_id)] == [Erased, Kept]
    assert room.plan(people("ben").person_id) == []
    room.erase(ada.person_id, clock.now())
    assert not ImportDraft.objects.exists()
