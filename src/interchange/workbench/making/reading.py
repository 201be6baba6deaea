"""Steps that a file's own metadata tells of: generators' parameters, C2PA actions. Pure: a report in, drafts of steps out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interchange.workbench.making.vocabulary import NAME_LIMIT, PROMPT_LIMIT, Gave, How
from interchange.workbench.signals.model import Claim
from interchange.workbench.signals.sourcetypes import TYPES, code_of

_BY_AI = {Claim.MADE_BY_AI, Claim.EDITED_WITH_AI}
_MEDIA = {"image": Gave.PICTURE, "audio": Gave.SOUND, "video": Gave.FILM, "text": Gave.TEXT}


@dataclass(frozen=True)
class Draft:
    """A step as it was read."""

    how: How
    gave: Gave
    tool: str = ""
    version: str = ""
    prompt: str = ""
    what: str = ""


def steps(report: Mapping[str, Any]) -> list[Draft]:
    """What a report's findings tell of how its file was made, in the order in which they stand; the same said twice is one step."""
    made: list[Draft] = []
    gave = _MEDIA.get(str(report["subject"]["media_type"]).partition("/")[0], Gave.PICTURE)
    for finding in report["findings"]:
        if finding["scheme"] == "generator-parameters" and (data := finding.get("data")):
            made.append(_generated(data, gave))
        elif finding["scheme"] == "c2pa" and finding["claim"] == Claim.SIGNED.value and finding.get("about", "file") == "file":
            made += [_action(one, gave) for one in (finding.get("data") or {}).get("actions", ())]
    return list(dict.fromkeys(one for one in made if one.tool or one.what))


def _generated(data: Mapping[str, Any], gave: Gave) -> Draft:
    models = data.get("models")
    model = str(data.get("Model") or (models[0] if isinstance(models, list) and models else ""))
    texts = data.get("texts")
    prompt = str(data.get("prompt") or ("\n".join(map(str, texts)) if isinstance(texts, list) else ""))
    version = " ".join(part for part in (model, str(data.get("Version") or "")) if part)
    return Draft(How.AI, gave, str(data.get("program") or "")[:NAME_LIMIT], version[:NAME_LIMIT], prompt[:PROMPT_LIMIT])


def _action(one: Mapping[str, str], gave: Gave) -> Draft:
    claim = TYPES.get(code_of(one.get("source_type") or ""), (None, ""))[0]
    by_ai = claim in _BY_AI
    action = str(one.get("action", "")).removeprefix("c2pa.").replace("_", " ")
    words = ": ".join(part for part in (action, str(one.get("note") or "")) if part)
    what = gave if action in {"created", "placed", "opened"} else Gave.EDIT
    agent = str(one.get("agent") or "")[:NAME_LIMIT]
    if by_ai:
        return Draft(How.AI, what, agent or "?", what=words)
    return Draft(How.TOOL if agent else How.HAND, what, agent, what=words)
