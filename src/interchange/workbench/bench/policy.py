"""Everybody may inspect and label; whoever is signed in may keep reports, which are theirs alone unless they share the link, and have a site fetched
where the house allows that at all.

Members and the Secretariat may have keys of their own that sign; the house's own keys are looked after by administrators, and officers may sign with them.
"""

from django.db.models import Q

from interchange.ground.policy.rules import EVERYTHING, NOTHING, anyone, role, rule, signed_in
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.workbench.bench.models import HeldPicture, KeptReport, SigningKey

rule("file.inspect", who=anyone)
rule("site.fetch", who=signed_in)
rule("report.keep", who=signed_in)
rule("report.own", KeptReport, who=signed_in, which=lambda viewer: Q(owner_id=viewer.person_id))
rule("report.shared", KeptReport, who=anyone, which=lambda viewer: EVERYTHING & Q(secret__isnull=False))


_keepers = role(Role.MEMBER, Role.CHAIR, Role.OFFICER, Role.ADMINISTRATOR)
_house_keepers = role(Role.ADMINISTRATOR)
_house_signers = role(Role.OFFICER, Role.ADMINISTRATOR)


def _kept(viewer: Viewer) -> Q:
    own = Q(owner_id=viewer.me)
    return own | Q(owner__isnull=True) if _house_keepers(viewer) else own


def _signs(viewer: Viewer) -> Q:
    own = Q(owner_id=viewer.me)
    return Q(state=SigningKey.State.READY) & (own | Q(owner__isnull=True) if _house_signers(viewer) else own)


rule("key.keep", who=_keepers)
rule("key.keep-for-house", who=_house_keepers)
rule("key.sign-as-house", who=_house_signers)
rule("key.own", SigningKey, who=_keepers, which=_kept)
rule("key.sign", SigningKey, who=_keepers, which=_signs)
rule(
    "picture.held",
    HeldPicture,
    who=anyone,
    which=lambda viewer: Q(owner__isnull=True) | (Q(owner_id=viewer.person_id) if viewer.is_signed_in else NOTHING),
)
