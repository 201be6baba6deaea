"""A small script of its own that counts a round from its file alone, by each of the five methods: no line of the room and no library is used.

    python recounting.py FILE

Prints, item by item, the rank that it finds.
"""

import hashlib
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
    elif rule["method"] == "choice":
        score = shared_places(items, ballots, weight)
    elif rule["method"] == "pairs":
        score = strengths(items, ballots, pair_weights(rule, ballots))
    else:
        score = beat_paths(items, ballots, weight)
    rounded = {item: round(value, 6) for item, value in score.items()}
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


def shared_places(items, ballots, weight):
    """Sequential proportional approval; ties go to the item named more often, then by the lot that the ballots themselves draw."""

    def text(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    seed = hashlib.sha256("".join(sorted(hashlib.sha256(text(one)).hexdigest() for one in ballots)).encode()).hexdigest()
    lot = {item: hashlib.sha256(f"{seed}:{item}".encode()).hexdigest() for item in items}
    named = {item: round(sum(w for w, one in zip(weight, ballots, strict=True) if item in one["marks"]), 9) for item in items}
    score, taken = dict.fromkeys(items, 0), []
    while len(taken) < len(items):
        worth = dict.fromkeys([item for item in items if item not in taken], 0.0)
        for w, one in zip(weight, ballots, strict=True):
            share = w / (1 + sum(item in taken for item in one["marks"]))
            for item in one["marks"]:
                if item in worth:
                    worth[item] += share
        best = max(worth, key=lambda item: (round(worth[item], 9), named[item], lot[item]))
        if round(worth[best], 9) == 0:
            break
        score[best] = len(items) - len(taken)
        taken.append(best)
    return score


def pair_weights(rule, ballots):
    """An organisation counts `cap` times the pairs of one full ballot at most."""
    answered = Counter()
    for one in ballots:
        answered[one["organisation"]] += len(one["marks"])
    most = rule["cap"] * rule["pairs"]
    return [
        min(1, most / answered[one["organisation"]]) if rule["cap"] and one["organisation"] and answered[one["organisation"]] else 1
        for one in ballots
    ]


def strengths(items, ballots, weight, prior=0.1):
    """Bradley and Terry's strengths as the balance of a walk from losers to winners (Maystre and Grossglauser 2015), with a small pull towards "all alike"."""
    lost = defaultdict(float)
    for w, one in zip(weight, ballots, strict=True):
        for mark in one["marks"]:
            if len(mark) == 2:
                lost[mark[1], mark[0]] += w
    share = dict.fromkeys(items, 1 / len(items))
    for _turn in range(20_000):
        rate = {(a, b): prior + lost[a, b] / (len(items) * (share[a] + share[b])) for a in items for b in items if a != b}
        most = 1.01 * max(sum(rate[a, b] for b in items if b != a) for a in items)
        new = {b: share[b] + sum(share[a] * rate[a, b] - share[b] * rate[b, a] for a in items if a != b) / most for b in items}
        if max(abs(new[item] - share[item]) for item in items) < 1e-13:
            break
        share = new
    return share


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        for item, rank in ranks_of(json.load(source)).items():
            print(item, rank)  # noqa: T201
