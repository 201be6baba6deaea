"""Options and Member States: who may change them, within which bounds, and what the journal keeps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed, Refused
from interchange.ground.journal.models import Event
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary import actions, load, options, queries
from interchange.ground.vocabulary.models import MemberState, Option

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.fixture
def officer():
    person = Person.objects.create_user("officer@example.org")
    RoleGrant.objects.create(person=person, role=Role.OFFICER, starts_at=timezone.now())
    return person


@pytest.fixture
def viewer(officer):
    return Viewer(person_id=officer.pk, roles=frozenset({Role.OFFICER}))


@pytest.fixture
def client(officer):
    made = Client()
    made.force_login(officer)
    session = made.session
    session["demo-sign-in"] = True
    session.save()
    return made


@pytest.fixture(autouse=True)
def _definitions(monkeypatch):
    monkeypatch.setattr(options, "DEFINITIONS", options.DEFINITIONS)
    for key, default, least, most in (("test.days", 21, 1, 90), ("test.flag", True, None, None), ("test.words", "soon", None, None)):
        monkeypatch.setitem(options.DEFINITIONS, key, options.Definition(key, default, f"Label of {key}", "Because.", least, most))
    queries.forget()
    yield
    queries.forget()


def fields(refused):
    return {problem.field for problem in refused.value.problems}


def test_an_option_changes_for_everybody_with_its_reason(viewer):
    actions.set_option(viewer, "test.days", 30, reason="Longer holidays", at=AT)
    assert options.value("test.days") == 30
    event = Event.objects.get(verb="option.set")
    assert (event.subject_kind, event.subject_id) == ("vocabulary.option", "test.days")
    assert (event.before, event.after) == ({"key": "test.days", "value": 21}, {"key": "test.days", "value": 30})
    assert event.remark.text == "Longer holidays"
    actions.set_option(viewer, "test.days", 30, reason="Again", at=AT)
    assert Event.objects.filter(verb="option.set").count() == 1


@pytest.mark.parametrize("value", [0, 91, -5, True, "30", ""])
def test_bounds_and_kinds_are_kept(viewer, value):
    with pytest.raises(Refused) as refused:
        actions.set_option(viewer, "test.days", value, reason="", at=AT)
    assert fields(refused) == {"value", "reason"}
    assert not Option.objects.exists()


@pytest.mark.parametrize("value", [1, 90])
def test_the_bounds_themselves_are_inside(viewer, value):
    assert actions.set_option(viewer, "test.days", value, reason="Try", at=AT).value == value


def test_a_question_takes_yes_or_no_only(viewer):
    with pytest.raises(Refused):
        actions.set_option(viewer, "test.flag", 0, reason="Why", at=AT)
    actions.set_option(viewer, "test.flag", False, reason="Why", at=AT)
    assert options.value("test.flag") is False


def test_texts_stay_out_of_the_chain(viewer):
    actions.set_option(viewer, "test.words", "Ask Ada Sample", reason="Why", at=AT)
    assert options.value("test.words") == "Ask Ada Sample"
    assert Event.objects.get(verb="option.set").after == {"key": "test.words", "value": None}
    with pytest.raises(Refused):
        actions.set_option(viewer, "test.words", "x" * 201, reason="Why", at=AT)


def test_going_back_to_the_default(viewer):
    actions.set_option(viewer, "test.days", 30, reason="Longer", at=AT)
    with pytest.raises(Refused) as refused:
        actions.reset_option(viewer, "test.days", reason=" ", at=AT)
    assert fields(refused) == {"reason"}
    assert actions.reset_option(viewer, "test.days", reason="Back", at=AT) == 21
    assert options.value("test.days") == 21
    actions.reset_option(viewer, "test.days", reason="Back", at=AT)
    assert Event.objects.filter(verb="option.reset").count() == 1


@pytest.mark.parametrize(
    "who", [VISITOR, Viewer(person_id=1), Viewer(person_id=1, roles=frozenset({Role.MEMBER, Role.AUDITOR, Role.REVIEWER}))]
)
def test_nobody_else_changes_anything(who):
    with pytest.raises(NotAllowed):
        actions.set_option(who, "test.days", 30, reason="Why", at=AT)
    with pytest.raises(NotAllowed):
        actions.reset_option(who, "test.days", reason="Why", at=AT)
    with pytest.raises(NotAllowed):
        actions.set_state(who, "KE", region="africa", development_status="", since=None, reason="Why", at=AT)


def test_an_option_that_no_room_defined_does_not_exist(viewer):
    with pytest.raises(NotAllowed):
        actions.set_option(viewer, "test.nothing", 1, reason="Why", at=AT)


def test_a_state_changes_its_group(viewer, django_capture_on_commit_callbacks):
    assert queries.region_of("GE") == "central-europe-baltic"
    change = {"region": "group-b", "development_status": "transition", "since": date(2026, 12, 1), "reason": "Note of the State", "at": AT}
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_state(viewer, "GE", **change)
        actions.set_state(viewer, "GE", **change)
    assert queries.region_of("GE") == "group-b"
    assert queries.development_status_of("GE") == "transition"
    event = Event.objects.get(verb="state.edited")
    assert event.before["region"] == "central-europe-baltic"
    assert event.after == {"region": "group-b", "development_status": "transition", "since": "2026-12-01"}


def test_loading_the_data_again_keeps_what_officers_noted(viewer):
    actions.set_state(viewer, "GE", region="group-b", development_status="", since=None, reason="Note", at=AT)
    load.load()
    assert MemberState.objects.get(pk="GE").region == "group-b"


def test_every_problem_of_a_state_at_once(viewer):
    with pytest.raises(Refused) as refused:
        actions.set_state(viewer, "GE", region="moon", development_status="rich", since=AT.date() + timedelta(days=2), reason="", at=AT)
    assert fields(refused) == {"region", "development_status", "since", "reason"}
    with pytest.raises(NotAllowed):
        actions.set_state(viewer, "XX", region="africa", development_status="", since=None, reason="Why", at=AT)


def test_the_page_shows_every_option_and_takes_a_change(client):
    page = client.get("/settings/options/").content.decode()
    for key, definition in options.DEFINITIONS.items():
        assert f'id="{key}"' in page
        assert str(definition.why).split("’")[0] in page
    for point in load.network()["not_stated"]:
        assert point in page
    wrong = client.post("/settings/options/", {"key": "test.days", "value": "500", "reason": "Long", "what": "set"})
    assert "500 is out of bounds." in wrong.content.decode()
    assert 'value="500"' in wrong.content.decode()
    assert client.post("/settings/options/", {"key": "test.days", "value": "40", "reason": "Long", "what": "set"}).status_code == 302
    assert options.value("test.days") == 40
    assert client.post("/settings/options/", {"key": "test.flag", "value": "no", "reason": "Test", "what": "set"}).status_code == 302
    assert options.value("test.flag") is False
    assert client.post("/settings/options/", {"key": "test.flag", "reason": "Test", "what": "reset"}).status_code == 302
    assert options.value("test.flag") is True
    assert client.post("/settings/options/", {"key": "test.days", "value": "40", "reason": "", "what": "reset"}).status_code == 200
    assert client.post("/settings/options/", {"key": "other", "value": "1", "reason": "x"}).status_code == 404


def test_the_page_of_a_state(client):
    assert client.get("/settings/states/XX/").status_code == 404
    page = client.get("/settings/states/KE/").content.decode()
    assert '<option value="africa" selected>' in page
    sent = {"region": "africa", "since": "2020-01-01", "development_status": "developing", "reason": "Note verbale"}
    assert client.post("/settings/states/KE/", sent).status_code == 302
    assert MemberState.objects.get(pk="KE").region_since == date(2020, 1, 1)
    assert "Give a reason" in client.post("/settings/states/KE/", {**sent, "reason": ""}).content.decode()


def test_settings_are_closed_to_others():
    assert Client().get("/settings/options/").status_code == 302
    stranger = Client()
    stranger.force_login(Person.objects.create_user("stranger@example.org"))
    assert stranger.get("/settings/options/").status_code == 404
    assert stranger.post("/settings/states/KE/", {"region": "group-b", "reason": "x"}).status_code == 404


def test_the_reference_page_is_public_and_complete(django_assert_max_num_queries):
    queries.words()
    with django_assert_max_num_queries(3):
        page = Client().get("/reference/").content.decode()
    for scheme in ("profiles", "objectives", "topics", "sectors", "organisation-kinds", "regions"):
        assert f'id="{scheme}"' in page
        for code, label in queries.choices(scheme):
            assert label.replace("'", "&#x27;") in page, code
    assert "194 Member States" in page


def test_the_list_of_states(django_assert_max_num_queries):
    queries.words()
    with django_assert_max_num_queries(6):
        page = Client().get("/reference/states/").content.decode()
    assert "194 entries" in page
    china = Client().get("/reference/states/?region=china").content.decode()
    assert "1 entry" in china
    assert "<code>CN</code>" in china
    assert "Kenya" in Client().get("/reference/states/?q=kenya").content.decode()
    assert "No State fits" in Client().get("/reference/states/?q=atlantis").content.decode()
    table = Client().get("/reference/states/?region=group-b&format=csv").content.decode()
    assert "CH,Switzerland,group-b" in table
    assert "KE" not in table
