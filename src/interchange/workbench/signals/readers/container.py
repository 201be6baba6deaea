"""The file itself: renamed, truncated, broken, or two files in one."""

from collections.abc import Iterable

from interchange.workbench.signals import schemes
from interchange.workbench.signals.containers import blocks, sniff
from interchange.workbench.signals.make import SELF, unreadable
from interchange.workbench.signals.model import Claim, Finding, Reason, Validity, say
from interchange.workbench.signals.reader import Source


def _remark(place: str, raw: str, words: str, code: str) -> Finding:
    return Finding("container", place, raw, words, Claim.DESCRIBED, SELF, Validity.VALID, (Reason(code, words),), code=code)


class Container:
    """Runs first, so that other readers need not repeat what is wrong with the file's structure."""

    name = "container"
    version = "1"
    schemes = schemes.pick("container")

    def applies(self, head: bytes, name: str, media_type: str) -> bool:
        return True

    def read(self, source: Source) -> Iterable[Finding]:
        declared = sniff.by_name(source.name)
        if source.size == 0:
            yield unreadable("container", "the file", "the file is empty")
            return
        if sniff.differ(declared, source.media_type):
            words = say(
                "The name promises {declared}, the content is {found}. It was read as what it is.",
                declared=declared,
                found=source.media_type,
            )
            yield _remark("name", declared, words, "renamed")
        walk = blocks(source)
        for problem in walk.problems:
            yield unreadable("container", "the file's structure", problem)
        if walk.trailing_kind:
            words = say(
                "Behind the end of the picture stands a second file ({kind}, {count} bytes).", kind=walk.trailing_kind, count=walk.trailing
            )
            yield _remark("behind the end", walk.trailing_kind, words, "polyglot")
        elif walk.trailing > 1024:
            yield _remark(
                "behind the end",
                "",
                say("Behind the end of the file's own format stand {count} bytes that nothing explains.", count=walk.trailing),
                "trailing",
            )
        if source.media_type == "application/pdf" and not source.head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
            yield _remark(
                "the beginning",
                source.head[:16].hex(),
                say("Before the PDF's beginning stand other bytes: it may be two files in one."),
                "polyglot",
            )
