"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Reader, holds, impersonal

holds(
    "assist.texts", "assist.run", "owner text aids result",
    what=_("texts that somebody wants help with, and what came of it"), why=_("The result can be fetched again for some days."),
    readers=(Reader.SELF,), keep="assist.runs", basis=Basis.CONSENT,
)  # fmt: skip
impersonal("assist.run", "language system problem")
