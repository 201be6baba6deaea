"""The words of the room."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from interchange.ground.vocabulary.options import define

LINK_LIFE = timedelta(hours=24)
LINKS_PER_HOUR = 5  # per address; more are not sent, the answer stays the same
LINKS_PER_HOUR_AND_PLACE = 60  # per network address
log_kept_months = define(
    "retention.log-months",
    12,
    _("Months that sign-in links and looks at personal data are remembered"),
    _("A year of traces, to look into an incident."),
    least=1,
    most=36,
)
