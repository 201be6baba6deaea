"""F-UJI, the FAIR assessment of the field, over a record's page served on loopback: its score must not fall below what it was.

It shares no environment with us (it pins old versions) and is not of the registry: INTERCHANGE_FUJI names the Python of an environment in which
it is installed from its repository (version 3.5.1, its own Python pin ignored). Without the network nothing that asks registries can pass, a DOI's
resolution first of all, so the floor is a floor and no mark of quality.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from django.db import transaction

from interchange.knowledge.repository.tests import making

RUNNER = Path(__file__).resolve().parents[6] / "tests" / "fuji_score.py"
# Metrics v0.5 of FsF: what passes whole, and the least sum of all
WHOLE = {
    "FsF-F1-01D", "FsF-F2-01M", "FsF-F3-01M", "FsF-A1-01M", "FsF-A1-02M", "FsF-A1-03D", "FsF-I1-01M", "FsF-I2-01M", "FsF-I3-01M", "FsF-R1.1-01M",
    "FsF-R1.3-01M", "FsF-R1.3-02D",
}  # fmt: skip
FLOOR = 20  # of 24; the others want a DOI that resolves, a hit in a search engine, measured variables, and provenance in PROV or PAV


@pytest.mark.django_db(transaction=True)
def test_the_score_of_f_uji_does_not_fall(live_server, settings):
    python = os.environ.get("INTERCHANGE_FUJI", "")
    if not Path(python).is_file():
        pytest.skip("JUDGE MISSING: F-UJI (INTERCHANGE_FUJI names no Python that has it); the FAIR score was not taken")
    settings.BASE_URL = live_server.url
    with transaction.atomic():
        one = making.record("fair", licence="CC-BY-4.0", identifiers=[["doi", "10.1000/182"], ["url", "https://example.org/source"]])
        making.file(one)
    done = subprocess.run(
        [python, str(RUNNER), f"{live_server.url}/repository/fair/", "metrics_v0.5"],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    scores = json.loads(done.stdout.splitlines()[-1])
    assert len(scores) == 16
    assert {name for name, (earned, total) in scores.items() if earned == total} >= WHOLE, scores
    assert sum(earned for earned, _total in scores.values()) >= FLOOR, scores
