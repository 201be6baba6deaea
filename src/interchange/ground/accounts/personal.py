"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Basis, Keep, Reader, holds, impersonal, listed

holds(
    "accounts.person", "accounts.person", "email given_name family_name publication_name country time_zone languages",
    what=_("address, names, country, time zone, languages"), why=_("People sign in, are written to and are named as they wish."),
    readers=(Reader.SELF, Reader.OFFICERS, Reader.ADMINISTRATORS), keep=Keep.ACCOUNT, whose="pk", looks=True,
)  # fmt: skip
holds(
    "accounts.password", "accounts.person", "password",
    what=_("a mark that the account has no password"), why=_("The framework asks for the field; people sign in by links, passkeys and their organisation’s service."),
    readers=(Reader.NOBODY,), keep=Keep.ACCOUNT, whose="pk",
)  # fmt: skip
holds(
    "accounts.addresses", "account.emailaddress", "email user",
    what=_("proved e-mail addresses"), why=_("Mail and sign-in go to addresses that are somebody’s."),
    readers=(Reader.SELF, Reader.ADMINISTRATORS), keep=Keep.ACCOUNT,
)  # fmt: skip
holds(
    "accounts.factors", "mfa.authenticator", "user data",
    what=_("second factors: passkeys, codes"), why=_("Whoever may open other people’s files proves twice who they are."),
    readers=(Reader.NOBODY,), keep=Keep.ACCOUNT,
)  # fmt: skip
holds(
    "accounts.services", "socialaccount.socialaccount", "user provider uid extra_data",
    what=_("what the sign-in service of an organisation says of somebody"), why=_("People sign in with their organisation’s account."),
    readers=(Reader.NOBODY,), keep=Keep.ACCOUNT, basis=Basis.CONSENT,
)  # fmt: skip
holds(
    "accounts.service-tokens", "socialaccount.socialtoken", "token token_secret",
    what=_("what such a service gave for the sign-in"), why=_("People sign in with their organisation’s account."),
    readers=(Reader.NOBODY,), keep=Keep.ACCOUNT, basis=Basis.CONSENT, whose="account__user",
)  # fmt: skip
holds(
    "accounts.sessions", "sessions.session", "session_data",
    what=_("that somebody is signed in in a browser"), why=_("Nobody signs in on every page."),
    readers=(Reader.NOBODY,), keep=Keep.PURPOSE,
)  # fmt: skip
holds(
    "accounts.links", "accounts.signinlink", "email secret_hash next_path",
    what=_("that somebody asked for a sign-in link, and when"), why=_("Links work once; misuse can be looked into."),
    readers=(Reader.ADMINISTRATORS,), keep="accounts.links", address="email",
)  # fmt: skip
impersonal("account.emailconfirmation", "key")
impersonal("socialaccount.socialapp", "provider provider_id name client_id secret key settings")
listed("person.list", "accounts.person")
