"""The bench: a report that a member kept, one that is shared by a link."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.workbench.bench import actions
from interchange.workbench.signals.inspecting import inspect
from tests.gates.house import EMAILS, House


def build(house: House, world: World, at: datetime) -> None:
    """Each with its word in the name of the file and in what it says."""
    member = world.viewers[EMAILS["member"]]

    def kept(name: str):
        page = f"<!doctype html><title>{name}</title><meta name=author content={name}>".encode()
        return actions.keep_report(member, inspect(page, name=f"{name}.html", isolated=False).json(), at=at)

    own = kept(house.secret("report", "a report of the bench that is its owner's alone", "member"))
    shared = actions.share_report(member, kept("shared-with-whoever-has-the-link").pk, at=at)
    house.kwargs |= {
        "bench:report": {"kept": {"pk": own.pk}},
        "bench:report_json": {"kept": {"pk": own.pk}},
        "bench:shared": {"by-link": {"secret": shared.secret}},
        "bench:explained": {"c2pa": {"scheme": "c2pa"}, "no-such-scheme": {"scheme": "nothing"}},
    }
