"""`{% thread obj %}`: the comments on a thing, and the form to say something."""

from typing import Any

from django import template
from django.db.models import Model

from interchange.ground import clock
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.threads import queries
from interchange.ground.threads.forms import SayForm

register = template.Library()


@register.inclusion_tag("threads/parts/thread.html", takes_context=True)
def thread(context: template.Context, obj: Model, title: str = "") -> dict[str, Any]:
    """The comments on a thing that the page shows already: its view must have asked whether the viewer sees it."""
    request = context["request"]
    viewer = context.get("viewer") or VISITOR
    return {
        "thread": queries.thread(viewer, obj, at=clock.now()),
        "form": SayForm(auto_id="say_%s"),
        "heading": title,
        "next": request.get_full_path(),
        "request": request,
        "viewer": viewer,
        "csrf_token": context.get("csrf_token"),
    }
