"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Reader, holds

holds(
    "bench.reports", "bench.keptreport", "owner name data",
    what=_("reports on files that somebody kept, with what the files say (which may name people)"), why=_("A report can be shown to others later; the file itself is not kept."),
    readers=(Reader.SELF, Reader.CONSENTED), keep="bench.reports", basis=Basis.CONSENT,
)  # fmt: skip
