"""A member's entry in the directory, who may see it, and letters between members."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.accounts.actions import update_person
from interchange.ground.duties.actions import owe
from interchange.ground.errors import Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post.actions import Draft, send
from interchange.ground.search import actions as search
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.calls import actions as calls
from interchange.network.membership.models import Membership, Profile
from interchange.network.membership.vocabulary import LIVE

DECLARE_WITHIN = timedelta(days=30)


def update_profile(actor: Viewer, values: Mapping[str, Any], *, at: datetime) -> Profile:
    """Change one's entry in the directory. A new organisation asks for interests anew within thirty days."""
    with transaction.atomic():
        profile: Profile = see(actor, "profile.edit", Profile.objects.select_for_update(), person_id=actor.person_id)
        problems = []
        for name, limit in {"organisation": 200, "expertise": 2000}.items():
            if len(str(values.get(name, ""))) > limit:
                problems.append(
                    Problem(
                        name,
                        _("At most %(limit)s characters; there are %(count)s.") % {"limit": limit, "count": len(str(values[name]))},
                        _("Shorten it."),
                    )
                )
        for name, scheme in {"sectors": "sectors", "topics": "topics"}.items():
            wrong = set(values.get(name, [])) - vocabulary.codes(scheme)
            if wrong:
                problems.append(Problem(name, _("Not in the list: %s.") % ", ".join(sorted(wrong)), _("Choose entries of the list.")))
        if values.get("organisation_kind") and values["organisation_kind"] not in vocabulary.codes("organisation-kinds"):
            problems.append(Problem("organisation_kind", _("Not in the list."), _("Choose an entry of the list.")))
        if problems:
            raise Refused(*problems)
        moved = "organisation" in values and values["organisation"].strip().casefold() != profile.organisation.casefold()
        changed = [
            name
            for name in ("organisation", "organisation_kind", "sectors", "topics", "expertise")
            if name in values and values[name] != getattr(profile, name)
        ]
        for name in changed:
            setattr(profile, name, values[name])
        update_person(actor, {name: values[name] for name in ("time_zone", "languages", "country") if name in values}, at=at)
        for name in ("time_zone", "languages"):
            if name in values and values[name] != getattr(profile, name):
                setattr(profile, name, values[name])
                changed.append(name)
        if values.get("country"):
            profile.country, profile.region = values["country"], vocabulary.region_of(values["country"])
        profile.save()
        record(actor, "profile.updated", profile, at=at, after={"fields": changed})
        membership = Membership.objects.filter(person_id=actor.me, state__in=LIVE).first()
        if moved and membership is not None:
            due = at + DECLARE_WITHIN
            owe("calls.declare-interests", profile.person, at=at, due_at=due, person_id=actor.person_id, url="/calls/my-interests/")
        if membership is not None:
            search.put(membership)
        return profile


def set_public(actor: Viewer, *, yes: bool, at: datetime) -> Profile:
    """Agree to be named in public, or take it back; the page is gone from public view at once."""
    with transaction.atomic():
        profile: Profile = see(actor, "profile.edit", Profile.objects.select_for_update(), person_id=actor.person_id)
        if calls.set_consent(actor, yes=yes, at=at) != yes:
            raise Refused.of("", _("The text of the consent is not published yet."), _("Write to the Secretariat."))
        profile.public = yes
        profile.save(update_fields=["public"])
        record(actor, "profile.public-set", profile, at=at, after={"public": yes})
        return profile


def write_to(actor: Viewer, membership_id: int, *, text: str, at: datetime) -> None:
    """Write to a member through the house; no address is shown to either."""
    if not text.strip() or len(text) > 5000:
        raise Refused.of("text", _("A message has 1 to 5,000 characters."), "")
    with transaction.atomic():
        membership: Membership = see(actor, "member.write-to", pk=membership_id)
        sender = Membership.objects.filter(person_id=actor.me, state__in=LIVE).select_related("person").first()
        values = {
            "sender": sender.person.name if sender else _("The Secretariat"),
            "text": text.strip(),
            "reply_url": f"/members/{sender.pk}/" if sender else "/contact/",
        }
        send(actor, Draft("post.member-message", values, person_id=membership.person_id), at=at)
        record(actor, "member.written-to", membership, at=at)
