"""The limited process: plug-ins that crash, hang or reach out are findings; what was known before a kill is not asked again."""

import pytest

from interchange.workbench.signals.trials import catalogue, recipe, results, running
from interchange.workbench.signals.trials.interface import Sample
from interchange.workbench.signals.trials.process import AS_MADE

TEXT = Sample(b"A text that is long enough to have a code of its own, whatever happens to it. " * 8, "text/plain", "text.txt")
PLUGINS = "interchange.workbench.signals.trials.tests.plugins"


@pytest.fixture
def plugged(tmp_path, monkeypatch):
    """The plug-ins, as an installed package brings them: here and in the limited process, which gets the same path."""
    info = tmp_path / "members_plugins-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: members-plugins\nVersion: 1\n")
    lines = "\n".join(f"{name} = {PLUGINS}:{name}" for name in ("reverse", "crash", "hang", "network", "raises"))
    (info / "entry_points.txt").write_text(f"[interchange.lab.steps]\n{lines}\nbroken = no.such.module:thing\njpeg = {PLUGINS}:reverse\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    catalogue.steps.cache_clear()
    yield
    catalogue.steps.cache_clear()


def test_what_a_plug_in_does_is_a_finding_and_the_others_are_tried(plugged):
    assert {"reverse", "crash", "hang"} <= set(catalogue.steps())
    assert catalogue.steps()["jpeg"].media == "image", "a plug-in cannot take the place of one of ours"
    chains = [recipe.chain(name, name) for name in ("upper", "crash", "reverse", "hang", "network", "raises", "spaces")]
    followed = recipe.check("texts", "", 1, 1, chains, ["iscc-text"])
    store = running.Memory()
    with running.Laboratory(seconds=1.5) as laboratory:
        assert list(running.run(followed, [TEXT], store, laboratory)) == [8]
        asked = laboratory.worker.files
        assert list(running.run(followed, [TEXT], store, laboratory)) == [8]
        assert laboratory.worker.files == asked, "what is known is not tried again"
    known = results.complete(followed, [("text.txt", running.sha256(TEXT.content), "text/plain")], store)
    found = known[0][2]
    assert found["upper"]["states"]["iscc-text"][0] == found["spaces"]["states"]["iscc-text"][0] == "kept"
    assert found["reverse"]["states"]["iscc-text"][0] == "lost"
    assert "signal 6" in found["crash"]["failed"]
    assert "longer than" in found["hang"]["failed"]
    assert "PermissionError" in found["network"]["failed"]
    assert found["raises"]["failed"] == "RuntimeError: a plug-in's own fault"
    made = results.assemble(followed, known)
    assert {one["chain"] for one in made["remarks"]} == {"crash", "hang", "network", "raises"}


def test_a_run_that_is_cut_short_and_taken_up_gives_the_same_result():
    followed = recipe.check("photos", "", 1, 1, recipe.ready(["jpeg-75", "noise", "strip"]), ["c2pa", "iptc-source-type", "phash"])
    from interchange.workbench.signals.trials import corpora

    small = Sample(corpora.photo(running_seed(), 96, 72), "image/jpeg", "small.jpg")
    hostile = Sample(b"\xff\xd8\xff\xe0" + b"\x00" * 300, "image/jpeg", "hostile.jpg")
    given = [(one.name, running.sha256(one.content), one.media_type) for one in (small, hostile)]
    digests = []
    for cut in (False, True):
        store = running.Memory()
        with running.Laboratory() as laboratory:
            for _done in running.run(followed, [small, hostile], store, laboratory):
                if cut:
                    laboratory.worker.process.kill()  # as if the machine had gone; and half of what was known is lost
                    for key in list(store)[::2]:
                        del store[key]
                    break
            list(running.run(followed, [small, hostile], store, laboratory))
        digests.append(results.assemble(followed, results.complete(followed, given, store))["digest"])
        assert store[running.keys(followed, *given[1][1:])["jpeg-75"]].keys() == {"failed"}, "a picture that is none"
    assert digests[0] == digests[1]
    assert store[running.keys(followed, *given[0][1:])[AS_MADE]]["states"]["c2pa"][0] == "kept"


def running_seed():
    import numpy as np

    return np.random.default_rng(11)
