"""What everybody may read is in the feed and on the site map, and nothing else; roles of focal points come from notes only."""

import pytest
from django.test import Client

from interchange.ground.errors import Refused
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.levels import Level
from interchange.ground.policy.vocabulary import Role
from interchange.work.statements.actions import filing
from tests.hand import Hand


def test_published_statements_are_in_the_feed_and_on_the_map(world, django_assert_max_num_queries):
    public = world.filed(title="Public words", level=Level.PUBLIC)
    world.filed(title="QXstatesZQ", level=Level.STATES)
    gone = world.filed(title="QXgoneZQ", level=Level.PUBLIC)
    filing.withdraw(world.brazil, gone.pk, at=world.now)
    for client in (Client(), Hand(world.brazil.person_id).client):
        with django_assert_max_num_queries(8):
            answer = client.get("/statements/feed/")
        text = answer.content.decode()
        assert answer["Content-Type"] == "application/atom+xml"
        assert f"{public.number} Public words" in text
        assert "Brazil" in text
        assert "Not answered yet." in text
        assert "QX" not in text, "a feed is read by machines that share it: it holds what everybody may read, whoever asks"
    where = Client().get("/sitemap-statements.xml").content.decode()
    assert f"/statements/{public.pk}/" in where
    assert f"/statements/{gone.pk}/" not in where
    round_ = world.opened(level=Level.PUBLIC)
    assert round_.get_absolute_url() in Client().get("/sitemap-rounds.xml").content.decode()
    assert Client().get("/sitemap-briefings.xml").status_code == 200


def test_nobody_makes_a_focal_point_by_hand(world):
    admin, ada = world.person("admin", Role.ADMINISTRATOR), world.person("ada")
    page = Hand(admin).open(f"/roles/{ada.pk}/")
    assert not {"focal-point", "alternate"} & set(page.tree.xpath("//select[@name='role']/option/@value"))
    for role in (Role.FOCAL_POINT, Role.ALTERNATE):
        with pytest.raises(Refused, match="named by its note"):
            grant_role(world.viewer(admin), ada.pk, role, at=world.now, scope="state:KE", reason="Asked by phone.")
    assert not ada.role_grants.exists()
