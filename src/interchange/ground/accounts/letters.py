"""The room's letters."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates

templates.define("accounts.link", title=_("Sign-in link"), sample={"link": "https://example.org/account/link/abc/", "hours": 24})
templates.define("accounts.mail", title=_("Code and notices of sign-in"), sample={"heading": "Your code", "text": "123456"})
templates.define("accounts.email-changed", title=_("Your address was changed"), sample={"name": "Ada Sample"})
templates.define("accounts.erased", title=_("Your data was erased"), sample={"kept": "- the number of your letter: must be kept"})
