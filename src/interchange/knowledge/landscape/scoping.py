"""The result of a scope check, from the answers alone (DOMAIN T2)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from interchange.knowledge.landscape.vocabulary import QUESTIONS, Character

POLICY_QUESTIONS = [name for name, _words, policy in QUESTIONS if policy]


def character_of(answer: Mapping[str, bool]) -> Character:
    """What one member's answers say: testable without policy is technical, not testable without policy is operational, both is mixed."""
    policy = any(answer[name] for name in POLICY_QUESTIONS)
    if answer["testable"]:
        return Character.MIXED if policy else Character.TECHNICAL
    return Character.POLICY if policy else Character.OPERATIONAL


def result(answers: Iterable[Mapping[str, bool]], least: int) -> tuple[str, dict[str, Any]]:
    """(character or "" where too few answered, the spread). What more than half of the answers say is the result; where no view has a
    majority the question is mixed: it holds parts of more than one kind."""
    given = list(answers)
    views = Counter(character_of(one).value for one in given)
    questions = {name: sum(one[name] for one in given) for name, _words, _policy in QUESTIONS}
    spread = {"answers": len(given), "views": dict(views), "questions": questions}
    if len(given) < least:
        return "", spread
    leader, most = views.most_common(1)[0]
    return (leader if most * 2 > len(given) else Character.MIXED.value), spread
