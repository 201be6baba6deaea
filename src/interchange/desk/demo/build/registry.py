"""The register of the demo world: works of an archive, one work in two hands, one case with its evidence. All pictures are made up by a script."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build.applying import DAY
from interchange.desk.demo.build.statements import Statements
from interchange.workbench.codes import make, reference
from interchange.workbench.registry import indexing
from interchange.workbench.registry.actions import cases, works
from interchange.workbench.registry.models import Candidate

TITLES = ("Harbour at dusk", "Market in the rain", "Two towers", "A field, seen from above", "The long wall", "Boats and nets")


def _png(number: int, edit: str = "") -> bytes:
    buffer = io.BytesIO()
    found = reference.picture(number)
    (reference.IMAGE_EDITS[edit](found) if edit else found).save(buffer, "PNG")
    return buffer.getvalue()


class Registered(Statements):
    """Works and one case."""

    def works(self) -> None:
        """An archive registers six pictures and a text; somebody else registers one of them, too; a member finds a copy of another."""
        owner, other = self.viewers["member001@example.org"], self.viewers["member005@example.org"]
        at = self.now - 40 * DAY
        for number, title in enumerate(TITLES):
            said = works.Words(title, "Example Picture Archive", ["ai-training", "generative-training"], "licences@example.org", "https://example.org/terms", reference=f"EPA-{400 + number}")  # fmt: skip
            works.register(owner, make.codes_of(_png(40 + number), "a.png"), said, at=at + number * DAY)
        poem = make.codes_of(reference.writing(40, 400).encode(), "poem.txt")
        works.register(owner, poem, works.Words("A text of made-up words", "Example Press", ["all"], visibility="private"), at=at)
        works.register(
            other, make.codes_of(_png(42), "b.png"), works.Words("Twin towers, study", "Sample Studio", []), at=self.now - 20 * DAY
        )
        at = self.now - 6 * DAY
        case = cases.open_case(owner, title="Posters of a harbour", note="A reader of the archive sent the address.", at=at)
        found = SimpleUploadedFile("poster.png", _png(40, "mirrored"), "image/png")
        cases.add_exhibit(owner, case.pk, found, url="https://example.org/shop/poster-17", keep=True, at=at)
        candidate = Candidate.objects.filter(exhibit__case=case)[0]
        cases.judge(owner, candidate.pk, verdict="same", reason="The same picture, mirrored; the boat and the light agree.", at=at + DAY)
        cases.make_bundle(owner, case.pk, at=at + DAY)
        indexing.make_edition(self.now)
