"""Statistical disclosure control for counts of people, in pure Python: small cells, what is left by subtraction, what a difference tells.

Threshold rule and complementary suppression as in the Handbook on Statistical Disclosure Control (Hundepool and others, 2010, chapter 4);
the rule of steady cells is ours and answers the differencing of two editions.
"""

from collections.abc import Mapping

SMALL = 5  # a count from 1 to 4 is not shown
STEP = 5  # a count that was shown moves by this much or not at all


def hide_small(counts: Mapping[str, int], *, exclusive: bool = True) -> dict[str, int | None]:
    """Counts with those from 1 to 4 as None; zero is shown.

    Where the groups are `exclusive` (they add up to a total that is known), whoever subtracts finds only the sum of the hidden ones: the
    smallest groups shown join them until at least two are hidden and their sum is no small number itself.
    """
    hidden = {key for key, count in counts.items() if 0 < count < SMALL}
    if exclusive and hidden:
        shown = sorted((key for key in counts if key not in hidden and counts[key] > 0), key=lambda key: (counts[key], key), reverse=True)
        while shown and (len(hidden) < 2 or sum(counts[key] for key in hidden) < SMALL):
            hidden.add(shown.pop())
    return {key: None if key in hidden else count for key, count in counts.items()}


def steady(before: Mapping[str, int | None], counts: Mapping[str, int], *, exclusive: bool = True) -> dict[str, int | None]:
    """What to show of new `counts` when `before` was shown: each cell as it was, or moved by at least five.

    A hidden cell comes into sight from nine on, so that five or more have come since it was last under five. A cell in sight keeps its
    number until five or more have come or gone. Groups that were never shown, and groups that are gone, follow the threshold alone.
    """
    kept: dict[str, int] = {}
    for key in {*before, *counts}:
        now, then = counts.get(key, 0), before.get(key, 0)
        if key not in before:
            kept[key] = now
        elif then is None:
            kept[key] = now if now >= SMALL - 1 + STEP else 1
        else:
            kept[key] = now if abs(now - then) >= STEP else then
    return hide_small(kept, exclusive=exclusive)
