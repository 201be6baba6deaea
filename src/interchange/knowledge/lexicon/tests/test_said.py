"""What the page of releases says when a curator makes the next, and that it is there."""

from interchange.knowledge.lexicon.models import Release
from tests.hand import Hand


def test_a_release_is_made_and_named(world):
    world.agreed("sewn mark")
    hand = Hand(world.people["curator"])
    page = hand.press("/lexicon/releases/", "Release", {"title": "First of the spring", "note": "One term is new."})
    made = Release.objects.latest("number")
    assert page.said == ["Released."]
    assert (made.title, made.note) == ("First of the spring", "One term is new.")
    assert page.url.endswith(f"/{made.number}/")
    assert "First of the spring" in Hand().open("/lexicon/releases/").words
