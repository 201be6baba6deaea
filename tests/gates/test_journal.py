"""Everything that happens is in the journal: no state that the journal does not tell, and a chain that holds."""

from django.apps import apps

from interchange.ground.journal import chain
from interchange.ground.journal.guards import drop_guards
from interchange.ground.journal.models import Event


def stateful_models():
    """Every model of the house with a state of its own that people or the clock move."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("interchange.")
        and any(field.name == "state" for field in model._meta.get_fields())
        and model._meta.label_lower not in MECHANICAL
    ]


# States of a machine's own book-keeping, not of the network's work: a letter on its way is told by its attempts.
# A version of a term is a picture of its concept, whose state the journal tells.
MECHANICAL = {"post.letter", "lexicon.version"}


def test_no_state_is_untold(house):
    untold = []
    with house.open():
        for model in stateful_models():
            for thing in model._default_manager.all():
                told = (
                    Event.objects.filter(subject_kind=model._meta.label_lower, subject_id=str(thing.pk), after__has_key="state")
                    .order_by("-seq")
                    .values_list("after", flat=True)
                    .first()
                )
                if told is None or told["state"] != thing.state:
                    untold.append(f"{model._meta.label_lower} {thing.pk} is {thing.state}, the journal says {told and told['state']}")
    assert not untold, "\n".join(untold[:40])


def test_the_chain_of_the_small_world_holds(house):
    with house.open():
        count, faults = chain.verify()
    assert count > 50
    assert faults == []


def test_one_changed_field_is_found(house):
    from django.db import connection

    with house.undone():
        drop_guards(connection)
        victim = Event.objects.order_by("seq")[20]
        Event.objects.filter(pk=victim.pk).update(actor_id=(victim.actor_id or 0) + 1)
        _, faults = chain.verify()
    assert [fault.seq for fault in faults] == [victim.seq]
