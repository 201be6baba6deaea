"""What the style page says when its sample form is sent."""

import pytest

from tests.hand import Hand

pytestmark = pytest.mark.django_db


def test_the_sample_form_says_that_it_is_complete_or_what_lacks():
    typed = {"name": "王芳", "kind": "b", "topics": ["a", "b"], "agree": "on"}
    page = Hand().press("/style/", "Send", typed)
    assert page.said == ["The sample form is complete."]
    wrong = Hand().press("/style/", "Send", {**typed, "agree": None})
    assert wrong.said == []
    assert [one.get("value") for one in wrong.tree.xpath("//input[@name='name']")] == ["王芳"], "nothing typed is lost"
