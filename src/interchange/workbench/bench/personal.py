"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, holds, impersonal

holds(
    "bench.reports", "bench.keptreport", "owner name data pictures",
    what=_("reports on files that somebody kept, with what the files say (which may name people)"), why=_("A report can be shown to others later; the file itself is not kept."),
    readers=(Reader.SELF, Reader.CONSENTED), keep="bench.reports", basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "bench.keys", "bench.signingkey", "owner name locked request chain",
    what=_("keys that sign for somebody, encrypted, with their certificates"), why=_("A credential proves who signed; the key never leaves the house."),
    readers=(Reader.SELF,), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "bench.held", "bench.heldpicture", "owner name wanted",
    what=_("pictures that wait to be labelled, with what the label shall say"), why=_("What would change is shown before it is written."),
    readers=(Reader.SELF,), keep=Keep.PURPOSE, basis=Basis.CONSENT,
)  # fmt: skip
impersonal("bench.keptreport", "form_key")
impersonal("bench.signingkey", "algorithm form_key")
impersonal("bench.heldpicture", "media_type made")
