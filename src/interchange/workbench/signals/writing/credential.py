"""Signs a file with a C2PA manifest: actions, ingredients, reservations. Label first, sign last."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from interchange.workbench.signals import sourcetypes
from interchange.workbench.signals.containers import sniff
from interchange.workbench.signals.model import say
from interchange.workbench.signals.readers.c2pa.reading import context

TRAINING = ("data_mining", "ai_inference", "ai_generative_training", "ai_training")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the signer says of the file."""

    title: str
    source_type: str = ""  # a concept of the IPTC's list: the file was created so; "" with a parent: it was opened
    agent: str = ""
    actions: Sequence[Mapping[str, Any]] = ()  # further actions, as C2PA writes them
    uses: Mapping[str, str] = field(default_factory=dict)  # of `TRAINING`: allowed, notAllowed
    parent: bytes = b""  # the file that it was made from, with its own credential if it has one
    parent_type: str = ""
    parts: Sequence[tuple[str, bytes, str]] = ()  # (title, content, media type) of components
    assertions: Sequence[Mapping[str, Any]] = ()  # further assertions: label and data


def manifest(said: Statement, program: str = "Interchange") -> dict[str, Any]:
    """The manifest's definition. ValueError for a source type or a use that the standards do not know: the library would sign it."""
    code = sourcetypes.code_of(said.source_type)
    if said.source_type and not code:
        raise ValueError(say("“{value}” is not in the IPTC's list of digital source types.", value=said.source_type))
    if not code and not said.parent:
        raise ValueError(say("A credential without a parent needs a digital source type."))
    if wrong := [name for name, use in said.uses.items() if name not in TRAINING or use not in ("allowed", "notAllowed")]:
        raise ValueError(say("Unknown use: {names}.", names=", ".join(wrong)))
    actions = [dict(one) for one in said.actions]
    if not said.parent:  # with a parent the library writes the first action, "opened", itself
        first: dict[str, Any] = {"action": "c2pa.created", "digitalSourceType": f"{sourcetypes.BASE}{code}"}
        if said.agent:
            first["softwareAgent"] = {"name": said.agent}
        actions.insert(0, first)
    assertions: list[dict[str, Any]] = [{"label": "c2pa.actions.v2", "data": {"actions": actions}}] if actions else []
    if said.uses:
        entries = {f"cawg.{name}": {"use": use} for name, use in said.uses.items()}
        assertions.append({"label": "cawg.training-mining", "data": {"entries": entries}})
    return {
        "claim_generator_info": [{"name": program, "version": "1"}],
        "title": said.title,
        "assertions": [*assertions, *(dict(one) for one in said.assertions)],
    }


def media_type(content: bytes) -> str:
    """The type by content, as `sign` wants it."""
    return sniff.by_content(content[:65536])


def sign(content: bytes, media_type: str, said: Statement, chain: str, key: str, *, program: str = "Interchange") -> bytes:
    """The signed file. `chain` (signer first) and `key` are PEM, of P-256; nothing leaves this process."""
    import c2pa

    made = manifest(said, program)
    if media_type == "application/pdf" and b"/ByteRange" in content:
        raise ValueError(say("The PDF carries a signature (PAdES), which a content credential would break."))
    given = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain.encode(), private_key=key.encode(), ta_url=None)
    with c2pa.Builder(json.dumps(made), context=context(None)) as builder, c2pa.Signer.from_info(given) as signer:
        if said.parent:
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
            builder.add_ingredient(
                json.dumps({"title": "parent", "relationship": "parentOf"}), said.parent_type or media_type, BytesIO(said.parent)
            )
        for title, part, kind in said.parts:
            builder.add_ingredient(json.dumps({"title": title, "relationship": "componentOf"}), kind, BytesIO(part))
        out = BytesIO()
        builder.sign(signer, media_type, BytesIO(content), out)
        return out.getvalue()
