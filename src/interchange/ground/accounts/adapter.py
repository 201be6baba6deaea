"""How allauth and the house meet: mails become letters, people are made without passwords."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from interchange.ground import clock


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by mail: codes and notices go out through the post room, as secret letters."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write allauth's mail as a letter, so that the outbox, retries and bounces treat it like any other."""
        from interchange.ground.post.actions import Draft, send_now

        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        text = mail.body if isinstance(mail.body, str) else ""
        send_now(
            Draft("accounts.mail", {"heading": " ".join(mail.subject.split()), "text": text}, address=email, secret=True), at=clock.now()
        )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anybody may make an account: applying needs one."""
        return True

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this house are gone to after sign-in."""
        return url_has_allowed_host_and_scheme(url or "", allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure())

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A person without a password (an empty one would count as having one)."""
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.strip().lower()
        user.set_unusable_password()
        if commit:
            user.save()
        return user


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in by one's organisation (OpenID Connect)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Only where a provider is configured."""
        return bool(settings.SOCIALACCOUNT_PROVIDERS)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors carry the network's name."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that a passkey dialogue shows (WebAuthn level 2, section 5.4.2)."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.MFA_TOTP_ISSUER}
