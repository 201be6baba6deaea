"""An incident that one officer alone knows of, and one of which those who speak for States were told."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.ground.accounts.models import Person
from interchange.ground.privacy import actions
from tests.gates.house import House
from tests.gates.house.states import speaking


def build(house: House, world: World, at: datetime) -> None:
    """One of each, each with its words; the files of two States."""
    officer = speaking(house, "officer", at)

    def opened(title: str, what: str) -> int:
        return actions.open_incident(officer, {"title": title, "what": what, "noticed_at": at}, at=at).pk

    kept = opened("An open incident", house.secret("incident", "what happened in an incident", "officer"))
    actions.note_measure(officer, kept, text=house.secret("measure", "what was done about an incident", "officer"), at=at)
    told = opened("A list left open", "For an hour.")
    actions.name_handler(officer, told, address=Person.objects.get(pk=world.second.person_id).email, at=at)
    actions.set_reach(officer, told, {"keys": ["states.places"]}, at=at)
    actions.decide(officer, told, decision="tell", reason=house.secret("decision", "why people are told", "officer"), at=at)
    word = house.secret("notice", "a notice to people whose data was touched", "focal_point", "other_focal_point", "officer")
    actions.write_notice(officer, told, text=f"It was open for an hour: {word}.", at=at)
    actions.release_notice(world.second, told, at=at)
    both = {"kept": {"pk": kept}, "told": {"pk": told}}
    house.kwargs["privacy:incident"] = house.kwargs["privacy:notice"] = both
    house.kwargs["state_file"] = {"BR": {"iso2": "BR"}, "KE": {"iso2": "KE"}}
