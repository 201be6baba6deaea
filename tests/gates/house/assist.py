"""Help with a text: one that is its owner's alone."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.ground.policy.viewer import viewer_for
from interchange.workbench.assist import actions
from interchange.workbench.assist.models import Run
from tests.gates.house import House


def build(house: House, world: World, at: datetime) -> None:
    """A text that the house helped with, and one that an AI system wrote something of."""
    member = viewer_for(house.people["member"], at=at, second_factor=True)
    word = house.secret("assist", "a text given to the assistant", "member")
    own = actions.ask(member, kind="summary", nature="closed", text=f"{word} is a text. It says little.", at=at)
    Run.objects.filter(pk=own.pk).update(state="done", result="Little is said.", system="sample-model", answered_at=at)
    house.kwargs |= {
        "assist:run": {"own": {"pk": own.pk}},
        "assist:result": {"text": {"pk": own.pk, "suffix": "txt"}, "json": {"pk": own.pk, "suffix": "json"}},
    }
