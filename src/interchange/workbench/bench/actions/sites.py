"""Having a site fetched for the site check: where the house allows it, politely, noted in the journal."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import Viewer
from interchange.workbench.bench import showing
from interchange.workbench.bench.vocabulary import site_visits
from interchange.workbench.signals.reservations import visiting
from interchange.workbench.signals.reservations.fetching import Limits
from interchange.workbench.signals.reservations.site import Site
from interchange.workbench.signals.reservations.visiting import Step

HOUR = 3600
REMEDIES = {
    "off": _l("Paste what the site says into the form below."),
    "robots": _l("The site asks machines like this one to stay away. Paste what it says instead, as your own browser shows it."),
    "address": _l("Only sites on the public internet are fetched."),
    "port": _l("Leave the port out of the address."),
    "scheme": _l("Give an address that begins with https:// or http:// and names no user."),
    "name": _l("Look for a slip in the address."),
}


def fetch_site(actor: Viewer, url: str, *, at: datetime, limits: Limits | None = None) -> tuple[Site | None, list[Step], Problem | None]:
    """The site at `url` as machines see it, every request that was made, and why the visit ended early, if it did.

    Raises `Refused` where the house does not fetch (INTERCHANGE_SITE_FETCH) and where somebody has used up the hour; then nothing leaves the house.
    The journal keeps a code for the site, and its name among the remarks.
    """
    require(actor, "site.fetch")
    if not settings.SITE_FETCH:
        raise Refused.of("url", _("Fetching is switched off here."), str(REMEDIES["off"]))
    key = f"bench:visits:{actor.me}"
    cache.add(key, 0, HOUR)
    if cache.incr(key) > site_visits():
        raise Refused.of("url", _("You may have %d sites fetched in an hour.") % site_visits(), str(REMEDIES["off"]))
    made, steps, refused = visiting.visit(url, switched_on=True, limits=limits, contact=f"{settings.BASE_URL}/uses/")
    host = urlsplit(url).hostname or ""
    with transaction.atomic():
        site = ("bench.site", salted_hmac("bench.site", host).hexdigest()[:24])
        record(actor, "site.fetched", site, at=at, after={"requests": len(steps), "ended": refused.code if refused else ""}, reason=host)
    if refused is None:
        return made, steps, None
    return None, steps, Problem("url", showing.said(refused.words), str(REMEDIES.get(refused.code, _("Try again later."))))
