"""ai.txt: three unrelated things share the name. Spawning's (2023) is like robots.txt, with file types, and speaks of training; others are told apart only.

Nothing is read into free text. The newest line that covers the target with the longest pattern decides, as in robots.txt, which Spawning's file follows.
"""

from interchange.workbench.signals.model import Stance, say
from interchange.workbench.signals.reservations.patterns import matches, normal
from interchange.workbench.signals.reservations.robots import decoded
from interchange.workbench.signals.reservations.statements import TRAINING, Note, Reading, Statement, Target, cut

SCHEME = "ai-txt"
_SPEC = "Spawning ai.txt"


def read(text: str | bytes, target: Target) -> Reading:
    """What an ai.txt says about the training of AI with the target. Never raises."""
    content, notes = decoded(text)
    made = Reading(notes=[Note(SCHEME, f"ai.txt {note.place}", note.raw, note.words, note.kind, _SPEC) for note in notes])
    agents: list[str] = []
    heading, like_robots, keyed = False, False, False
    best: tuple[int, bool, int, str] | None = None
    octets, lowered = normal(target.path), normal(target.path.casefold())
    for number, line in enumerate(content.splitlines(), 1):
        name, colon, value = line.split("#", 1)[0].strip(" \t\ufeff").partition(":")
        name, value = name.strip().casefold(), value.strip()
        if name == "user-agent":
            agents = [*agents, value] if heading else [value]
            heading, like_robots = True, True
        elif name in ("allow", "disallow") and colon:
            heading, like_robots = False, True
            if not value or not any(agent == "*" or agent.casefold() == target.agent.casefold() for agent in agents):
                continue
            pattern = normal(value if value[0] in "/*" else f"*{value}")
            if pattern.startswith(b"*.") and not pattern.endswith(b"$"):
                pattern += b"$"  # a file type ends the path
            found = matches(pattern, octets) or (pattern.startswith(b"*.") and matches(normal(value.casefold()) + b"$", lowered))
            key = (len(pattern), name == "allow", number, cut(line))
            if found and (best is None or key[:2] >= best[:2]):
                best = key
        elif name in ("training", "spec-version") and colon:
            keyed = True
    if best is not None:
        stance = Stance.ALLOWED if best[1] else Stance.DISALLOWED
        meaning = (
            say("Allows the training of AI with this kind of file.")
            if best[1]
            else say("Refuses the training of AI with this kind of file.")
        )
        made.statements.append(
            Statement(SCHEME, f"ai.txt line {best[2]}", best[3], TRAINING, stance, meaning, _SPEC, "allow" if best[1] else "disallow")
        )
    elif like_robots:
        made.notes.append(Note(SCHEME, "ai.txt", "", say("No line of this ai.txt covers {path}.", path=cut(target.path)), "hint", _SPEC))
    elif content.strip():
        words = (
            say("A keyed ai.txt of another proposal; nobody is known to read it, so nothing is read into it.")
            if keyed
            else say("An ai.txt in free words. A machine cannot read it, so nothing is read into it.")
        )
        made.notes.append(Note(SCHEME, "ai.txt", cut(content[:120]), words, "hint"))
    return made
