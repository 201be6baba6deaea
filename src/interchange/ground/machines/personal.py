"""What this room holds of people, and why."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.personal import Reader, holds, impersonal

holds(
    "machines.tokens", "machines.apitoken", "person name hint",
    what=_("tokens for programs: whose, their name, when they were used last"), why=_("Programs act for somebody, within what that person may do."),
    readers=(Reader.SELF, Reader.ADMINISTRATORS), keep="machines.tokens",
)  # fmt: skip
impersonal("machines.apitoken", "secret_hash scopes form_key")
