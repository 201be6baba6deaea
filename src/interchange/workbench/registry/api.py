"""The register for machines: is this reserved, and by whom? Asked with codes, thousands at once."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from ninja import Field, Schema

from interchange.ground.errors import Refused
from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.codes.bands import FARTHEST
from interchange.workbench.codes.manifest import Faulty
from interchange.workbench.registry import queries, showing
from interchange.workbench.registry.vocabulary import LOOKUPS, NEAR_LOOKUPS

router = room("registry", _l("Register of works"), "Works registered by codes, and the uses that are reserved.")


class RegistryQuestion(Schema):
    """Lines to be answered, in their order."""

    lines: list[str] = Field(
        ..., min_length=1, max_length=LOOKUPS, description="ISCC, sha256:…, image:…, audio:…, passage:…, text:… or instance:…"
    )
    near: int = Field(0, ge=0, le=FARTHEST, description=f"Bits of 64 that may differ; past 0 at most {NEAR_LOOKUPS} lines.")


class RegistryWork(Schema):
    """A registered work, as everybody is told of it."""

    number: str
    kind: str
    title: str
    rights_holder: str
    reservations: list[str]
    contact: str
    terms_url: str
    registered_at: str
    disputed: bool
    distance: int


class RegistryAnswer(Schema):
    """One line and what it meets; `problem` where the line was not understood."""

    line: str
    works: list[RegistryWork]
    problem: str = ""


class RegistryAnswers(Schema):
    """The answers, in the order of the lines. A line that meets nothing is no permission."""

    answers: list[RegistryAnswer]


@router.post("lookup", response=RegistryAnswers, summary="Is this reserved, and by whom?", operation_id="registry_lookup")
@public
def lookup(request: HttpRequest, question: RegistryQuestion) -> dict[str, Any]:
    """Up to 5,000 codes at once; up to 50 where near codes are asked. For more, the signed index at /workbench/registry/index.jsonl."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if question.near and len(question.lines) > NEAR_LOOKUPS:
        raise Refused.of("lines", _("At most %d lines are answered where near codes are asked.") % NEAR_LOOKUPS, _("Ask in parts."))
    answers: list[dict[str, Any]] = []
    for line, found in queries.lookup(viewer, [one[:400] for one in question.lines], question.near):
        if isinstance(found, Faulty):
            words = " ".join(showing.question_fault(one.code, one.values) for one in found.faults)
            answers.append({"line": line, "works": [], "problem": words})
        else:
            answers.append({"line": line, "works": found})
    return {"answers": answers}
