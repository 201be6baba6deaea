"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, holds, impersonal

holds(
    "search.saved", "search.savedsearch", "person title query seen",
    what=_("searches that somebody saved"), why=_("People hear of what is new to them."),
    readers=(Reader.SELF,), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
# Entries say again what their own rooms hold, and go with it.
impersonal("search.searchentry", "url title body title_norm body_norm")
impersonal("search.searchword", "word")
