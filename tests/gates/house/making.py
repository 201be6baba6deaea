"""How works were made: a record that is its maker's alone, one whose link is out, with a prompt that is not shown."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.workbench.making import actions
from interchange.workbench.making.models import Making
from tests.gates.house import EMAILS, House


def build(house: House, world: World, at: datetime) -> None:
    """Each with a step and a file's print."""
    member = world.viewers[EMAILS["member"]]

    def begun(title: str, prompt: str) -> Making:
        made = actions.begin(member, {"title": title, "kind": "picture", "credit": "A Member", "conceived": "The whole."}, at=at)
        ai = {"how": "ai", "gave": "picture", "became": "changed", "tool": "Sample Model", "prompt": prompt, "chosen": "One of four."}
        actions.add_step(member, made.pk, ai, at=at)
        actions.add_step(member, made.pk, {"how": "hand", "gave": "edit", "became": "kept", "what": "Painted over."}, at=at)
        return made

    own = begun(house.secret("making", "a record of making that is its maker's alone", "member"), "A prompt.")
    shared = begun("Shared with whoever has the link", house.secret("prompt", "a prompt that is not shown", "member"))
    shared = actions.share(member, shared.pk, True, at=at)
    step = own.steps.get(place=1)
    for name in ("making", "describe", "step", "note_file", "label", "as_json"):
        house.kwargs[f"making:{name}"] = {"own": {"pk": own.pk}}
    house.kwargs["making:making"]["shared"] = {"pk": shared.pk}
    house.kwargs["making:change_step"] = {"own": {"pk": own.pk, "step_id": step.pk}}
    house.kwargs["making:shared"] = house.kwargs["making:shared_json"] = {"by-link": {"secret": shared.secret}}
