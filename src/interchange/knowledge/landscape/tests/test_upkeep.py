"""The map kept true: reminders to those who speak for a steward, the right of reply, entries put together or taken off, comments."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.duties import queries as duties
from interchange.ground.duties.models import Duty
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post import delivery
from interchange.ground.post.models import Letter
from interchange.ground.threads import actions as threads
from interchange.knowledge.landscape.actions import ending, evidence, reminding, reviewing
from interchange.knowledge.landscape.atlas import atlas
from interchange.knowledge.landscape.houses import Directory, same_house
from interchange.knowledge.landscape.models import Address, Challenge, Proposal, Relation, Reply, Tool
from interchange.knowledge.landscape.schedule import review_due
from interchange.network.membership.models import Membership

WORDS = st.lists(st.sampled_from(["adobe", "research", "the", "inc", "coalition", "for", "content", "ab", "ISO"]), max_size=5).map(" ".join)


@given(st.lists(WORDS, max_size=6), WORDS)
def test_a_directory_finds_whom_comparing_each_with_each_finds(organisations, house):
    found = Directory(enumerate(organisations)).of([house])
    assert found == {number for number, name in enumerate(organisations) if same_house(name, house)}


def join(people, name, **more):
    """A member whose membership is active, as the clock's job asks for it."""
    viewer, at = people(name, **more), clock.now()
    Membership.objects.create(
        person=people.made[name], number=f"TEN/MEM/2026/{900 + viewer.person_id % 99:04}{viewer.person_id}", state="active", starts_at=at - timedelta(days=9),
        ends_at=at + timedelta(days=300),
    )  # fmt: skip
    return viewer


@pytest.fixture
def due(db):
    """TrustMark has not been looked at for long; nothing else is due."""
    Tool.objects.filter(code="trustmark").update(review_due=clock.now().date() - timedelta(days=1))
    return Tool.objects.get(code="trustmark")


@pytest.mark.django_db
def test_whoever_speaks_for_the_steward_gets_a_duty_and_one_letter_a_month(people, due):
    dora = join(people, "dora", organisation=due.steward)
    ben = join(people, "ben", organisation="Somewhere Else Entirely")
    at = clock.now()
    assert review_due(at) == 1
    assert review_due(at + timedelta(hours=12)) == 1
    assert [line.url for line in duties.mine(dora, at)] == [due.url_here]
    assert duties.mine(ben, at) == []
    letter = Letter.objects.get(template="landscape.review-due")
    assert (letter.person_id, letter.essential) == (dora.person_id, False)
    assert f"/landscape/tools/{due.code}/" in letter.body


@pytest.mark.django_db
def test_the_reminder_carries_one_click_unsubscribe_and_stops_after_it(people, due, client, settings):
    join(people, "dora", organisation=due.steward)
    at = clock.now()
    review_due(at)
    letter = Letter.objects.get(template="landscape.review-due")
    heads = delivery.message(letter).extra_headers
    assert heads["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.post(heads["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)).status_code == 200
    review_due(at + timedelta(days=32))
    later = Letter.objects.filter(template="landscape.review-due").latest("pk")
    assert later.pk != letter.pk
    assert later.state == "cancelled"


@pytest.mark.django_db
def test_a_new_look_takes_the_duty_off(people, due, shown):
    dora = join(people, "dora", organisation=due.steward)
    review_due(clock.now())
    words = {"title": shown["source_title"], "url": shown["source_url"], "strength": "observed", "checked": shown["checked"]}
    with pytest.raises(Refused) as refused:
        evidence.recheck(dora, due.pk, ["status"], interest="none", at=clock.now(), **words)
    assert refused.value.problems[0].field == "interest"
    evidence.recheck(dora, due.pk, ["status"], interest="I work for the steward", at=clock.now(), **words)
    assert not Duty.objects.filter(kind="landscape.recheck", settled_at__isnull=True).exists()
    assert review_due(clock.now() + timedelta(days=40)) == 0


@pytest.mark.django_db
def test_where_nobody_speaks_for_the_steward_the_chair_is_asked_once(people, due):
    chair, at = people("chair", Role.CHAIR), clock.now()
    assert review_due(at) == 0
    review_due(at)
    assert [line.url for line in duties.mine(chair, at)] == ["/landscape/tools/?due=yes"]
    Tool.objects.filter(pk=due.pk).update(review_due=at.date() + timedelta(days=9))
    review_due(at)
    assert duties.mine(chair, at) == []


@pytest.mark.django_db
def test_badges_stand_on_lists_and_pages_of_tools_and_challenges(client, due):
    Challenge.objects.filter(code="unlearning-limits").update(review_due=clock.now().date())
    assert "due for a new look" in client.get("/landscape/tools/?q=trustmark").content.decode()
    assert "This entry is due for a new look" in client.get(due.url_here).content.decode()
    assert "This entry is due for a new look" in client.get("/landscape/challenges/unlearning-limits/").content.decode()
    assert "due for a new look" not in client.get("/landscape/tools/iscc/").content.decode()


@pytest.mark.django_db
def test_many_due_tools_cost_the_clock_s_job_the_same_queries(people, due, django_assert_max_num_queries):
    join(people, "dora", organisation=due.steward)
    Tool.objects.all().update(review_due=clock.now().date() - timedelta(days=1))
    with django_assert_max_num_queries(400):
        review_due(clock.now())
    with django_assert_max_num_queries(25):
        review_due(clock.now())


@pytest.mark.django_db
def test_a_steward_who_is_no_member_replies_is_checked_told_printed_and_reminded(client, sign_in, people):
    """The right of reply from one end to the other, through the pages."""
    tool = Tool.objects.get(code="trustmark")
    owner = Person.objects.create(email="owner@example.org", given_name="Olga", family_name="Keeper")
    people.made["owner"] = owner
    client.force_login(owner)
    answer = client.post(f"{tool.url_here}reply/", {"organisation": "Adobe", "function": "", "text": "Version two is out since May."})
    assert answer.status_code == 422
    assert "Version two is out since May." in answer.content.decode()
    words = {"organisation": "Adobe", "function": "Engineer", "text": "Version two is out since May."}
    assert client.post(f"{tool.url_here}reply/", words).status_code == 302
    reply = Reply.objects.get()
    client.logout()
    assert "Version two" not in client.get(tool.url_here).content.decode()
    officer = sign_in("officer", Role.OFFICER)
    assert any(line.url.startswith(tool.url_here) for line in duties.mine(officer, clock.now()))
    page = f"/landscape/replies/{reply.pk}/"
    assert "Version two is out since May." in client.get(page).content.decode()
    assert client.post(page, {"what": "decline", "reason": ""}).status_code == 422
    assert client.post(page, {"what": "publish", "reason": ""}).status_code == 302
    assert duties.mine(officer, clock.now()) == []
    letter = Letter.objects.get(template="landscape.reply-decided")
    assert (letter.person_id, "Published" in letter.subject) == (owner.pk, True)
    client.logout()
    shown = client.get(tool.url_here).content.decode()
    assert "Version two is out since May." in shown
    assert "Adobe, Engineer" in shown
    assert "Keeper" not in shown
    assert client.get(page).status_code in {302, 404}
    Tool.objects.filter(pk=tool.pk).update(review_due=clock.now().date())
    assert review_due(clock.now()) == 1
    assert Letter.objects.filter(template="landscape.review-due", person_id=owner.pk).exists()
    assert not Duty.objects.filter(person_id=owner.pk).exists()  # a duty would ask for a verb that only members have


@pytest.mark.django_db
def test_a_declined_reply_is_told_its_reason(people):
    reply = evidence.file_reply(people("ada"), Tool.objects.get(code="iscc").pk, organisation="X GmbH", function="Sales", text="Buy our tool, it is better.", at=clock.now())  # fmt: skip
    evidence.decide_reply(people("officer", Role.OFFICER), reply.pk, publish=False, reason="Not the steward.", at=clock.now())
    assert "Not the steward." in Letter.objects.get(template="landscape.reply-decided").body


def two_say_yes(people, made):
    for name in ("ben", "cleo"):
        reviewing.review(people(name), made.pk, approves=True, at=clock.now())


WHY = "Both entries describe the same resolver."


@pytest.mark.django_db
def test_a_duplicate_on_the_map_is_put_together_with_the_entry_that_stays(client, people):
    """Relations and challenges move, nothing doubles, the old address leads on, the journal tells it; and it can be undone."""
    gone, stays = Tool.objects.get(code="cai-open-source-sdk"), Tool.objects.get(code="content-credentials-verify")
    before = Relation.objects.filter(source=gone, ended_at__isnull=True).exclude(target=stays).count()
    assert before
    asked = set(Address.objects.filter(tool=gone).values_list("challenge_id", flat=True))
    ada = people("ada")
    with pytest.raises(Refused) as refused:
        ending.propose_end(ada, "cai-open-source-sdk", how="merged", into="cai-open-source-sdk", note="x", interest="", at=clock.now())
    assert {one.field for one in refused.value.problems} == {"note", "interest", "into"}
    made = ending.propose_end(
        ada, "cai-open-source-sdk", how="merged", into="content-credentials-verify", note=WHY, interest="none", at=clock.now()
    )
    assert "cai-open-source-sdk" in atlas().tools.place
    two_say_yes(people, made)
    gone.refresh_from_db()
    assert (gone.state, gone.merged_into_id) == ("merged", stays.pk)
    assert not Relation.objects.filter(source=gone, ended_at__isnull=True).exists()
    assert asked <= set(Address.objects.filter(tool=stays).values_list("challenge_id", flat=True))
    pairs = list(Relation.objects.filter(ended_at__isnull=True).values_list("source", "target", "kind"))
    assert len(pairs) == len(set(pairs))
    assert "cai-open-source-sdk" not in atlas().tools.place
    assert client.get("/landscape/tools/cai-open-source-sdk/")["Location"] == stays.url_here
    assert Event.objects.filter(subject_kind="landscape.tool", subject_id=str(gone.pk)).latest("seq").after["state"] == "merged"
    back = ending.propose_end(
        ada, "cai-open-source-sdk", how="listed", note="They are two things after all.", interest="none", at=clock.now()
    )
    two_say_yes(people, back)
    assert client.get("/landscape/tools/cai-open-source-sdk/").status_code == 200
    assert Relation.objects.filter(source=gone, ended_at__isnull=True).exclude(target=stays).count() == before


@pytest.mark.django_db
def test_an_entry_taken_off_leaves_no_dangling_relation(client, people, sign_in):
    tool = Tool.objects.get(code="jumbf")
    made = ending.propose_end(
        people("ada"), "jumbf", how="removed", note="It is not about the network’s matters.", interest="none", at=clock.now()
    )
    two_say_yes(people, made)
    answer = client.get(tool.url_here)
    assert answer.status_code == 410
    assert "taken off the map" in answer.content.decode()
    assert "JUMBF" not in client.get("/landscape/tools/c2pa/").content.decode().split("Relations</h2>")[1].split("</section>")[0]
    here = atlas()
    assert all(edge.source < len(here.tools.pks) and edge.target < len(here.tools.pks) for edge in here.edges)
    assert not Relation.objects.filter(target=tool, ended_at__isnull=True).exists()
    with pytest.raises(Refused):
        ending.propose_end(people("ada"), "jumbf", how="removed", note="Once more, to be sure.", interest="none", at=clock.now())
    sign_in("dan", Role.MEMBER)
    assert "Propose to put it back" in client.get(tool.url_here).content.decode()


@pytest.mark.django_db
def test_the_page_for_it_says_what_is_wrong_and_becomes_a_proposal(client, sign_in):
    sign_in("ada", Role.MEMBER)
    page = "/landscape/tools/cai-open-source-sdk/end/"
    assert "put them together" in client.get(page).content.decode()
    wrong = client.post(page, {"how": "merged", "into": "nothing like it", "note": WHY, "interest": "none"})
    assert wrong.status_code == 422
    assert WHY in wrong.content.decode()
    answer = client.post(page, {"how": "merged", "into": "Content Credentials Verify", "note": WHY, "interest": "none"})
    shown = client.get(answer["Location"]).content.decode()
    assert "put them together" in shown
    assert "Content Credentials Verify" in shown
    assert Proposal.objects.get().changes["into"] == "content-credentials-verify"


@pytest.mark.django_db
def test_a_source_of_a_challenge_that_is_gone_is_said_and_a_new_look_mends_it(client, sign_in):
    challenge = Challenge.objects.exclude(sources=[]).get(code="metadata-stripped-on-upload")
    sign_in("ada", Role.MEMBER)
    assert client.post(f"{challenge.url_here}gone/", {"place": "0"}).status_code == 302
    page = client.get(challenge.url_here).content.decode()
    assert "gone, noticed on" in page
    assert "due for a new look" in page
    client.post(f"{challenge.url_here}gone/", {"place": "many"})
    form = {"names": ["description"], "source_title": "A study", "source_url": "https://example.org/study", "strength": "test", "checked": clock.now().date().isoformat()}  # fmt: skip
    assert client.post(f"{challenge.url_here}recheck/", form).status_code == 422
    assert client.post(f"{challenge.url_here}recheck/", {**form, "interest": "none"}).status_code == 302
    page = client.get(challenge.url_here).content.decode()
    assert "A study" in page
    assert "due for a new look" not in page


@pytest.mark.django_db
def test_people_talk_on_the_pages_of_the_map(client, people, sign_in):
    tool, challenge = Tool.objects.get(code="iscc"), Challenge.objects.get(code="unlearning-limits")
    ada = people("ada")
    threads.say(ada, tool, text="Does **anybody** run it at scale?", at=clock.now())
    threads.say(ada, challenge, text="We tried three methods.", at=clock.now())
    assert "<strong>anybody</strong>" in client.get(tool.url_here).content.decode()
    page = client.get(challenge.url_here).content.decode()
    assert "We tried three methods." in page
    assert "Ada" not in page
    guest = Person.objects.create(email="guest@example.org", given_name="Gus", family_name="Guest")
    grant_role(SYSTEM, guest.pk, Role.OBSERVER, at=clock.now(), reason="For a test.")
    people.made["guest"] = guest
    with pytest.raises(NotAllowed):
        threads.say(people("guest"), tool, text="Me too.", at=clock.now())
    sign_in("ben", Role.MEMBER)
    assert "Ada" in client.get(tool.url_here).content.decode()


def test_the_day_is_the_network_s():
    from datetime import UTC, datetime

    assert reminding.today(datetime(2027, 6, 30, 22, 30, tzinfo=UTC)).isoformat() == "2027-07-01"
