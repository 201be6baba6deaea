"""A comment is seen as its subject is seen. The author edits and removes; officers remove; the subject's own people say what became of it."""

from django.db.models import Q

from interchange.ground.policy import subjects
from interchange.ground.policy.rules import NOTHING, anyone, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.threads.models import Comment

STANDING = Q(removed_at__isnull=True)


def _own(viewer: Viewer) -> Q:
    return Q(author_id=viewer.me)


def _treated_by(viewer: Viewer) -> Q:
    """The comments on subjects whose `settle` verb the viewer may say; where a kind names none, officers treat what they see."""
    kinds = list(subjects.SUBJECTS.values())
    named = subjects.either(viewer, ((one.kind, one.settle) for one in kinds if one.settle))
    unnamed = subjects.visible(viewer, only=[one.model for one in kinds if not one.settle]) if viewer.has(Role.OFFICER) else NOTHING
    return named | unnamed


rule("comment.view", Comment, who=anyone, which=lambda v: subjects.visible(v))
rule("comment.say", who=signed_in)
rule("comment.follow", who=signed_in)
rule("comment.edit", Comment, who=signed_in, which=lambda v: _own(v) & STANDING & Q(disposition="") & subjects.visible(v))
rule(
    "comment.remove",
    Comment,
    who=signed_in,
    which=lambda v: STANDING & subjects.visible(v) & (Q() if v.has(Role.OFFICER) else _own(v)),
)
rule("comment.dispose", Comment, who=signed_in, which=lambda v: STANDING & _treated_by(v))
