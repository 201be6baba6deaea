"""Public conformance vectors, where a folder with them is named; their licences or sizes do not let them stand in this repository.

`INTERCHANGE_ROBOTS_VECTORS`: a checkout of google/robotstxt. `INTERCHANGE_ROBOTS_CORPUS`: `tests/test_data` of scrapy/protego.
`INTERCHANGE_FIELD_VECTORS`: a checkout of httpwg/structured-field-tests.
"""

import base64
import json
import os
import re
from decimal import Decimal
from pathlib import Path

import http_sf
import pytest
from protego import Protego

from interchange.workbench.signals.reservations import robots
from interchange.workbench.signals.reservations.crawlers import register
from interchange.workbench.signals.reservations.statements import Target


def folder(name):
    given = os.environ.get(name, "")
    return pytest.param(Path(given), marks=[] if given else pytest.mark.skip(reason=f"{name} names no folder"))


_STRING = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(
    rf"TEST\(RobotsUnittest, (?P<test>\w+)\)|(?:std::string|string_view) (?P<name>\w+) =\s*(?P<value>(?:{_STRING}\s*)+);|EXPECT_(?P<verdict>TRUE|FALSE)\(\s*IsUserAgentAllowed\((?P<arguments>(?:{_STRING}|\w+|[\s,])+)\)\)"
)
# Where RFC 9309 and Google's parser part: (test, reason). What stands here is expected to differ
DIFFERING = {
    "ID_LineSyntax_Line": "Google forgives a missing colon",
    "ID_Encoding": "RFC 9309 2.2.2 unescapes unreserved characters and escapes all outside of ASCII, in the address too; Google leaves that to its caller",
    "GoogleOnly_SystemTest": "an empty address counts as refused",
    "GoogleOnly_AcceptUserAgentUpToFirstSpace": "Google obeys no group for an invalid product token",
    "GoogleOnly_IndexHTMLisDirectory": "Google's index.html rule",
}


def words(text):
    """C++ string literals as one text; octets given by number are UTF-8."""
    found = "".join(one[1:-1] for one in re.findall(_STRING, text)).encode("latin-1", "backslashreplace").decode("unicode_escape")
    return found.encode("latin-1").decode("utf-8", "replace") if max(found, default="") < "\u0100" else found


@pytest.mark.parametrize("root", [folder("INTERCHANGE_ROBOTS_VECTORS")])
def test_googles_vectors(root):
    names, test, ran, wrong = {}, "", 0, {}
    for match in _TOKEN.finditer((root / "robots_test.cc").read_text("utf-8")):
        if match["test"]:
            test = match["test"]
        elif match["name"]:
            names[match["name"]] = words(match["value"])
        else:
            given = [words(one) if one.startswith('"') else names.get(one) for one in re.findall(rf"{_STRING}|\w+", match["arguments"])]
            if len(given) != 3 or None in given:
                continue
            text, agent, url = given
            ran += 1
            if robots.read(text).access(agent, Target(url).path).allowed is not (match["verdict"] == "TRUE"):
                wrong.setdefault(test, []).append((agent, url))
    assert ran > 120
    assert set(wrong) <= set(DIFFERING), wrong
    assert sum(map(len, wrong.values())) <= 8, wrong


@pytest.mark.parametrize("root", [folder("INTERCHANGE_ROBOTS_CORPUS")])
def test_real_files_are_read_as_protego_reads_them(root):
    tokens = [one.token for one in register().crawlers if " " not in one.token][:6]
    ran = differing = 0
    for path in sorted(root.iterdir())[:1500]:
        content = path.read_bytes()
        ours = robots.read(content)
        try:
            theirs = Protego.parse(content.decode("utf-8", "replace"))
        except Exception:
            continue
        for token in tokens:
            for address in ("/", "/search?q=a", "/private/x.html", "/wp-admin/"):
                ran += 1
                differing += ours.access(token, address).allowed is not bool(theirs.can_fetch(f"https://e.example{address}", token))
    assert ran > 10_000
    assert differing / ran < 0.005, (ran, differing)


def plain(value):
    """A parsed structured field in the JSON form of the vectors."""
    if isinstance(value, http_sf.DisplayString):
        return {"__type": "displaystring", "value": str(value)}
    if isinstance(value, http_sf.Token):
        return {"__type": "token", "value": str(value)}
    if isinstance(value, bytes):
        return {"__type": "binary", "value": base64.b32encode(value).decode()}
    if hasattr(value, "timestamp"):
        return {"__type": "date", "value": int(value.timestamp())}
    if isinstance(value, Decimal):
        return float(value)
    return value


def member(value):
    head, parameters = value if isinstance(value, tuple) else (value, {})
    made = [member(one) for one in head] if isinstance(head, list) else plain(head)
    return [made, [[name, plain(one)] for name, one in parameters.items()]]


@pytest.mark.parametrize("root", [folder("INTERCHANGE_FIELD_VECTORS")])
def test_structured_field_vectors(root):
    ran, wrong = 0, []
    for path in sorted(root.glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            if case.get("can_fail"):
                continue
            ran += 1
            try:
                found = http_sf.parse(", ".join(case["raw"]).encode(), tltype=case["header_type"])
            except ValueError:
                if not case.get("must_fail"):
                    wrong.append(case["name"])
                continue
            if case.get("must_fail"):
                wrong.append(case["name"])
                continue
            kind = case["header_type"]
            got = (
                member(found)
                if kind == "item"
                else [member(one) for one in found]
                if kind == "list"
                else [[name, member(one)] for name, one in found.items()]
            )
            if got != case["expected"]:
                wrong.append(case["name"])
    assert ran > 1500
    assert wrong == []
