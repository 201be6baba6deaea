"""Verbs about people: sign-in links, one's own record, signing out everywhere, erasure."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.accounts.models import Person, SignInLink
from interchange.ground.accounts.own_data import Blocked, carry_out_erasure, erasure_plan
from interchange.ground.accounts.vocabulary import LINK_LIFE, LINKS_PER_HOUR
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.post.actions import Draft, send, send_now
from interchange.ground.vocabulary import queries as vocabulary


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def clean_address(email: str) -> str:
    """The address in the form in which we compare it. Raises `Refused` where it is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused.of("email", _("“%s” is not an e-mail address.") % email[:80], _("It looks like name@example.org.")) from wrong
    return address


def person_for(email: str, *, at: datetime, synthetic: bool = False) -> Person:
    """The person who holds that address, made where there is none. The caller has proof: the address counts as verified."""
    address = clean_address(email)
    with transaction.atomic():
        held = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
        person = held.user if held else Person.objects.filter(email=address).first()
        if person is None:
            person = Person.objects.create_user(address, is_synthetic=synthetic)
            record(SYSTEM, "person.made", person, at=at)
        if held is None:
            # An address that somebody only typed is theirs no longer once its holder has proved it.
            EmailAddress.objects.filter(email=address).exclude(user=person).delete()
            main = not EmailAddress.objects.filter(user=person, primary=True).exclude(email=address).exists()
            EmailAddress.objects.update_or_create(user=person, email=address, defaults={"verified": True, "primary": main})
        return person


def make_link(email: str, next_path: str, *, at: datetime) -> str:
    """A link that signs in once, within 24 hours. Whoever holds it is that person: it goes to their address, or to whoever runs the machine."""
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        email=clean_address(email), secret_hash=_hash(secret), next_path=next_path[:300], made_at=at, expires_at=at + LINK_LIFE
    )
    return f"{settings.BASE_URL}/account/link/{secret}/"


def send_link(email: str, next_path: str, *, at: datetime) -> None:
    """Mail a link that signs in once, within 24 hours; known and unknown addresses are treated alike. Too many in an hour are not sent."""
    address = clean_address(email)
    with transaction.atomic():
        if SignInLink.objects.filter(email=address, made_at__gt=at - timedelta(hours=1)).count() >= LINKS_PER_HOUR:
            return
        values = {"link": make_link(address, next_path, at=at), "hours": int(LINK_LIFE.total_seconds() // 3600)}
        send_now(Draft("accounts.link", values, address=address, secret=True), at=at)


def find_link(secret: str) -> SignInLink | None:
    """The link of a secret, used or not."""
    return SignInLink.objects.filter(secret_hash=_hash(secret)).first()


def use_link(secret: str, *, at: datetime) -> tuple[Person, str] | None:
    """Use a link up: the person it signs in and where to go next; None where it was used before or is over."""
    with transaction.atomic():
        used = SignInLink.objects.filter(secret_hash=_hash(secret), used_at__isnull=True, expires_at__gt=at).update(used_at=at)
        if not used:
            return None
        link = SignInLink.objects.get(secret_hash=_hash(secret))
        person = person_for(link.email, at=at)
        if not person.is_active:
            return None
        return person, link.next_path


def end_links(person_id: int, *, at: datetime) -> int:
    """Let every sign-in link that a person has not used yet be over; returns how many. Sessions that are open end with it."""
    with transaction.atomic():
        person = Person.objects.get(pk=person_id)
        ended = SignInLink.objects.filter(email=person.email, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
        sign_out_everywhere(SYSTEM, person_id, at=at)
        return ended


def send_link_again(secret: str, *, at: datetime) -> bool:
    """A new link to the same address and place as an old one, which is over or used."""
    link = find_link(secret)
    if link is None:
        return False
    send_link(link.email, link.next_path, at=at)
    return True


NAME_FIELDS = {"given_name": 100, "family_name": 100, "publication_name": 160}


def update_person(actor: Viewer, values: Mapping[str, Any], *, at: datetime) -> Person:
    """Change one's own names, country, zone, languages. Names may be in any script; nothing assumes two of them."""
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=actor.me)
        require(actor, "person.self", person)
        problems = []
        for name, limit in NAME_FIELDS.items():
            text = " ".join(str(values.get(name, getattr(person, name))).split())
            if len(text) > limit:
                problems.append(
                    Problem(
                        name,
                        _("At most %(limit)s characters; there are %(count)s.") % {"limit": limit, "count": len(text)},
                        _("Shorten it."),
                    )
                )
            elif any(not character.isprintable() for character in text):
                problems.append(Problem(name, _("The name holds characters that cannot be shown."), _("Type it anew.")))
        zone_name = values.get("time_zone", person.time_zone)
        if zone_name:
            try:
                clock.zone(zone_name)
            except Refused as refused:
                problems += refused.problems
        country = values.get("country", person.country)
        if country and country not in dict(vocabulary.countries()):
            problems.append(Problem("country", _("That country code is not known."), _("Choose a country from the list.")))
        if problems:
            raise Refused(*problems)
        changed = []
        for name in (*NAME_FIELDS, "country", "time_zone", "languages"):
            if name in values:
                value = " ".join(str(values[name]).split()) if name in NAME_FIELDS else values[name]
                if getattr(person, name) != value:
                    setattr(person, name, value)
                    changed.append(name)
        if changed:
            person.save(update_fields=changed)
            record(actor, "person.updated", person, at=at, after={"fields": changed})
        return person


def email_changed(person: Person, old: str, new: str, *, at: datetime) -> None:
    """Note a proved change of address and tell the old one (called when allauth has confirmed the new address)."""
    with transaction.atomic():
        record(Viewer(person_id=person.pk), "person.address-changed", person, at=at)
        send(SYSTEM, Draft("accounts.email-changed", {"name": person.name}, address=old), at=at)


def sign_out_everywhere(actor: Viewer, person_id: int, *, at: datetime) -> int:
    """End every session of a person: one's own, or anybody's by an administrator. Returns how many ended."""
    person = Person.objects.get(pk=person_id)
    if actor.person_id != person_id:
        require(actor, "person.sign-out", person)
    with transaction.atomic():
        ended = 0
        for session in Session.objects.filter(expire_date__gt=at):
            if str(session.get_decoded().get("_auth_user_id")) == str(person_id):
                session.delete()
                ended += 1
        record(actor, "person.signed-out", person, at=at, after={"sessions": ended})
        return ended


def erase_person(actor: Viewer, *, at: datetime) -> list[str]:
    """Erase the viewer's own data, room by room; returns what is kept and why. Raises `Refused` where something stands against it."""
    plan = erasure_plan(actor.person_id or 0)
    blocks = [entry for entry in plan if isinstance(entry, Blocked)]
    if blocks:
        raise Refused(*(Problem("", entry.reason, entry.remedy) for entry in blocks))
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=actor.me)
        require(actor, "person.self", person)
        kept = carry_out_erasure(person.pk, at)
        address = person.email
        send(SYSTEM, Draft("accounts.erased", {"kept": "\n".join(f"- {line}" for line in kept) or "-"}, address=address), at=at)
        EmailAddress.objects.filter(user=person).delete()
        SignInLink.objects.filter(email=address).delete()
        person.email = f"erased-{person.pk}@invalid.example"
        person.given_name = person.family_name = person.country = person.time_zone = ""
        person.publication_name = ""
        person.languages, person.is_active, person.erased_at = [], False, at
        person.save()
        record(actor, "person.erased", person, at=at, after={"kept": len(kept)})
        sign_out_everywhere(actor, person.pk, at=at)
        return kept
