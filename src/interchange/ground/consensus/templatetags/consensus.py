"""`{% consensus obj %}`: the calls about a thing, and the way to object."""

from typing import Any

from django import template
from django.db.models import Model

from interchange.ground import clock
from interchange.ground.consensus import queries
from interchange.ground.consensus.forms import ObjectForm
from interchange.ground.policy.viewer import VISITOR

register = template.Library()


@register.inclusion_tag("consensus/parts/about.html", takes_context=True)
def consensus(context: template.Context, obj: Model) -> dict[str, Any]:
    """The calls about a thing that the page shows already: its view must have asked whether the viewer sees it."""
    viewer = context.get("viewer") or VISITOR
    found = queries.about(viewer, obj, at=clock.now())
    lines = [(one, ObjectForm(auto_id=f"object{one.call.pk}_%s") if one.may_object else None) for one in found.calls]
    return {"about": found, "lines": lines, "viewer": viewer, "request": context.get("request"), "csrf_token": context.get("csrf_token")}
