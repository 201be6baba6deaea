"""The terms whose definitions rest on a record stand on the record's page, for those who may see the terms."""

import pytest
from django.test import Client

from interchange.knowledge.lexicon import linking
from interchange.knowledge.lexicon.content import DefinitionPart, SourcePart
from interchange.knowledge.lexicon.models import Concept

HERE = "/repository/kirchenbauer-2023-watermark-llm/"


@pytest.fixture(autouse=True)
def _anew():
    linking.forget()
    yield
    linking.forget()


def test_a_term_that_rests_on_a_record_is_named_there_once_it_may_be_seen(world):
    source = SourcePart("A Watermark for Large Language Models", "https://arxiv.org/abs/2301.10226")
    concept = world.proposed("quilted watermark", definitions=(DefinitionPart("mark sewn into a text", True, (source,)),))
    line = f'<a href="/lexicon/{concept.slug}">quilted watermark</a>'
    assert line not in Client().get(HERE).content.decode()
    Concept.objects.filter(pk=concept.pk).update(state="agreed", agreed_at=world.now)
    linking.forget()
    page = Client().get(HERE).content.decode()
    assert line in page.split("<h2>Used in</h2>")[1].split("</section>")[0]
