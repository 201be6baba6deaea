"""The labels as a tree of token numbers, walked from all places of a text together."""

from collections.abc import Iterable

import numpy as np

from interchange.knowledge.lexicon.recogniser.scanner import Numbers, Table

_STIR = 0x9E3779B97F4A7C15  # odd, so that no two branches meet
_ALL = 0xFFFFFFFFFFFFFFFF
_BITS = 24  # of a token's number


class Tree:
    """Sequences of token numbers (from 1); the n-th sequence is found as n."""

    def __init__(self, sequences: Iterable[tuple[int, ...]], tokens: int) -> None:
        if tokens >= 1 << _BITS:
            raise ValueError(f"more than {1 << _BITS:,} different words in labels")
        branches: dict[tuple[int, int], int] = {}
        ends = {}
        for number, sequence in enumerate(sequences):
            node = 0
            for token in sequence:
                node = branches.setdefault((node, token), len(branches) + 1)
            ends[node] = number
        self.ends = np.full(len(branches) + 1, -1, dtype=np.int32)
        for node, number in ends.items():
            self.ends[node] = number
        self.roots = np.zeros(tokens, dtype=np.int32)
        self.branches = Table(max(8, len(branches).bit_length() + 2))
        for (node, token), child in branches.items():
            if node:
                self.branches.put((node << _BITS | token) * _STIR & _ALL, child)
            else:
                self.roots[token] = child

    def find(self, tokens: Numbers, breaks: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """(first token, number of tokens, which) of every sequence: the longest at each place, none inside or over another, in order.

        No sequence goes over a break; `breaks` is one longer than `tokens` and says where one goes before a token.
        """
        node = self.roots[tokens]
        at = np.flatnonzero(node)
        node = node[at]
        best = self.ends[node]
        length = np.ones(len(at), dtype=np.int64)
        active, size = np.arange(len(at)), 1
        padded = np.append(tokens, np.int32(0))
        while len(active):
            beyond = at[active] + size
            token = padded[np.minimum(beyond, len(tokens))]
            on = np.flatnonzero((token > 0) & ~breaks[np.minimum(beyond, len(tokens))])
            active, node = active[on], node[on]
            node = self.branches.get((node.astype(np.uint64) << np.uint64(_BITS) | token[on].astype(np.uint64)) * np.uint64(_STIR), 0)
            on = np.flatnonzero(node)
            active, node, size = active[on], node[on], size + 1
            ended = self.ends[node]
            there = ended >= 0
            best[active[there]], length[active[there]] = ended[there], size
        found = np.flatnonzero(best >= 0)
        kept = _apart(at[found], length[found])
        found = found[kept]
        return at[found], length[found], best[found]


def _apart(firsts: Numbers, lengths: Numbers) -> Numbers:
    """Which of the sequences stand, from left to right, where none may begin inside one that stands."""
    ends = firsts + lengths
    if not len(firsts) or (firsts[1:] >= ends[:-1]).all():
        return np.arange(len(firsts))
    kept, free = [], 0
    for index, (first, end) in enumerate(zip(firsts.tolist(), ends.tolist(), strict=True)):
        if first >= free:
            kept.append(index)
            free = end
    return np.array(kept)
