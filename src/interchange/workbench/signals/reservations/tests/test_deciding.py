"""Which statement wins for each use, by whose rule, and what contradicts it; the site check as a whole."""

import json

from interchange.workbench.signals.model import Asserter, AsserterKind, Claim, Finding, Stance, Use
from interchange.workbench.signals.reservations.decide import decide
from interchange.workbench.signals.reservations.findings import decisions
from interchange.workbench.signals.reservations.site import Site, check
from interchange.workbench.signals.reservations.statements import Reading
from interchange.workbench.signals.reservations.tests.test_schemes import licence

NO, YES, MAYBE, UNKNOWN = Stance.DISALLOWED, Stance.ALLOWED, Stance.CONDITIONAL, Stance.UNKNOWN


def verdicts(**given):
    return {one.use: one for one in check(Site("https://e.example/a/", **given)).verdicts}


def test_nothing_found_is_never_permission():
    report = check(Site("https://e.example/", robots="", headers="", html="", tdmrep=""))
    assert {one.stance for one in report.verdicts} == {UNKNOWN}
    assert all("not a permission" in one.why for one in report.verdicts)
    assert "not a permission" in report.headline
    assert report.findings == ()
    assert {one.stance for one in decide(Reading())} == {UNKNOWN}


def test_allowing_crawlers_permits_no_use():
    found = verdicts(robots="User-agent: *\nAllow: /\n")
    assert {one.stance for one in found.values()} == {UNKNOWN}


def test_layers_of_tdmrep_supersede_and_are_shown():
    one = '[{"location": "/", "tdm-reservation": 1}]'
    assert verdicts(tdmrep=one)[Use.MINING].stance is NO
    header = verdicts(tdmrep=one, headers="tdm-reservation: 0")[Use.MINING]
    assert header.stance is YES
    assert [lower.place for lower in header.overruled] == ["/.well-known/tdmrep.json rule 1"]
    assert "goes before" in header.why
    page = verdicts(tdmrep=one, headers="tdm-reservation: 0", html='<meta name="tdm-reservation" content="1">')[Use.MINING]
    assert page.stance is NO
    assert page.winner.place == "HTML meta"
    assert len(page.overruled) == 1  # the header said otherwise, the file the same
    assert verdicts(tdmrep=one, headers="tdm-reservation: maybe")[Use.MINING].stance is NO  # an error never resets


def test_a_reservation_of_mining_covers_training_and_a_permission_does_not():
    reserved = verdicts(headers="tdm-reservation: 1\ntdm-policy: https://e.example/policy")
    assert reserved[Use.GENERATIVE_TRAINING].stance is NO
    assert "training is mining" in reserved[Use.GENERATIVE_TRAINING].why
    assert reserved[Use.GENERATIVE_TRAINING].offers == ("https://e.example/policy",)
    assert reserved[Use.SEARCH].stance is UNKNOWN
    open_ = verdicts(headers="tdm-reservation: 0")
    assert open_[Use.MINING].stance is YES
    assert open_[Use.GENERATIVE_TRAINING].stance is UNKNOWN


def test_sources_of_aipref_combine_to_the_refusal_and_the_contradiction_is_shown():
    found = verdicts(headers="Content-Usage: train-ai=y", robots="User-agent: *\nAllow: /\nContent-Usage: train-ai=n\n")[
        Use.GENERATIVE_TRAINING
    ]
    assert found.stance is NO
    assert found.conflict
    assert found.rule.startswith("AIPREF, vocabulary 5.1")


def test_between_schemes_the_refusal_is_taken_and_said_to_be_no_standards_rule():
    found = verdicts(
        headers="Content-Usage: train-ai=n",
        rsl=licence('<license><permits type="usage">ai-train</permits><payment type="free"/></license>'),
    )
    one = found[Use.GENERATIVE_TRAINING]
    assert (one.stance, one.conflict, one.winner.scheme) == (NO, True, "aipref")
    assert "no standard decides" in one.why
    assert found[Use.AI_TRAINING].stance is YES


def test_conditions_of_a_licence_are_neither_yes_nor_no():
    paid = licence(
        '<license><permits type="usage">ai-train</permits><payment type="subscription"><custom>https://e.example/buy</custom></payment></license>'
    )
    found = verdicts(rsl=paid)[Use.GENERATIVE_TRAINING]
    assert (found.stance, found.conflict, found.offers) == (MAYBE, False, ("https://e.example/buy",))


def test_what_means_one_crawler_or_pictures_only_does_not_decide_for_all():
    robots = "User-agent: Google-Extended\nDisallow: /\n"
    found = verdicts(robots=robots, html='<meta name="robots" content="noimageai">')[Use.GENERATIVE_TRAINING]
    assert found.stance is UNKNOWN
    assert len(found.partly) == 2
    assert verdicts(robots=robots, agent="Google-Extended")[Use.GENERATIVE_TRAINING].stance is NO
    assert verdicts(html='<meta name="robots" content="noimageai">', image=True)[Use.GENERATIVE_TRAINING].stance is NO


def test_keeping_all_known_crawlers_away_reserves_indirectly():
    found = verdicts(robots="User-agent: *\nDisallow: /\n", headers="Content-Signal: search=yes")
    assert found[Use.MINING].stance is NO
    assert "does not speak of the use itself" in found[Use.MINING].why
    assert (found[Use.SEARCH].stance, found[Use.SEARCH].conflict) == (NO, True)


def test_the_report_is_json_and_its_ids_fit():
    report = check(
        Site(
            "https://e.example/",
            headers="Content-Usage: train-ai=n\ntdm-reservation: 1",
            robots=b"\xef\xbb\xbfUser-agent: GPTBot\r\nDisallow: /\r\n",
            html=b"<meta name='tdm-reservation' content='0'>",
            rsl="<nonsense",
            unreachable=("ai.txt",),
        )
    )
    data = json.loads(json.dumps(report.json()))
    ids = {one["id"]: one for one in data["findings"]}
    assert len(ids) == len(data["findings"]) > 5
    for one in data["decisions"]:
        assert one["winner"] == "" or one["use"] in ids[one["winner"]]["uses"] or one["use"] in ("ai-training", "generative-training")
    assert data["not_given"] == ["tdmrep.json", "ai.txt"]
    assert {asked["token"]: asked["allowed"] for asked in data["crawlers"]["asked"]}["GPTBot"] is False
    assert all(one["place"] is not None and one["meaning"] for one in data["findings"])
    assert {one["id"] for one in data["schemes"]} >= {"tdmrep", "aipref", "robots", "rsl"}


def test_a_licence_file_that_nothing_points_to_is_told():
    file = licence('<license><prohibits type="usage">ai-train</prohibits></license>')
    lost = check(Site("https://e.example/", robots="User-agent: *\nAllow: /\n", rsl=file))
    assert any("do not find it" in note.words for note in lost.reading.notes)
    found = check(Site("https://e.example/", robots="License: https://e.example/l.xml\nUser-agent: *\nAllow: /\n", rsl=file))
    assert not any("do not find it" in note.words for note in found.reading.notes)


def test_findings_of_any_reader_are_decided_in_the_same_way():
    report = check(Site("https://e.example/", headers="tdm-reservation: 1\nContent-Usage: train-ai=y\nX-Robots-Tag: googlebot: noindex"))
    asked = decisions(report.findings, report.target)
    assert [(one.use, one.stance, one.conflict) for one in asked] == [(one.use, one.stance, one.conflict) for one in report.verdicts]
    assert {one.use: one.stance for one in asked}[Use.GENERATIVE_TRAINING] is NO
    who = Asserter(AsserterKind.METADATA)
    own = [
        Finding("tdmrep", "XMP", "1", "x", Claim.RESERVED, who, uses=(Use.MINING,), id="a"),
        Finding("others", "XMP", "1", "x", Claim.PERMITTED, who, uses=(Use.ALL,), id="b"),
        Finding("others", "part", "1", "x", Claim.RESERVED, who, uses=(Use.SEARCH,), about="ingredient 2", id="c"),
        Finding("others", "XMP", "1", "x", Claim.MADE_BY_AI, who, id="d"),
    ]
    found = {one.use: one for one in decisions(own)}
    assert (found[Use.MINING].stance, found[Use.MINING].winner, found[Use.MINING].overruled, found[Use.MINING].conflict) == (
        NO,
        "a",
        ("b",),
        True,
    )
    assert (found[Use.SEARCH].stance, found[Use.SEARCH].winner) == (YES, "b")
    assert {one.stance for one in decisions([])} == {UNKNOWN}
