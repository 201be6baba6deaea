"""What allauth tells us."""

from typing import Any

from allauth.account.signals import email_changed as changed
from django.dispatch import receiver

from interchange.ground import clock
from interchange.ground.accounts.actions import email_changed
from interchange.ground.accounts.models import Person


@receiver(changed)
def tell_the_old_address(sender: Any, request: Any, user: Person, from_email_address: Any, to_email_address: Any, **rest: Any) -> None:
    """After the new address was proved."""
    if from_email_address is not None:
        email_changed(user, from_email_address.email, to_email_address.email, at=clock.now())
