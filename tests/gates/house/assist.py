"""Help with a text: one that is its owner's alone, with what an AI system wrote of it."""

from datetime import datetime
from unittest import mock

from interchange.desk.demo.build import World
from interchange.ground.policy.viewer import viewer_for
from interchange.workbench.assist import actions, service
from interchange.workbench.assist.tasks import answer
from tests.gates.house import House


def build(house: House, world: World, at: datetime) -> None:
    """The service is not there: what it would say is put into its mouth."""
    member = viewer_for(house.people["member"], at=at, second_factor=True)
    word = house.secret("assist", "a text given to the assistant", "member")
    said = service.Answer("Little is said.", "sample-model")
    with mock.patch.object(service, "is_on", return_value=True), mock.patch.object(service, "ask", return_value=said):
        own = actions.ask(member, kind="summary", nature="open", text=f"{word} is a text. It says little.", at=at)
        answer.func(str(own.pk))
    house.kwargs |= {
        "assist:run": {"own": {"pk": own.pk}},
        "assist:result": {"text": {"pk": own.pk, "suffix": "txt"}, "json": {"pk": own.pk, "suffix": "json"}},
    }
