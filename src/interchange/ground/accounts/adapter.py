"""How allauth and the house meet."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by mail."""


class SocialAdapter(DefaultSocialAccountAdapter):
    """Sign-in by one's organisation."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""
