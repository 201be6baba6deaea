"""Verbs about tokens: make, revoke; and finding whose token a program shows."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.machines.models import ApiToken
from interchange.ground.machines.rooms import opened
from interchange.ground.machines.vocabulary import LAST_USED_EVERY, MOST_TOKENS, NAME_LIMIT, PREFIX, STAFF, longest_life
from interchange.ground.policy.rules import require, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import STAFF_ROLES


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so that one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def make_token(actor: Viewer, *, name: str, scopes: Iterable[str], days: int, form_key: str, at: datetime) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown now and never again. Raises `Refused` for scopes that the person does not have."""
    require(actor, "token.make")
    name, wanted = " ".join(name.split()), sorted(set(scopes))
    problems = []
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        problems.append(
            Problem("name", _("A token needs a name of at most %d characters.") % NAME_LIMIT, _("Name the program that will use it."))
        )
    unknown = [one for one in wanted if one != STAFF and one not in opened()]
    if not set(wanted) - {STAFF}:
        problems.append(Problem("scopes", _("A token must open at least one room."), _("Tick what the program needs, and no more.")))
    if unknown:
        problems.append(Problem("scopes", _("There is no scope “%s”.") % unknown[0][:40], _("Choose from the list.")))
    if STAFF in wanted and actor.roles.isdisjoint(STAFF_ROLES) and not any(role in STAFF_ROLES for role, _scope in actor.scoped):
        problems.append(
            Problem("scopes", _("Staff rights cannot be given to a token by somebody who does not hold them now."), _("Sign in with your second factor, or leave them out."))
        )  # fmt: skip
    if not 1 <= days <= longest_life():
        problems.append(Problem("days", _("A token lasts from one to %d days.") % longest_life(), _("Choose a shorter time.")))
    if not form_key or len(form_key) > 36:
        problems.append(Problem("", _("The form is not whole."), _("Open the page again.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        mine = ApiToken.objects.select_for_update().filter(person_id=actor.me)
        if any(one.form_key == form_key for one in mine):
            raise Refused.of(
                "", _("This form has made its token; the secret is not shown twice."), _("Revoke that token and make another.")
            )
        if sum(one.revoked_at is None and one.expires_at > at for one in mine) >= MOST_TOKENS:
            raise Refused.of("", _("You have %d living tokens.") % MOST_TOKENS, _("Revoke one that is not used."))
        secret = PREFIX + secrets.token_urlsafe(32)
        made = ApiToken.objects.create(
            person_id=actor.me, name=name, secret_hash=hash_of(secret), hint=secret[-4:], scopes=wanted, form_key=form_key, made_at=at,
            expires_at=at + timedelta(days=days),
        )  # fmt: skip
        record(actor, "token.made", made, at=at, after={"scopes": wanted, "days": days})
        return made, secret


def revoke(actor: Viewer, token_id: int, *, at: datetime) -> ApiToken:
    """End a token now. A second time changes nothing."""
    with transaction.atomic():
        found: ApiToken = see(actor, "token.own", ApiToken.objects.select_for_update(), pk=token_id)
        if found.revoked_at is None:
            found.revoked_at = at
            found.save(update_fields=["revoked_at"])
            record(actor, "token.revoked", found, at=at)
        return found


def mine(actor: Viewer) -> list[ApiToken]:
    """The viewer's own tokens, newest first."""
    return list(rows(actor, "token.own"))


def holder(secret: str, *, at: datetime) -> ApiToken | None:
    """The living token of a secret with its person, noted as used; None where it is unknown, revoked, over, or its person is not active."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    found = (
        ApiToken.objects.filter(secret_hash=hash_of(secret), revoked_at__isnull=True, expires_at__gt=at, person__is_active=True)
        .select_related("person")
        .first()
    )
    if found is not None and (found.last_used_at is None or found.last_used_at <= at - LAST_USED_EVERY):
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=at)
    return found
