"""A small script of its own that counts a round of statements, points or rankings from its file alone: no line of the room is used.

    python recounting.py FILE

Prints, item by item, the rank that it finds.
"""

import json
import math
import sys
from collections import Counter, defaultdict


def ranks_of(file):
    rule, items, ballots = file["rule"], [one["id"] for one in file["items"]], file["ballots"]
    members = Counter(one["organisation"] for one in ballots if one["organisation"])
    weight = [min(1, rule["cap"] / members[one["organisation"]]) if rule["cap"] and one["organisation"] else 1 for one in ballots]
    if rule["method"] == "statements":
        score = {item: bridging(item, ballots, weight) for item in items}
    elif rule["method"] == "points":
        score = {item: sum(w * one["marks"].get(item, 0) for w, one in zip(weight, ballots, strict=True)) for item in items}
    else:
        score = beat_paths(items, ballots, weight)
    rounded = {item: round(value, 9) for item, value in score.items()}
    return {item: 1 + sum(other > rounded[item] for other in rounded.values()) for item in items}


def bridging(item, ballots, weight):
    agree, seen, heads = defaultdict(float), defaultdict(float), Counter()
    for w, one in zip(weight, ballots, strict=True):
        if item in one["marks"]:
            seen[one["profile"]] += w
            heads[one["profile"]] += 1
            agree[one["profile"]] += w * (one["marks"][item] == 1)
    p = [(agree[group] + 1) / (seen[group] + 2) for group in seen if group and heads[group] >= 5]
    if not p:
        return (sum(agree.values()) + 1) / (sum(seen.values()) + 2)
    return math.prod(p) ** (1 / len(p))


def beat_paths(items, ballots, weight):
    better = defaultdict(float)
    for w, one in zip(weight, ballots, strict=True):
        place = {item: number for number, group in enumerate(one["marks"]) for item in group}
        for first in items:
            for second in items:
                if place.get(first, 999) < place.get(second, 999):
                    better[first, second] += w
    path = {(a, b): better[a, b] if better[a, b] > better[b, a] else 0 for a in items for b in items if a != b}
    for middle in items:
        for a in items:
            for b in items:
                if len({a, b, middle}) == 3:
                    path[a, b] = max(path[a, b], min(path[a, middle], path[middle, b]))
    return {a: sum(path[a, b] > path[b, a] for b in items if b != a) for a in items}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        for item, rank in ranks_of(json.load(source)).items():
            print(item, rank)  # noqa: T201
