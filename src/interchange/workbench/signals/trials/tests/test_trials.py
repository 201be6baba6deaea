"""Recipes, steps, intervals, results: on tiny files, in this process where nothing hostile is meant."""

import io
import json
from itertools import pairwise

import jsonschema
import numpy as np
import pytest
from PIL import Image

from interchange.workbench.signals.schema import load
from interchange.workbench.signals.trials import catalogue, corpora, marking, recipe, results, running
from interchange.workbench.signals.trials.interface import Looked, NotApplicable, Sample
from interchange.workbench.signals.trials.process import AS_MADE, job
from interchange.workbench.signals.trials.statistics import wilson
from scripts.starter_experiment import DATA, recipes

SMALL = corpora.photo(np.random.default_rng(5), 288, 240)


def answers(followed, sample):
    """What the process would answer, without the process."""
    said = followed.data()["chains"]
    file = running.sha256(sample.content)
    asked = {
        "name": sample.name, "media_type": sample.media_type, "signals": list(followed.signals), "chains": [one["steps"] for one in said],
        "seeds": [running.seed(followed, file, one["steps"]) for one in said],
    }  # fmt: skip
    return dict(zip(running.names(followed), job(asked, sample.content, lambda what: None), strict=True))


@pytest.fixture(scope="module")
def picture():
    """One small picture after five chains, all signals."""
    chains = [*recipe.ready(["strip", "retitle", "jpeg-75", "crop-25"]), recipe.chain("two", "resize percent=60 | jpeg quality=80")]
    signals = [one.id for one in catalogue.signals(others=False).values() if "image" in one.media]
    followed = recipe.check("photos", "", 1, 3, chains, signals)
    return followed, answers(followed, Sample(SMALL, "image/jpeg", "one.jpg"))


def test_what_survives_is_what_should(picture):
    _followed, found = picture
    whole, strip, retitle, jpeg, crop, two = (found[name]["states"] for name in (AS_MADE, "strip", "retitle", "jpeg-75", "crop-25", "two"))
    labels = ("iptc-source-type", "plus-data-mining", "gb-45438", "generator-parameters")
    assert [whole[name][0] for name in ("c2pa", *labels)] == ["kept"] * 5
    assert [strip[name][0] for name in ("c2pa", *labels)] == ["lost"] * 5
    assert strip["iscc-image"] == ["kept", 0.0], "not a point of the picture was touched"
    assert retitle["c2pa"][0] == "broken", "a change after signing"
    assert [retitle[name][0] for name in labels] == ["kept"] * 4
    assert [jpeg[name][0] for name in ("c2pa", *labels)] == ["lost"] * 5
    assert jpeg["iscc-image"][0] == jpeg["phash"][0] == two["iscc-image"][0] == "kept"
    assert crop["iscc-image"][0] == crop["phash"][0] == "lost", "whole-picture codes do not stand a quarter cut off"
    assert not any(found[AS_MADE]["found"].values()), "nothing is found in the unmarked file"


def test_the_mark_is_that_of_the_reference_code():
    from interchange.workbench.signals.options import Options
    from interchange.workbench.signals.readers.pixels import Pixels
    from interchange.workbench.signals.work import source

    marked = marking.watermark(Sample(SMALL, "image/jpeg"))
    assert marking.agreement(np.asarray(Image.open(io.BytesIO(SMALL)).convert("RGB"))) < 0.8
    rgb = np.asarray(Image.open(io.BytesIO(marked.content)).convert("RGB"))
    assert marking.agreement(rgb) >= 0.85
    third = [*corpora.make("photos", 3, 1)][2]
    for sample, found in ((third, []), (marking.watermark(third), ["Stable Diffusion XL"])):  # by the bench's own reader
        assert [one.code for one in Pixels().read(source("x.jpg", Options(), content=sample.content))] == found
    with pytest.raises(NotApplicable):
        marking.watermark(Sample(corpora.photo(np.random.default_rng(1), 64, 64), "image/jpeg"))


@pytest.mark.parametrize(("corpus", "chains", "signals", "kept", "lost"), [
    ("texts", ["upper", "spaces", "look-alikes"], ["gb-45438-text", "iscc-text"], {"upper": "iscc-text", "spaces": "iscc-text"}, {"upper": "gb-45438-text", "look-alikes": "iscc-text"}),
    ("speech", ["quieter", "telephone", "stretch-2", "trim"], ["c2pa", "sound-print"], {"quieter": "sound-print", "telephone": "sound-print", "stretch-2": "sound-print"}, {"quieter": "c2pa", "trim": "sound-print"}),
])  # fmt: skip
def test_texts_and_sound(corpus, chains, signals, kept, lost):
    followed = recipe.check(corpus, "", 1, 1, recipe.ready(chains), signals)
    found = answers(followed, next(corpora.make(corpus, 1, 1)))
    assert {chain: found[chain]["states"][signal][0] for chain, signal in kept.items()} == dict.fromkeys(kept, "kept")
    assert {chain: found[chain]["states"][signal][0] for chain, signal in lost.items()} == dict.fromkeys(lost, "lost")


def test_stretching_keeps_the_pitch():
    from interchange.workbench.signals.trials.sounds import decoded

    time = np.arange(2 * corpora.RATE) / corpora.RATE
    tone = Sample(corpora.as_wav(0.5 * np.sin(2 * np.pi * 440 * time)), "audio/wav")
    sound, rate = decoded(catalogue.steps()["stretch"].apply(tone, 1, percent=125.0).content)
    assert len(sound) == pytest.approx(len(time) / 1.25, rel=0.01)
    assert np.argmax(np.abs(np.fft.rfft(sound))) * rate / len(sound) == pytest.approx(440, abs=4)


def test_equal_seeds_give_equal_files_and_others_do_not():
    for name, maker in {"photos": lambda draw: corpora.photo(draw, 64, 48), "texts": corpora.text, "tones": lambda draw: corpora.tones(draw, 0.6), "speech": lambda draw: corpora.speech(draw, 0.6)}.items():  # fmt: skip
        made = [maker(np.random.default_rng(seed)) for seed in (1, 1, 2)]
        assert made[0] == made[1] != made[2], name
    first, more = ([running.sha256(one.content) for one in corpora.make("texts", count, 9)] for count in (2, 3))
    assert more[:2] == first
    assert len(set(more)) == 3


def test_the_interval_is_wilsons():
    assert [round(value, 4) for value in (wilson(5, 10).low, wilson(5, 10).high)] == [0.2366, 0.7634]  # Newcombe 1998, table I, method 3
    assert (wilson(0, 20).low, round(wilson(0, 20).high, 4)) == (0.0, 0.1611)
    assert (round(wilson(20, 20).low, 4), wilson(20, 20).high) == (0.8389, 1.0)
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="between"):
        wilson(3, 2)


@pytest.mark.parametrize(("line", "words"), [
    ("jpeg quality=101", "lies between 5 and 100"), ("jpeg quality=nan", "lies between"), ("jpeg strength=3", "has no value"), ("melt", "no step"), ("jpeg quality=x", "is no step"),
    ("jpeg | upper", "mixes"), ("|".join(["png"] * 7), "one to 6 steps"), ("", "no step"),
])  # fmt: skip
def test_a_chain_that_cannot_be_followed_says_why(line, words):
    with pytest.raises(recipe.Wrong, match=words):
        recipe.chain("own", line)


def test_a_recipe_says_all_its_faults_and_survives_its_json():
    with pytest.raises(recipe.Wrong) as wrong:
        recipe.check("photos", "", 0, -1, recipe.ready(["upper"]), ["iscc-text", "iscc-text", "nothing"])
    assert {part for part, _words in wrong.value.faults} == {"count", "seed", "chains", "signals"}
    for data in (
        None,
        [],
        {},
        {"corpus": {"name": "photos", "count": "3"}, "seed": 1},
        {"corpus": {"count": 1}, "seed": 1, "chains": [7], "signals": [7]},
    ):
        with pytest.raises(recipe.Wrong):
            recipe.read(data)
    made = recipe.check("photos", "", 2, 1, [recipe.chain("own-1", "fit longest=100 | jpeg")], ["c2pa"])
    again = recipe.read(json.loads(json.dumps(made.data())))
    assert again == made
    jsonschema.validate(made.data(), load("recipe.schema.json"))


def test_the_key_changes_with_all_that_decides():
    made = recipe.check("photos", "", 2, 1, recipe.ready(["jpeg-75", "noise"]), ["phash"])
    keys = running.keys(made, "a" * 64, "image/jpeg")
    seeded = running.keys(recipe.check("photos", "", 2, 2, recipe.ready(["jpeg-75", "noise"]), ["phash"]), "a" * 64, "image/jpeg")
    other = running.keys(made, "b" * 64, "image/jpeg")
    more = running.keys(recipe.check("photos", "", 2, 1, recipe.ready(["noise"]), ["phash"]), "a" * 64, "image/jpeg")
    assert len({*keys.values(), *other.values()}) == 6
    assert keys["noise"] != seeded["noise"]
    assert keys["noise"] == more["noise"], "what else is tried plays no part"


def test_a_result_counts_from_what_stood_as_made(picture):
    followed, found = picture
    failed = {**found, "jpeg-75": {"failed": "it took longer than 30 seconds"}}
    made = results.assemble(followed, [("one.jpg", "a", found), ("two.jpg", "b", failed)])
    cells = {line["name"]: line["cells"] for line in made["lines"]}
    assert (cells["strip"]["c2pa"]["kept"], cells["strip"]["c2pa"]["of"]) == (0, 2)
    assert (cells["jpeg-75"]["iscc-image"]["kept"], cells["jpeg-75"]["iscc-image"]["of"], cells["jpeg-75"]["iscc-image"]["failed"]) == (
        1,
        1,
        1,
    )
    assert cells["retitle"]["c2pa"]["broken"] == 2
    assert made["false_positives"]["phash"] == {"kept": 1, "of": 1, "share": 1.0, "low": 0.2065, "high": 1.0, "among": "pairs"}, (
        "the same file twice"
    )
    assert made["remarks"] == [{"file": "two.jpg", "chain": "jpeg-75", "why": "it took longer than 30 seconds"}]
    assert len(list(results.rows(made))) == 1 + 6 * 8 + 8
    slower = {name: {**one, "seconds": {}, "spent": 9.0} for name, one in found.items()}
    assert (
        results.assemble(followed, [("one.jpg", "a", slower)])["digest"] == results.assemble(followed, [("one.jpg", "a", found)])["digest"]
    )


def test_a_newer_reader_makes_a_result_stale(picture):
    followed, found = picture
    made = results.assemble(followed, [("one.jpg", "a", found)])
    assert results.stale(made) == {}
    made["signals"][0]["version"] = "0"
    made["signals"].append({"id": "no-longer-here", "version": "1"})
    assert {name: pair[1] for name, pair in results.stale(made).items()} == {
        "c2pa": catalogue.signals()["c2pa"].version,
        "no-longer-here": "",
    }


@pytest.mark.parametrize("name", ["pictures", "texts"])
def test_the_shipped_result_is_what_a_run_gives(name):
    """Its recipe is the one of the script, and the first file tried again after a few chains gives the answers that were counted."""
    shipped, wanted = json.loads((DATA / f"{name}.json").read_text("utf-8")), recipes()[name]
    assert shipped["recipe"] == wanted.data(), "make it anew: python -m scripts.starter_experiment"
    assert shipped["digest"] == recipe.digest(results.without_cost(shipped))
    samples = [one for _number, one in zip(range(2), running.files(wanted), strict=False)]
    assert [one["sha256"] for one in shipped["files"][:2]] == [running.sha256(one.content) for one in samples]
    few = recipe.check(wanted.corpus, "", 1, wanted.seed, wanted.chains[:5] + wanted.chains[-2:], wanted.signals)
    found = answers(few, samples[0])
    lines = {line["name"]: line["cells"] for line in shipped["lines"]}
    for chain, answer in found.items():
        for signal, (state, _far) in answer["states"].items():
            cell = lines[chain][signal]
            if found[AS_MADE]["states"][signal][0] == "kept" and cell["kept"] in (0, cell["of"]):
                assert (state == "kept") == (cell["kept"] > 0), (chain, signal)


def test_codes_that_cannot_be_computed_are_no_matches():
    blank = io.BytesIO()
    Image.new("RGB", (80, 80), "white").save(blank, "PNG")
    for signal, sample in (("phash", Sample(blank.getvalue(), "image/png")), ("iscc-text", Sample(b"too short", "text/plain")), ("sound-print", Sample(corpora.as_wav(np.zeros(20000)), "audio/wav")), ("phash", Sample(b"\xff\xd8broken", "image/jpeg"))):  # fmt: skip
        with pytest.raises(NotApplicable):
            catalogue.signals()[signal].refer(Looked(sample))


def test_the_steps_give_files_of_their_kind_and_the_same_each_time():
    for one in catalogue.steps(others=False).values():
        sample = {"image": Sample(SMALL, "image/jpeg"), "text": Sample(corpora.text(np.random.default_rng(1), 80), "text/plain"), "audio": Sample(corpora.tones(np.random.default_rng(1), 0.7), "audio/wav")}[one.media]  # fmt: skip
        if one.id in ("print", "avif"):
            continue  # slow; the shipped result has them
        first, second = (one.apply(sample, 7) for _ in range(2))
        assert first.content == second.content, one.id
        assert first.media_type.partition("/")[0] == one.media, one.id
    assert all(one.id != other.id for one, other in pairwise(catalogue.steps().values()))
