"""The bench: a report that a member kept, one that is shared by a link, a key that signs, a picture that is held while it is labelled."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build import World
from interchange.ground.policy.viewer import VISITOR, viewer_for
from interchange.workbench.bench import actions
from interchange.workbench.bench.actions import keys, labelling
from interchange.workbench.bench.models import HeldPicture
from interchange.workbench.signals.inspecting import inspect
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.writing.label import Label
from tests.gates.house import House


def build(house: House, world: World, at: datetime) -> None:
    """Each with its word in the name of the file and in what it says."""
    member = viewer_for(house.people["member"], at=at, second_factor=False)

    def kept(name: str):
        page = f"<!doctype html><title>{name}</title><meta name=author content={name}>".encode()
        return actions.keep_report(member, inspect(page, name=f"{name}.html", isolated=False).json(), at=at)

    own = kept(house.secret("report", "a report of the bench that is its owner's alone", "member"))
    shared = actions.share_report(member, kept("shared-with-whoever-has-the-link").pk, at=at)
    word = house.secret("signingkey", "a key that signs and is its owner's alone", "member")
    key = keys.make_key(member, name=word, form_key="gates", at=at)
    held = house.secret("heldpicture", "a picture that its owner is labelling", "member")
    picture = SimpleUploadedFile(f"{held}.png", samples.png(), "image/png")
    own_picture = labelling.hold_picture(member, picture, wanted=Label(ai_system="Sample"), at=at)
    done = labelling.write_picture(member, own_picture.pk, at=at)
    anybody = labelling.hold_picture(
        VISITOR, SimpleUploadedFile("sample.png", samples.png(), "image/png"), wanted=Label(ai_system="Sample"), at=at
    )
    HeldPicture.objects.update(ends_at=at + timedelta(days=1))  # the walks take longer than pictures are held
    house.kwargs |= {
        "bench:key": {"own": {"pk": key.pk}},
        "bench:key_request": {"own": {"pk": key.pk}},
        "bench:key_new": {way: {"way": way} for way in ("make", "bring", "try", "no-such-way")},
        "bench:held": {"own": {"pk": done.pk}, "visitors": {"pk": anybody.pk}},
        "bench:held_file": {"own": {"pk": done.pk}, "not-written": {"pk": anybody.pk}},
        "bench:report": {"kept": {"pk": own.pk}},
        "bench:report_json": {"kept": {"pk": own.pk}},
        "bench:shared": {"by-link": {"secret": shared.secret}},
        "bench:explained": {"c2pa": {"scheme": "c2pa"}, "no-such-scheme": {"scheme": "nothing"}},
    }
