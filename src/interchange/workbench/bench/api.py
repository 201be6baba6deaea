"""The bench for machines: a file in, its report out, the same as the page's and the command's."""

import json
from importlib.resources import files
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import File
from ninja.files import UploadedFile

from interchange.ground.machines.rooms import room
from interchange.ground.policy.doors import public
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.bench import actions

router = room("bench", _("Workbench"), "What files say about themselves.")


@router.post(
    "inspect",
    summary="What a file says about itself",
    openapi_extra={"responses": {"200": {"description": "The report; its schema is /api/v1/bench/report.schema.json"}}},
)
@public
def inspect(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """One file as multipart form data (`file`); nothing of it is kept. Visitors have an hourly limit."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    (report,) = actions.inspect_uploads(viewer, [file], sender=str(request.META.get("REMOTE_ADDR", "")))
    return report.json()


@router.get("report.schema.json", summary="The JSON Schema of a report")
@public
def schema(request: HttpRequest) -> dict[str, Any]:
    """JSON Schema (2020-12) of the reports."""
    found: dict[str, Any] = json.loads(files("interchange.workbench.signals").joinpath("schema/report.schema.json").read_text("utf-8"))
    return found
