"""The map: tools, challenges and relations beside the starter map."""

import random

from benchmarks.world.house import findable, noted


def fill(tools: int, challenges: int, relations: int) -> None:
    """Made-up entries up to those numbers, beside the starter map."""
    from django.db import transaction

    from interchange.ground import clock
    from interchange.ground.vocabulary import queries as vocabulary
    from interchange.knowledge.landscape import vocabulary as words
    from interchange.knowledge.landscape.atlas import turn
    from interchange.knowledge.landscape.load import DUE, starter
    from interchange.knowledge.landscape.models import Address, Challenge, Relation, Tool

    chance, at = random.Random(7), clock.now()
    sectors, topics = sorted(vocabulary.codes("sectors")), sorted(vocabulary.codes("topics"))
    places = [code for code, _name in vocabulary.countries()]
    claim = {"strength": "document", "source": 0, "checked": "2026-09-30", "by": None, "doubt": ""}
    names = (
        "name",
        "kind",
        "summary",
        "functions",
        "sectors",
        "topics",
        "status",
        "since",
        "steward",
        "countries",
        "openness",
        "licence",
        "url",
    )
    text = [one["summary"] for one in starter()[0]]
    with transaction.atomic():
        have = Tool.objects.count()
        Tool.objects.bulk_create(
            [
                Tool(
                    code=f"made-{n}", name=f"Made-up resolver {n}", kind=chance.choice(words.ToolKind.values), functions=chance.sample(words.Function.values, 2),
                    topics=chance.sample(topics, 2), sectors=chance.sample(sectors, 2), steward=f"Steward {n % 900}", countries=[chance.choice(places)], openness="mixed",
                    status=chance.choice(words.Maturity.values), since=chance.choice([None, *range(1995, 2027)]), url=f"https://example.org/{n}", summary=chance.choice(text),
                    name_key=f"made up resolver {n}", url_key=f"example.org/{n}", sources=[{"title": f"Source {n}", "url": f"https://example.org/source/{n}", "gone": ""}],
                    claims=dict.fromkeys(names, claim), listed_at=at, updated_at=at, review_due=DUE,
                )
                for n in range(tools - have)
            ],
            batch_size=500,
        )  # fmt: skip
        Challenge.objects.bulk_create(
            [
                Challenge(
                    code=f"asked-{n}", title=f"Made-up challenge {n}", nature="challenge", character="technical", topics=chance.sample(topics, 2), sectors=chance.sample(sectors, 2),
                    description=chance.choice(text), sources=[], claims={}, listed_at=at, updated_at=at, review_due=DUE,
                )
                for n in range(challenges - Challenge.objects.count())
            ],
            batch_size=500,
        )  # fmt: skip
        pks = list(Tool.objects.values_list("pk", flat=True))
        held = set(Relation.objects.values_list("source_id", "target_id"))
        new = []
        while len(held) < relations:
            pair = tuple(chance.sample(pks, 2))
            if pair not in held:
                held.add(pair)
                new.append(
                    Relation(source_id=pair[0], target_id=pair[1], kind=chance.choice(words.RelationKind.values), checked_on=at.date())
                )
        Relation.objects.bulk_create(new, batch_size=1000)
        asked = [
            Address(challenge_id=pk, tool_id=tool)
            for pk in Challenge.objects.filter(code__startswith="asked").values_list("pk", flat=True)
            for tool in chance.sample(pks, 4)
        ]
        Address.objects.bulk_create(asked, batch_size=1000)
        for key, model, verb, beginning in (("tool", Tool, "map.published", "made-"), ("challenge", Challenge, "map.published", "asked-")):
            new_ones = list(model.objects.filter(code__startswith=beginning).order_by("pk"))
            noted(verb, new_ones, at=at)
            findable(key, new_ones)
        turn()
