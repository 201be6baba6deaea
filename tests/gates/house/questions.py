"""Members help each other: questions in the open and under the rule, a withdrawn one, answers, an offer, a letter that can be answered by mail."""

from datetime import datetime

from interchange.desk.demo.build import World
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import viewer_for
from interchange.ground.threads import actions as threads
from interchange.network.membership.queries import active_ids
from interchange.work.exchange import queries
from interchange.work.exchange.actions import answering, asking, offering, questions
from tests.gates.house import INSIDE, House


def build(house: House, world: World, at: datetime) -> None:
    """One of each, each with its word; what is sealed is remembered with those who said it, so that a gate can look for their names."""
    member, chair = world.mapper(1), world.mapper(2)
    other = next(pk for pk in active_ids(at) if pk not in {member.person_id, chair.person_id})
    helper = viewer_for(Person.objects.get(pk=other), at=at, second_factor=False)

    def given(title: str, text: str) -> dict[str, object]:
        return {"title": title, "text": text, "topics": ["labelling"], "wanted_by": None}

    word = house.secret("peerquestion", "a question to members", *INSIDE)
    asked = questions.ask(member, given(f"Which {word} survives?", f"We need {word}."), people=[helper.me], at=at)
    word = house.secret("peeranswer", "an answer to a question", *INSIDE)
    answer = answering.answer(helper, asked.pk, text=f"It is {word}.", sources=[{"title": word, "url": "https://example.org/x"}], at=at)
    word = house.secret("peertalk", "a comment on a question", *INSIDE)
    threads.say(chair, asked, text=word, at=at)

    word = house.secret("takenback", "a question that was taken back", "member", "officer")
    gone = questions.ask(member, given(f"Taken {word} back?", word), at=at)
    questions.withdraw(member, gone.pk, at=at)

    word = house.secret("sealedtext", "a question under the rule of non-attribution", *INSIDE)
    sealed = questions.ask(member, given(f"Who lost {word}?", "It happened to us."), unattributed=True, at=at)
    own = answering.answer(chair, sealed.pk, text="To us, too.", at=at)
    house.sealed = (sealed.pk, [Person.objects.get(pk=one.me) for one in (member, chair)])

    asking.put_to(member, asked.pk, [fit.person_id for fit in queries.helpers(asked, at=at)][:1], at=at)
    offer = offering.offer(chair, title="Office hours on marks", text="Tuesdays.", topics=["labelling"], at=at)

    three = {"open": {"pk": asked.pk}, "taken-back": {"pk": gone.pk}, "under-the-rule": {"pk": sealed.pk}}
    for name in ("question", "edit", "help"):
        house.kwargs[f"exchange:{name}"] = three
    for name in ("edit_answer", "remove_answer"):
        house.kwargs[f"exchange:{name}"] = {"somebody-s": {"pk": answer.pk}, "under-the-rule": {"pk": own.pk}}
    house.kwargs["exchange:plan_offer"] = {"open": {"pk": offer.pk}}
