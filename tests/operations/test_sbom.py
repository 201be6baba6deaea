"""The list of what is shipped is whole, valid CycloneDX, and names a licence for each package."""

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts import sbom


@pytest.fixture(scope="module")
def found():
    return sbom.shipped()


def test_every_package_of_the_locks_is_listed_with_a_licence_that_may_be_shipped(found):
    assert {"django", "granian", "psycopg", "opentelemetry-sdk"} <= {name.lower() for name in found}
    assert "pytest" not in found, "what the checks need is not shipped"
    assert sbom.questionable(found) == []
    assert sbom.questionable({"x": ("1", [], "GPL-3.0-only", "core"), "y": ("1", [], "", "core")}) == [
        "x: GPL-3.0-only",
        "y: names no licence",
    ]
    assert all(hashes for _version, hashes, _licence, _name in found.values())
    assert set(sbom.EXPLAINED) | set(sbom.IN_A_FILE) <= set(found), "what is gone needs no explaining"


def test_it_is_valid_and_says_the_same(found):
    text = sbom.JsonV1Dot6(sbom.bom(found)).output_as_string()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    listed = json.loads(text)
    assert {part["name"]: part["version"] for part in listed["components"]} == {name: version for name, (version, *_rest) in found.items()}
    assert listed["metadata"]["component"]["name"] == "interchange"
    assert all(part["purl"].startswith("pkg:pypi/") for part in listed["components"])
