"""Tags, lists, forms, menu, exports and charts: what every page is made of."""

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.db.models import Count
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.policy.viewer import VISITOR, Viewer
from interchange.ground.shell import charts, exports, menu
from interchange.ground.shell.forms import HouseForm, TickBoxes, attempt
from interchange.ground.shell.lists import Facet, Listing

AT = datetime(2027, 1, 12, 22, 59, tzinfo=UTC)
STATIC = Path(__file__).parents[1] / "static" / "shell"


def show(source, **context):
    return Template(source).render(Context({"viewer": VISITOR, **context}))


# --- tags


def test_a_moment_names_both_zones():
    made = show("{% moment at %}", at=AT, viewer=Viewer(person_id=1, time_zone="America/New_York"))
    assert made == '<time datetime="2027-01-12T22:59:00Z">12 January 2027, 23:59 Geneva, 17:59 New York</time>'
    assert show("{% moment at %}", at=None) == ""


def test_a_day_is_that_of_the_network():
    late = datetime(2027, 1, 12, 23, 30, tzinfo=UTC)
    assert "13 January 2027" in show("{% day d %}", d=late)
    assert 'datetime="2027-01-12"' in show("{% day d %}", d=date(2027, 1, 12))


def test_a_state_is_said_in_words_and_shape():
    assert show('{% state "open" "Open" %}') == '<span class="state state-good">Open</span>'
    assert "state-bad" in show('{% state "declined" "Declined" %}')
    assert "state-idle" in show('{% state "never-heard-of" "Odd" %}')


@pytest.mark.django_db
def test_tags_escape_what_people_typed():
    evil = "<script>alert(1)</script>"
    assert "<script" not in show("{% state code label %}{{ text|md }}", code=evil, label=evil, text=evil)
    assert "<script" not in str(charts.bars([charts.Bar(evil, 3)], evil))


@pytest.mark.parametrize("level", ["public", "states", "members", "restricted"])
def test_marks_say_who_may_read(level):
    assert f"mark-{level}" in show("{% mark level %}", level=level)


def test_a_mark_nobody_knows_is_a_mistake():
    with pytest.raises(KeyError):
        show('{% mark "secret" %}')


# --- forms


class Sample(HouseForm):
    name = forms.CharField(label="Name", max_length=2000, help_text="In any script.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "One"), ("b", "Two")], widget=forms.RadioSelect)
    topics = TickBoxes(label="Topics", choices=[("x", "X")], required=False)


def test_a_field_ties_help_error_and_counter_to_its_control():
    made = show("{% field form.name %}", form=Sample({"name": ""}))
    assert 'aria-describedby="id_name-help id_name-error id_name-count"' in made
    assert 'aria-invalid="true"' in made
    for part in ("help", "error", "count"):
        assert f'id="id_name-{part}"' in made
    assert "0 of 2,000 characters" in made


def test_a_counter_counts_on_the_server_and_nothing_is_cut_off():
    made = show("{% field form.name %}", form=Sample({"name": "x" * 2500}))
    assert "2,500 of 2,000 characters" in made
    assert "x" * 2500 in made
    assert "maxlength" not in made


def test_groups_stand_in_a_fieldset_with_a_legend_and_their_error():
    made = show("{% field form.kind %}{% field form.topics %}", form=Sample({"name": "Ada"}))
    assert made.count("<fieldset") == made.count("<legend>") == 2
    assert 'id="id_kind" aria-describedby="id_kind-error"' in made


def test_the_summary_links_every_fault():
    form = Sample({})
    form.add_error(None, "Something else")
    made = show("{% errors form %}", form=form)
    assert 'href="#id_name"' in made
    assert "3 things to mend" in made
    assert "error-summary" not in show("{% errors form %}", form=Sample())


def test_formset_rows_are_summed_up_too():
    rows = forms.formset_factory(Sample, extra=0)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Ada", "form-0-kind": "a", "form-1-kind": "a"}
    formset = rows(data)
    formset.is_valid()
    assert 'href="#id_form-1-name"' in show("{% errors formset %}", formset=formset)


def test_an_action_that_refuses_speaks_through_the_form():
    def action(name):
        raise Refused(Problem("name", "Taken.", "Choose another."), Problem("elsewhere", "Closed.", "Come back."))

    form = Sample({"name": "Ada", "kind": "a"})
    assert form.is_valid()
    assert attempt(form, action, "Ada") is None
    assert "Taken." in form.errors["name"][0]
    assert "Closed." in form.non_field_errors()[0]


def test_a_wrong_move_is_told_and_a_good_action_answers():
    def wrong():
        raise NotAMove("Thing", "open", "close")

    form = Sample({"name": "Ada", "kind": "a"})
    form.is_valid()
    assert attempt(form, wrong) is None
    assert form.non_field_errors()
    assert attempt(form, lambda value: value, 7) == 7


# --- lists


@pytest.fixture
def people(db):
    return [
        Person.objects.create_user(f"p{number:02}@example.org", given_name=f"Name {number:02}", country="BR" if number % 3 else "KE")
        for number in range(30)
    ]


def listing(address, **options):
    defaults = {
        "facets": [Facet("country", "Country", [("BR", "Brazil"), ("KE", "Kenya"), ("NO", "Norway")])],
        "sorts": {"name": ("Name", ["given_name"]), "new": ("Newest", ["-pk"])},
        "search": ["given_name", "email"],
        "per_page": 10,
    }
    return Listing(RequestFactory().get(address), Person.objects.all(), **{**defaults, **options})


def test_a_list_filters_by_links_and_counts_every_value(people):
    made = listing("/p/?country=KE&page=2")
    assert made.count == 10
    values = made.facets[0].values
    assert [(value.label, value.count, value.active) for value in values] == [("Brazil", 20, False), ("Kenya", 10, True)]
    assert values[0].url == "/p/?country=BR"
    assert values[1].url == "/p/"
    assert made.chips == [("Country: Kenya", "/p/")]


def test_a_list_searches_sorts_and_pages(people):
    assert [one.given_name for one in listing("/p/?q=name+07").page] == ["Name 07"]
    assert listing("/p/?sort=new").page[0] == people[-1]
    assert listing("/p/?sort=nonsense").sort == "name"
    assert len(listing("/p/?page=3").page) == 10
    assert listing("/p/?page=999").page.number == 3
    assert listing("/p/?page=x").page.number == 1


def test_unknown_filters_are_ignored(people):
    made = listing("/p/?country=XX'--")
    assert made.count == 30
    assert not made.chips


def test_a_list_costs_three_queries_for_few_and_many(people, django_assert_num_queries):
    for address in ("/p/?q=name+07", "/p/", "/p/?country=BR"):
        with django_assert_num_queries(3):
            made = listing(address)
            assert show("{% chips listing %}{% pager listing %}{% include 'shell/parts/facets.html' %}", listing=made)
            list(made.page)


# --- menu


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.setattr(menu, "ENTRIES", [])


@pytest.mark.django_db
def test_the_menu_shows_only_what_the_verbs_allow(entries, django_assert_num_queries):
    menu.entry(wing="network", label="Open to all", url="style")
    menu.entry(wing="person", label="Mine", url="me", verb="person.self")
    with django_assert_num_queries(0):
        assert menu.lines(VISITOR, "network") == [("Open to all", reverse("style"))]
        assert menu.lines(VISITOR, "person") == []
        assert menu.lines(Viewer(person_id=1), "person") == [("Mine", reverse("me"))]
        assert [key for key, _label, _lines in menu.wings(VISITOR)] == ["network"]


def test_the_rendered_menu_is_each_viewer_s_own_and_marks_the_page_at_hand(entries):
    menu.entry(wing="network", label="Open to <all>", url="style")
    menu.entry(wing="work", label="For members", url="me", verb="person.self")
    seen = menu.html(VISITOR, reverse("style"))
    assert seen.count(f'<a href="{reverse("style")}" aria-current="page">Open to &lt;all&gt;</a>') == 2
    assert "For members" not in seen
    assert "For members" in menu.html(Viewer(person_id=1), reverse("style"))
    assert "aria-current" not in menu.html(VISITOR, "/elsewhere/")


def test_a_wing_nobody_knows_is_a_mistake(entries):
    with pytest.raises(ValueError, match="no wing"):
        menu.entry(wing="cellar", label="X", url="style")


# --- exports


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@sum", "\tx"])
def test_spreadsheets_run_no_formulas(text):
    assert exports.cell(text) == f"'{text}"


def test_numbers_stay_numbers():
    assert exports.cell(-3.5) == "-3.5"
    assert exports.cell("+41") == "+41"


def test_tables_leave_as_csv_or_json():
    rows = [("Zoë", "=1")]
    csv = exports.table(RequestFactory().get("/x/"), "people", ["name", "note"], rows)
    assert csv.content.decode() == "\ufeffname,note\r\nZoë,'=1\r\n"
    assert csv["Content-Disposition"] == 'attachment; filename="people.csv"'
    as_json = exports.table(RequestFactory().get("/x/?format=json"), "people", ["name", "note"], rows)
    assert json.loads(as_json.content) == [{"name": "Zoë", "note": "=1"}]


# --- charts and pages


def test_bars_show_target_cap_and_what_is_hidden():
    made = str(charts.bars([charts.Bar("A", 9, target=6, cap=8), charts.Bar("B", 2, target=4), charts.Bar("C", None)], "By kind"))
    assert made.count("bar-target") == 2
    assert made.count("bar-cap") == 1
    assert "bar-over" in made
    assert "bar-short" in made
    assert "<title>C: fewer than 5</title>" in made
    assert "style=" not in made


def test_a_spread_of_nothing_is_nothing():
    assert charts.spread([], "Nothing") == ""
    assert charts.spread([("A", -0.5, 0.1, 0.7)], "One").count("spread-dot") == 1


def test_stylesheet_and_script_stay_small():
    assert len(gzip.compress((STATIC / "house.css").read_bytes())) < 11_000, "what travels: the stylesheet is sent compressed"
    assert (STATIC / "house.css").stat().st_size < 64_000
    assert (STATIC / "house.js").stat().st_size < 10_000


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", "list", "steps", "table", "desk"])
def test_the_style_page_shows_each_kind_of_page(kind):
    page = Client().get("/style/", {"as": kind}).content.decode()
    assert f'class="page-{kind or "reading"}"' in page
    assert page.count("<h1") == 1


@pytest.mark.django_db
def test_errors_speak_plainly():
    page = Client().get("/nothing/here/")
    assert page.status_code == 404
    assert "Nothing here" in page.content.decode()


def test_pages_of_grouped_rows_do_not_overlap(people):
    grouped = Person.objects.values("country").annotate(n=Count("pk")).order_by()
    made = Listing(RequestFactory().get("/p/"), grouped, per_page=1)
    assert [row["country"] for row in made.page]
    assert made.rows.ordered
