"""The pages in use: what is typed, pressed and said."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.ground.policy import subjects
from interchange.ground.post.models import Wish
from interchange.work.exchange.actions import answering, asking, offering, questions
from interchange.work.exchange.models import Answer, Named, Question
from interchange.work.meetings import actions as meetings
from tests.hand import Hand

TYPED = {"title": "Which marks survive a second upload?", "text": "We lose them.", "topics": ["labelling"]}


def hand(viewer):
    return Hand(viewer.person_id)


def test_asked_with_a_thing_and_a_member_found_by_the_server(world):
    ada, ben = world.member("ada"), world.member("ben")
    other = world.asked(ben, title="A watermark question of old?")
    one = hand(ada)
    refused = one.press("/exchange/ask/", "Ask", {"title": "Which marks survive?"})
    assert refused.status == 422
    assert "Choose at least one topic" in refused.words
    looked = one.press(refused, "Look", {**TYPED, "look": "watermark old"})
    assert looked.status == 200
    assert "A watermark question of old?" in looked.words
    chosen = [value for value in looked.tree.xpath("//input[@name='names']/@value") if value == f"exchange.question:{other.pk}"]
    looked = one.press(looked, "Look", {"names": chosen, "look": "Ben"})
    assert "@Ben Sample" in looked.words
    page = one.press(looked, "Ask", {"names": [*chosen, f"member:{ben.me}"]})
    assert page.said == ["Asked. Members with its topics hear of it."]
    made = Question.objects.get(title=TYPED["title"])
    assert sorted(Named.objects.filter(question=made).values_list("subject_kind", "person_id")) == [
        ("", ben.me),
        ("exchange.question", None),
    ]
    assert "A watermark question of old?" in page.words
    assert "Ben Sample" in page.words
    found = one.open(f"/exchange/?about=exchange.question:{other.pk}")
    assert TYPED["title"] in found.words
    assert TYPED["title"] not in one.open("/exchange/?about=exchange.question:999").words


def test_nothing_found_says_so_and_what_may_not_be_named_is_refused(world):
    ada = world.member("ada")
    one = hand(ada)
    looked = one.press("/exchange/ask/", "Look", {"look": "zzzz"})
    assert "Nothing and nobody is found" in looked.words
    answer = one.client.post("/exchange/ask/", {**TYPED, "what": "send", "names": ["calls.application:1", "member:999999", "x"]})
    assert answer.status_code in {403, 422}  # the token of the form is missing, or the choice is none
    assert not Question.objects.exists()


def test_questions_that_read_alike_are_shown_before_asking_again(world):
    ada, ben = world.member("ada"), world.member("ben")
    world.asked(ada)
    page = hand(ben).press("/exchange/ask/", "Look", {"title": "Do marks survive a second upload?"})
    assert "Asked before?" in page.words


def test_changed_closed_opened_and_taken_back(world):
    ada = world.member("ada")
    made = world.asked(ada)
    here, one = f"/exchange/questions/{made.pk}/", hand(ada)
    assert one.press(f"{here}edit/", "Save the change", {"title": "Which marks survive an upload?"}).said == ["Changed."]
    stale = one.open(f"{here}edit/")
    questions.edit(ada, made.pk, {**TYPED, "wanted_by": None}, revision=2, at=world.now)
    late = one.press(stale, "Save the change", {"title": "Mine?"})
    assert "changed elsewhere" in late.words
    assert TYPED["title"] in late.words
    assert one.press(here, "Close it", {"note": "We tried."}).said == ["Closed."]
    assert "We tried." in one.open(here).words
    assert one.press(here, "Open it again").said == ["It takes answers again."]
    assert one.press(here, "Take it back").said == ["Taken back."]
    assert hand(world.chair).open(here).status == 404


def test_answered_accepted_changed_and_removed(world):
    ada, ben = world.member("ada"), world.member("ben")
    made = world.asked(ada)
    here = f"/exchange/questions/{made.pk}/"
    empty = hand(ben).press(here, "Send the answer", {"sources": "no address"})
    assert empty.status == 422
    assert "Each line needs an address" in empty.words
    page = hand(ben).press(here, "Send the answer", {"text": "Two marks.", "sources": "A paper | https://example.org/p"})
    assert page.said == ["Your answer is there."]
    assert "A paper" in page.words
    given = Answer.objects.get()
    assert hand(ben).press(f"/exchange/answers/{given.pk}/edit/", "Save", {"text": "Three marks."}).said == ["Your answer is changed."]
    assert hand(ada).press(here, "This works: accept it").said == ["Accepted. Whoever gave it is told."]
    assert "Make a practice card" in hand(ada).open(here).words
    assert hand(ada).press(here, "Take the mark back").said == ["The mark is taken back."]
    refused = hand(world.officer).press(f"/exchange/answers/{given.pk}/remove/", "Remove")
    assert refused.status == 422
    assert hand(world.officer).press(f"/exchange/answers/{given.pk}/remove/", "Remove", {"reason": "Names a client."}).said == [
        "Removed. Its place says so, and why."
    ]
    assert "Names a client." in hand(ben).open(here).words
    assert "Three marks." not in hand(ben).open(here).words


def test_under_the_rule_the_page_has_no_files_no_comments_and_no_names(world):
    ada, ben = world.member("ada"), world.member("ben")
    page = hand(ada).press("/exchange/ask/", "Ask", {**TYPED, "unattributed": "on"})
    assert page.said
    here = f"/exchange/questions/{Question.objects.get().pk}/"
    sealed = hand(ben).open(here)
    assert not sealed.tree.xpath("//input[@type='file']")
    assert "Comments" not in sealed.words.replace("no comments", "")
    hand(ben).press(here, "Send the answer", {"text": "I know."})
    assert hand(ada).press(here, "This works: accept it").said == ["Accepted."]
    for reader in (ada, world.chair):
        words = hand(reader).open(here).tree.xpath("//main")[0].text_content()
        assert "Ben Sample" not in words
        assert "Ada Sample" not in words


def test_put_to_somebody_who_declines(world):
    ada, ben = world.member("ada"), world.member("ben")
    made = world.asked(ada)
    here = f"/exchange/questions/{made.pk}/"
    assert hand(ada).press(f"{here}help/", "Ask them").status == 422
    page = hand(ada).press(f"{here}help/", "Ask them", {"people": [str(ben.me)]})
    assert page.said == ["They get a letter, and can answer by mail or on the page."]
    assert "Put to you" in hand(ben).open("/exchange/").words
    assert hand(ben).press(here, "I cannot help").said == ["Thank you for saying so. It is put to somebody else."]
    assert "Nobody shares a topic" in hand(ada).open(f"{here}help/").words
    questions.close(ada, made.pk, at=world.now)
    assert "takes no answers" in hand(ada).open(f"{here}help/").words


def test_offered_planned_and_ended(world):
    ada = world.member("ada")
    assert hand(ada).press("/exchange/offers/make/", "Offer it").status == 422
    typed = {"title": "Office hours on marks", "text": "Tuesdays.", "topics": ["labelling"]}
    page = hand(ada).press("/exchange/offers/make/", "Offer it", typed)
    assert page.said == ["Offered. The Secretariat plans a session with you."]
    second = offering.offer(ada, title="A talk", text="On labels.", topics=["labelling"], at=world.now)
    assert hand(ada).press("/exchange/offers/", "End the offer", among={"offer": second.pk}).said == ["The offer is ended."]
    meetings.make_series(world.officer, {"body": "TEN-L", "title": "Learning"}, at=world.now)
    first = offering.offer(ada, **typed, at=world.now)
    past = hand(world.officer).press(f"/exchange/offers/{first.pk}/plan/", "Plan it", {"local_day": "2020-01-01", "local_time": "14:00"})
    assert past.status == 422
    planned = hand(world.officer).press(f"/exchange/offers/{first.pk}/plan/", "Plan it", {"local_day": "2027-04-01", "local_time": "14:00"})
    assert planned.said == ["Planned. Convene it when its agenda is ready."]
    assert "Office hours on marks" in planned.words
    assert "TEN-L/1" in hand(ada).open("/exchange/offers/").words


def test_wishes_and_figures(world):
    ada = world.member("ada")
    page = hand(ada).press("/post/wishes/", "Save", {"threads.replies": "weekly", "exchange.new": "never"})
    assert page.said == ["Noted. It holds for what happens from now on, and for what waits in a digest."]
    assert dict(Wish.objects.values_list("template", "rhythm")) == {"threads.replies": "weekly", "exchange.new": "never"}
    assert "Fewer than five pairs everywhere" in hand(ada).open("/exchange/cooperation/?by=region&half=2026-2").words
    assert "fewer than 5" in hand(ada).client.get("/exchange/cooperation/?format=csv").content.decode()
    assert "Nothing came in yet." in hand(world.officer).open("/post/received/").words
    assert hand(ada).open("/post/received/").status == 404


def test_every_thread_leads_to_the_questions_about_its_thing(world):
    from interchange.knowledge.landscape.models import Tool

    ada = world.member("ada")
    tool = Tool.objects.filter(state="published").first() or Tool.objects.first()
    page = hand(ada).open(f"/threads/landscape.tool/{tool.pk}/")
    assert page.status == 200
    line = page.tree.xpath("//a[text()='Questions about this']/@href")
    assert line == [f"/exchange/?about=landscape.tool:{tool.pk}"]
    empty = hand(ada).open(line[0])
    assert "Nobody has asked about it yet." in empty.words
    form = hand(ada).open(f"/exchange/ask/?about=landscape.tool:{tool.pk}")
    assert form.tree.xpath("//input[@name='names'][@checked]/@value") == [f"landscape.tool:{tool.pk}"]
    questions.ask(ada, {**TYPED, "wanted_by": None}, about=[("landscape.tool", str(tool.pk))], at=world.now)
    assert TYPED["title"] in hand(ada).open(line[0]).words


def test_records_of_the_repository_can_be_asked_about(world):
    from interchange.knowledge.repository.models import Record

    record = Record.objects.filter(state="published", level="public")[0]
    assert subjects.get(world.member("ada"), "repository.record", str(record.pk)) == record


@pytest.mark.parametrize("url", ["/exchange/", "/exchange/ask/", "/exchange/offers/", "/exchange/cooperation/"])
def test_visitors_are_asked_to_sign_in_and_strangers_see_nothing(world, url):
    assert "account/login" in Hand().open(url).url
    assert hand(world.person("eve")).open(url).status == 404


def test_a_question_costs_the_same_with_few_and_many_answers(world, django_assert_max_num_queries):
    ada, ben = world.member("ada"), world.member("ben")
    made = world.asked(ada)
    for number in range(12):
        answering.answer(ben, made.pk, text=f"Way {number}.", at=world.now)
    asking.put_to(ada, made.pk, [world.member("cy").me], at=world.now)
    one = hand(ada)
    one.open(f"/exchange/questions/{made.pk}/")  # the words of the lexicon are read once a process
    with django_assert_max_num_queries(15):
        one.open(f"/exchange/questions/{made.pk}/")


def test_a_file_that_is_none_leaves_the_words(world):
    ada, ben = world.member("ada"), world.member("ben")
    made = world.asked(ada)
    one = hand(ben)
    page = one.open(f"/exchange/questions/{made.pk}/")
    token = page.tree.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    sent = {"csrfmiddlewaretoken": token, "what": "answer", "text": "Kept words.", "files": SimpleUploadedFile("x.pdf", b"no")}
    answer = one.client.post(f"/exchange/questions/{made.pk}/", sent)
    assert answer.status_code == 422
    assert "Kept words." in answer.content.decode()
    assert "not a PDF" in answer.content.decode()
