"""Who may see and release letters. A conflict recorded for the thing that a letter is about hides the letter, too."""

from django.db.models import Exists, OuterRef, Q

from interchange.ground.policy.models import Conflict
from interchange.ground.policy.rules import anyone, role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.models import AddressMark, Batch, IncomingMail, Letter, Wording

officers = role(Role.OFFICER)


def _no_conflict(viewer: Viewer) -> Q:
    return ~Q(Exists(Conflict.objects.filter(person_id=viewer.me, kind=OuterRef("subject_kind"), object_id=OuterRef("subject_id"))))


def _letters(viewer: Viewer) -> Q:
    mine = Q(person_id=viewer.person_id) & ~Q(state__in=["held", "cancelled"])
    return mine | (Q(secret=False) & _no_conflict(viewer)) if viewer.has(Role.OFFICER) else mine


def _answering(viewer: Viewer) -> Q:
    """Mails that answer letters which the viewer may see, and those that answer none."""
    return Q(letter__isnull=True) | Q(letter__in=Letter.objects.filter(_no_conflict(viewer)).values("pk"))


rule("letter.view", Letter, who=signed_in, which=_letters)
rule("letter.list", Letter, who=officers, which=lambda v: Q(secret=False) & _no_conflict(v))
rule("letter.mine", Letter, who=signed_in, which=lambda v: Q(person_id=v.person_id, secret=False) & ~Q(state__in=["held", "cancelled"]))
rule("letter.resolve", Letter, who=officers, which=lambda v: Q(state__in=["unconfirmed", "failed", "bounced", "stopped"]) & _no_conflict(v))
rule("batch.view", Batch, who=officers, which=_no_conflict)
rule("batch.prepare", who=officers)
rule("batch.release", Batch, who=officers, which=lambda v: ~Q(prepared_by_id=v.person_id) & _no_conflict(v))
rule("mail.list", IncomingMail, who=officers, which=_answering)
rule("wording.edit", Wording, who=officers, which=lambda v: Q())
rule("address.mark", AddressMark, who=officers, which=lambda v: Q())
rule("post.unsubscribe", who=anyone)
