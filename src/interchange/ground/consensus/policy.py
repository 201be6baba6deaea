"""A call is seen as its subject is seen. Those asked object; those who may put questions about the subject say how objections are met."""

from django.db.models import Q

from interchange.ground.consensus.kinds import KINDS
from interchange.ground.consensus.models import Asked, Call, Objection
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import anyone, rule, signed_in
from interchange.ground.policy.viewer import Viewer


def _led(viewer: Viewer, prefix: str = "") -> Q:
    """The rows whose subject is one about which the viewer may put questions."""
    kinds = ((label, kind.open) for label, kind in KINDS.items())
    return subjects.either(viewer, kinds, kind_field=f"{prefix}subject_kind", key_field=f"{prefix}subject_id")


def _seen(viewer: Viewer, prefix: str = "") -> Q:
    return subjects.visible(viewer, kind_field=f"{prefix}subject_kind", key_field=f"{prefix}subject_id")


rule("consensus.view", Call, who=anyone, which=_seen)
rule("consensus.open", who=signed_in)
rule(
    "consensus.object",
    Call,
    who=signed_in,
    which=lambda v: Q(pk__in=Asked.objects.filter(person_id=v.me).values("call_id")) & _seen(v),
)
rule("consensus.lead", Call, who=signed_in, which=lambda v: _led(v) & _seen(v))
rule("objection.view", Objection, who=anyone, which=lambda v: _seen(v, "call__"))
rule("objection.own", Objection, who=signed_in, which=lambda v: Q(person_id=v.me))
rule("objection.meet", Objection, who=signed_in, which=lambda v: _led(v, "call__") & _seen(v, "call__"))
