"""Lists cost the same, however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interchange.work.exchange.actions import answering, offering
from tests.hand import Hand


@pytest.mark.parametrize("url", ["/exchange/", "/exchange/offers/"])
def test_thirty_rows_cost_no_more_queries_than_three(world, url):
    ada, ben = world.member("ada"), world.member("ben")
    reader, counts = Hand(world.officer.person_id), []
    for number in range(25):
        question = world.asked(ada, title=f"Question number {number}?")
        answering.answer(ben, question.pk, text="Words.", at=world.now)
        offering.offer(ben, title=f"Offer {number}", text="Tuesdays.", topics=["labelling"], at=world.now)
        if number in {2, 24}:
            reader.open(url)
            with CaptureQueriesContext(connection) as queries:
                assert f"{number}" in reader.open(url).words
            counts.append(len(queries))
    assert counts[0] == counts[1]
