"""The pages of calls for consensus, without scripts."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from interchange.ground import clock
from interchange.ground.consensus import actions
from interchange.ground.consensus.models import Call, Objection
from interchange.ground.consensus.tests.conftest import AT, CLOSES
from interchange.ground.policy.viewer import VISITOR

pytestmark = pytest.mark.django_db
OPEN = "/consensus/vocabulary.memberstate/KE/open/"


@pytest.fixture
def now(monkeypatch):
    """The moment, which a test may move."""
    here = {"at": AT}
    monkeypatch.setattr(clock, "now", lambda: here["at"])
    return here


def html(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_from_the_question_to_the_result(kenya, client_of, now):
    olu, ada, ben = (client_of(name) for name in ("olu", "ada", "ben"))
    assert olu.post(OPEN, {"question": "", "working_days": 99}).status_code == 422
    answer = olu.post(OPEN, {"question": "Ready?", "working_days": 10})
    call = Call.objects.get()
    here = f"/consensus/{call.pk}/"
    assert answer["Location"] == here
    page = html(ada, here)
    assert "31 March 2027, 23:59 Geneva, 17:59 New York" in page
    assert "your silence counts as agreement" in page
    refused = ada.post(f"{here}object/", {"reason": "", "annex": "kept words", "signed": "no"})
    assert refused.status_code == 422
    assert "kept words" in refused.content.decode()
    ada.post(f"{here}object/", {"reason": "No.", "annex": "", "signed": "no"})
    raised = Objection.objects.get()
    assert "Not signed" in html(ben, here)
    assert "Ada" not in html(ben, here)
    assert "Ada" in html(ada, here)
    assert f"/consensus/objections/{raised.pk}/withdraw/" in html(ada, here)
    assert olu.post(f"/consensus/objections/{raised.pk}/meet/", {"how": ""}).status_code == 422
    assert "It stands: it was weighed" in html(olu, f"/consensus/objections/{raised.pk}/meet/")
    olu.post(f"/consensus/objections/{raised.pk}/meet/", {"what": "meet", "how": "It was changed."})
    early = olu.post(f"{here}close/")
    assert early.status_code == 422
    assert "is open until 31 March 2027, 23:59 Geneva" in early.content.decode()
    now["at"] = CLOSES + clock.days(1)
    assert "the result is being drawn up" in html(ben, here)
    late = ben.post(f"{here}object/", {"reason": "Late words", "signed": "yes"})
    assert late.status_code == 422
    assert "This call closed on 31 March 2027, 23:59 Geneva" in late.content.decode()
    assert "Late words" in late.content.decode()
    assert olu.post(f"{here}close/").status_code == 302
    assert "Answered: No. How: It was changed." in html(ben, here)


def test_the_register_says_what_became_of_each_objection(kenya, viewers, client_of, now):
    call = actions.open_call(viewers["olu"], kenya, question="Ready?", at=AT)
    raised = {name: actions.object_to(viewers[name], call.pk, reason=f"No, says {name}.", at=AT) for name in ("ada", "ben", "cyd")}
    olu, here = client_of("olu"), f"/consensus/{call.pk}/"
    assert "3 objections wait for an answer" in html(olu, here)
    olu.post(f"/consensus/objections/{raised['ada'].pk}/meet/", {"what": "accept", "how": "Section 2 is taken out."})
    olu.post(f"/consensus/objections/{raised['ben'].pk}/meet/", {"what": "let-stand", "how": "The report is due."})
    page = html(client_of("cyd"), here)
    for words in (
        "Accepted",
        "What is changed",
        "Section 2 is taken out.",
        "Stands, with a written reason",
        "Why the work goes on",
        "The report is due.",
    ):
        assert words in page
    assert "Say what becomes of it" not in page
    now["at"] = CLOSES + clock.days(1)
    olu.post(f"{here}close/")
    page = html(olu, here)
    assert "No consensus" in page
    assert "1 without an answer, 1 stands with a written reason" in page
    assert "Write down why it stands" in page
    form = html(olu, f"/consensus/objections/{raised['cyd'].pk}/meet/")
    assert "It stands; the call ended without consensus" in form
    assert "It is accepted" not in form
    assert olu.post(f"/consensus/objections/{raised['cyd'].pk}/meet/", {"what": "accept", "how": "Late."}).status_code == 422
    olu.post(f"/consensus/objections/{raised['cyd'].pk}/meet/", {"what": "let-stand", "how": "Taken up in the next draft."})
    assert "Taken up in the next draft." in html(olu, here)


def test_withdrawing_an_objection_and_a_call(kenya, viewers, client_of, now):
    call = actions.open_call(viewers["olu"], kenya, question="Ready?", at=AT)
    raised = actions.object_to(viewers["ada"], call.pk, reason="No.", at=AT)
    address = f"/consensus/objections/{raised.pk}/withdraw/"
    assert client_of("ben").get(address).status_code == 404
    assert "No." in html(client_of("ada"), address)
    assert client_of("ada").post(address).status_code == 302
    assert client_of("ada").get(f"/consensus/{call.pk}/withdraw/").status_code == 404
    assert client_of("olu").post(f"/consensus/{call.pk}/withdraw/", {"reason": "Too early."}).status_code == 302
    assert "Too early." in html(client_of("ben"), f"/consensus/{call.pk}/")


def test_the_list_and_what_is_hidden(kenya, brazil, viewers, client_of, now):
    seen = actions.open_call(viewers["olu"], kenya, question="About Kenya?", at=AT)
    hidden = actions.open_call(viewers["olu"], brazil, question="About Brazil?", at=AT)
    visitor = client_of("")
    page = html(visitor, "/consensus/")
    assert "About Kenya?" in page
    assert "About Brazil?" not in page
    assert "About Brazil?" in html(client_of("ada"), "/consensus/?state=open")
    assert visitor.get(f"/consensus/{seen.pk}/").status_code == 200
    assert visitor.get(f"/consensus/{hidden.pk}/").status_code == 404
    assert client_of("eve").get(f"/consensus/{hidden.pk}/").status_code == 404
    assert visitor.post(f"/consensus/{seen.pk}/object/", {"reason": "x"})["Location"].startswith("/account/login/")
    assert client_of("eve").post(f"/consensus/{seen.pk}/object/", {"reason": "x"}).status_code == 404
    assert client_of("ada").get(OPEN).status_code == 403


def test_the_tag_shows_calls_and_the_form(kenya, viewers, now):
    request = RequestFactory().get("/somewhere/")

    def shown(viewer):
        return Template("{% consensus state %}").render(Context({"request": request, "viewer": viewer, "state": kenya}))

    assert shown(VISITOR).strip() == ""
    assert OPEN in shown(viewers["olu"])
    call = actions.open_call(viewers["olu"], kenya, question="Ready?", at=AT)
    assert f'action="/consensus/{call.pk}/object/"' in shown(viewers["ada"])
    assert "31 March 2027, 23:59 Geneva" in shown(VISITOR)
    assert "<form" not in shown(VISITOR)


def test_thirty_calls_cost_no_more_queries_than_three(kenya, brazil, viewers, client_of, now):
    client = client_of("ada")

    def count(rows):
        for number in range(Call.objects.count(), rows):
            actions.open_call(viewers["olu"], brazil if number % 2 else kenya, question=f"Question {number}?", at=AT)
        client.get("/consensus/")
        with CaptureQueriesContext(connection) as found:
            answer = client.get("/consensus/")
        assert len(answer.context["listing"].page.object_list) == min(rows, answer.context["listing"].page.paginator.per_page)
        return len(found)

    assert count(3) == count(30)
