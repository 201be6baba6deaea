"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, holds, impersonal

SHARED = (Reader.SELF, Reader.CONSENTED)
holds(
    "making.records", "making.making", "owner title credit conceived",
    what=_("how a work was made, told by its maker"), why=_("Whoever makes something with AI can say how."),
    readers=SHARED, keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "making.steps", "making.step", "what prompt chosen read_from",
    what=_("its steps: what was done, asked for and chosen"), why=_("A disclosure says what came from a person and what from a machine."),
    readers=SHARED, keep=Keep.ACCOUNT, basis=Basis.CONSENT, whose="making__owner",
)  # fmt: skip
impersonal("making.step", "tool version provider")
impersonal("making.makingfile", "name media_type sha256 headline")
