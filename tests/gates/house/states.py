"""Delegations: a note in force and one that waits, each with its word; who is named is for the State and the Secretariat."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build import World, pdf
from interchange.ground.policy.viewer import Viewer, viewer_for
from interchange.ground.threads import actions as threads
from interchange.ground.vocabulary.models import MemberState
from interchange.network.states import actions
from interchange.network.states.models import Note
from tests.gates.house import House

OFFICE = ("officer", "administrator")


def speaking(house: House, persona: str, at: datetime) -> Viewer:
    """A persona with the State for which they speak."""
    return viewer_for(house.people[persona], at=at, second_factor=True)


def build(house: House, world: World, at: datetime) -> None:
    """A note of Brazil that waits, one that was not accepted, and a talk between Kenya and the Secretariat."""
    brazil, kenya = speaking(house, "focal_point", at), speaking(house, "other_focal_point", at)

    def note(actor: Viewer, iso2: str, reference: str, family: str) -> Note:
        person = {"given_name": "Nia", "family_name": family, "email": f"named.{iso2.lower()}@example.org", "function": "Attaché"}
        file = SimpleUploadedFile("note.pdf", pdf("note"), content_type="application/pdf")
        return actions.enter_note(actor, iso2, reference=reference, dated=at.date(), persons=[person], file=file, at=at)

    word = house.secret("statenote", "a note of a State that waits", "focal_point", *OFFICE)
    waiting = note(brazil, "BR", f"NV {word}", "Exemplo")
    word = house.secret("stateperson", "a person whom a note names", "focal_point", *OFFICE)
    waiting.persons.update(family_name=word)
    word = house.secret("staterefused", "why a note was not accepted", "other_focal_point", *OFFICE)
    refused = note(kenya, "KE", "NV 9", "Mfano")
    actions.refuse_note(world.second, refused.pk, reason=f"Because {word}.", at=at)
    word = house.secret("statetalk", "what a delegation and the Secretariat say to each other", "other_focal_point", *OFFICE)
    threads.say(kenya, MemberState.objects.get(pk="KE"), text=word, at=at)
    house.kwargs["states:state"] = {"brazil": {"iso2": "BR"}, "kenya": {"iso2": "KE"}}
    house.kwargs["states:enter"] = {"brazil": {"iso2": "BR"}}
    house.kwargs["states:note"] = {"brazil-waits": {"pk": waiting.pk}, "kenya-refused": {"pk": refused.pk}}
    house.kwargs["states:group"] = {"africa": {"code": "africa"}}
