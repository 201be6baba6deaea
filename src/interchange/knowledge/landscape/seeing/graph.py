"""How tools hang together: a neighbourhood that can be read, paths between two tools, links that are missing."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from itertools import pairwise

from interchange.knowledge.landscape.atlas import Atlas, Edge
from interchange.knowledge.landscape.vocabulary import RelationKind

FIRST, SECOND = 16, 12  # at most so many tools in the first and in the second ring
LONGEST = 8
WORDS = dict(RelationKind.choices)
ORDER = list(RelationKind.values)


@dataclass(frozen=True)
class Step:
    """From one tool to a neighbour: `forward` where the relation reads that way."""

    here: int
    there: int
    kind: str
    forward: bool
    strength: str


@dataclass
class Neighbourhood:
    """A tool, its neighbours by the way the relation reads, and their own neighbours; `left_out` counts what did not fit."""

    focus: int
    outgoing: list[Step] = field(default_factory=list)
    incoming: list[Step] = field(default_factory=list)
    beyond: dict[int, list[Step]] = field(default_factory=dict)
    left_out: int = 0

    @property
    def all(self) -> list[Step]:
        """Every relation in the picture, for the table."""
        return [*self.outgoing, *self.incoming, *(step for steps in self.beyond.values() for step in steps)]


def _step(edge: Edge, here: int) -> Step:
    forward = edge.source == here
    return Step(here, edge.target if forward else edge.source, edge.kind, forward, edge.strength)


def _telling(steps: list[Step]) -> list[Step]:
    """Without "works with" where another relation between the same two says more."""
    said = {step.there for step in steps if step.kind != RelationKind.WORKS_WITH}
    return [step for step in steps if step.kind != RelationKind.WORKS_WITH or step.there not in said]


def around(atlas: Atlas, focus: int, *, depth: int = 1, kind: str = "") -> Neighbourhood:
    """The neighbourhood of a tool; telling relations first, then the better connected neighbours."""
    made = Neighbourhood(focus)
    steps = _telling([_step(edge, focus) for edge in atlas.touching.get(focus, []) if not kind or edge.kind == kind])
    steps.sort(key=lambda step: (ORDER.index(step.kind), -len(atlas.neighbours[step.there]), atlas.tools.names[step.there]))
    made.left_out = max(0, len(steps) - FIRST)
    steps = steps[:FIRST]
    made.outgoing = [step for step in steps if step.forward]
    made.incoming = [step for step in steps if not step.forward]
    if depth > 1:
        seen, room = {focus, *(step.there for step in steps)}, SECOND
        for step in steps:
            further = [_step(edge, step.there) for edge in atlas.touching.get(step.there, [])]
            fresh = [one for one in further if one.there not in seen and (not kind or one.kind == kind)]
            fresh.sort(key=lambda one: (ORDER.index(one.kind), atlas.tools.names[one.there]))
            kept = fresh[: min(3, room)]
            made.left_out += len(fresh) - len(kept)
            room -= len(kept)
            seen |= {one.there for one in kept}
            if kept:
                made.beyond[step.there] = kept
    return made


def paths(atlas: Atlas, start: int, end: int, *, most: int = 3) -> list[list[Step]]:
    """Up to `most` of the shortest ways between two tools, whichever way the relations read; [] where there is none within `LONGEST` steps."""
    if start == end:
        return []
    distance, before = {start: 0}, defaultdict(list)
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here == end or distance[here] >= LONGEST:
            continue
        for there in sorted(atlas.neighbours.get(here, ()), key=lambda place: atlas.tools.names[place]):
            if there not in distance:
                distance[there] = distance[here] + 1
                queue.append(there)
            if distance[there] == distance[here] + 1:
                before[there].append(here)
    if end not in distance:
        return []
    found: list[list[int]] = []
    waiting = [[end]]
    while waiting and len(found) < most * 4:
        way = waiting.pop()
        if way[-1] == start:
            found.append(way[::-1])
        else:
            waiting.extend([*way, one] for one in reversed(before[way[-1]]))
    ways = [[_best(atlas, here, there) for here, there in pairwise(way)] for way in found]
    ways.sort(key=lambda way: sum(step.kind == RelationKind.WORKS_WITH for step in way))
    return ways[:most]


def _best(atlas: Atlas, here: int, there: int) -> Step:
    edges = sorted(atlas.between(here, there), key=lambda edge: ORDER.index(edge.kind))
    return _step(edges[0], here)


def part(atlas: Atlas, start: int) -> set[int]:
    """Every tool that can be reached from one."""
    seen, queue = {start}, deque([start])
    while queue:
        for there in atlas.neighbours.get(queue.popleft(), ()):
            if there not in seen:
                seen.add(there)
                queue.append(there)
    return seen


def hubs(atlas: Atlas, most: int = 15) -> list[tuple[int, int]]:
    """The best connected tools: (place, neighbours)."""
    found = [(place, len(others)) for place, others in atlas.neighbours.items()]
    return sorted(found, key=lambda row: (-row[1], atlas.tools.names[row[0]]))[:most]


def sentence(atlas: Atlas, step: Step) -> tuple[str, str, str]:
    """(tool, words, tool) as the relation reads."""
    first, second = (step.here, step.there) if step.forward else (step.there, step.here)
    return atlas.tools.names[first], str(WORDS[step.kind]), atlas.tools.names[second]
