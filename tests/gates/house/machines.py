"""The doors for programs: things of the other rooms at their addresses under /api/v1/, and a person's token."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.ground.machines import actions
from interchange.ground.policy.viewer import viewer_for
from interchange.ground.search import spelling
from tests.gates.house import House


def build(house: House, world: World, at: datetime) -> None:
    """A token whose name only its owner reads; every thing of the API that has a page is named as its page is."""
    named = {
        "call": ("calls:detail", {}),
        "member": ("membership:member", {}),
        "session": ("meetings:session", {"slug": "series"}),
        "record": ("repository:record", {}),
        "tool": ("landscape:tool", {}),
        "challenge": ("landscape:challenge", {}),
        "topic": ("direction:topic", {}),
        "vote": ("direction:round", {}),
        "work_item": ("direction:item", {}),
        "peer_question": ("exchange:question", {}),
        "member_state": ("states:state", {"iso2": "code"}),
        "statement": ("statements:statement", {}),
        "consultation": ("statements:round", {}),
        "briefing": ("statements:briefing", {}),
        "report_edition": ("transparency:edition", {}),
    }
    for name, (page, renamed) in named.items():
        things = house.kwargs[page]
        house.kwargs[f"api:{name}"] = {
            thing: {renamed.get(key, key): value for key, value in kwargs.items()} for thing, kwargs in things.items()
        }
    house.kwargs["api:document"] = {thing: {"number": kwargs["address"]} for thing, kwargs in house.kwargs["meetings:document"].items()}
    actions.make_token(
        viewer_for(house.people["member"], at=at, second_factor=False),
        name=house.secret("TOKEN", "the name of a person's token", "member"), scopes=["calls"], days=30, form_key="gate", at=at,
    )  # fmt: skip
    spelling.forget()
    spelling.learn(at, anew=True)
    house.searches += [f"/api/v1/search?q={asked}" for asked in ("Example", "kind:document", "QX")]
    house.searches += ["/search/?q=kind:document", "/search/?q=exmaple", "/api/v1/repository/records?q=Example"]
