"""Signs a file with a C2PA manifest: actions, ingredients, reservations. Label first, sign last."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from interchange.workbench.signals import sourcetypes
from interchange.workbench.signals.containers import sniff
from interchange.workbench.signals.model import say
from interchange.workbench.signals.readers.c2pa.reading import context
from interchange.workbench.signals.writing import keys

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
    parent_title: str = ""
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


_MINING = {
    "DMI-ALLOWED": (TRAINING, "allowed"),
    "DMI-PROHIBITED": (TRAINING, "notAllowed"),
    "DMI-PROHIBITED-AIMLTRAINING": (("ai_generative_training", "ai_training"), "notAllowed"),
    "DMI-PROHIBITED-GENAIMLTRAINING": (("ai_generative_training",), "notAllowed"),
}


def uses(data_mining: str) -> dict[str, str]:
    """A PLUS data mining value as entries of CAWG's assertion (training and data mining 1.1); what it cannot say is left out."""
    names, use = _MINING.get(data_mining, ((), ""))
    return dict.fromkeys(names, use)


def media_type(content: bytes) -> str:
    """The type by content, as `sign` wants it."""
    return sniff.by_content(content[:65536])


class NotSigned(ValueError):
    """The file cannot be signed; the message says why."""


def check(content: bytes, media_type: str) -> None:
    """Raise `NotSigned` for what a credential would spoil."""
    if media_type == "application/pdf" and b"/ByteRange" in content:
        raise NotSigned(say("The PDF carries a signature (PAdES), which a content credential would break."))


def sign(content: bytes, media_type: str, said: Statement, chain: str, key: str, *, program: str = "Interchange") -> bytes:
    """The signed file. `chain` (signer first) and `key` are PEM; nothing leaves this process. For files of strangers: `pool.Pool.sign`."""
    check(content, media_type)
    return build(content, media_type, said, manifest(said, program), chain, keys.algorithm(keys.load(key)), keys.signer(key))


def job(media_type: str, said: Statement, chain: str, algorithm: str, *, program: str = "Interchange") -> dict[str, Any]:
    """What `pool.Pool.sign` is told of a signature: nothing of it is secret. ValueError as `manifest`. Components are not carried: a file and its parent."""
    return {
        "title": said.title, "media_type": media_type, "manifest": manifest(said, program), "chain": chain, "algorithm": algorithm,
        "parent_type": said.parent_type or media_type, "parent_title": said.parent_title,
    }  # fmt: skip


def build(content: bytes, media_type: str, said: Statement, made: Mapping[str, Any], chain: str, algorithm: str, by: Callable[[bytes], bytes]) -> bytes:  # fmt: skip
    """Have the library write the manifest `made`; it asks `by` for the signature, so that it never sees the key."""
    import c2pa

    with c2pa.Builder(json.dumps(made), context=context(None)) as builder, c2pa.Signer.from_callback(by, c2pa.C2paSigningAlg[algorithm.upper()], chain) as signer:  # fmt: skip
        if said.parent:
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
            builder.add_ingredient(
                json.dumps({"title": said.parent_title or "parent", "relationship": "parentOf"}), said.parent_type or media_type, BytesIO(said.parent)
            )  # fmt: skip
        for title, part, kind in said.parts:
            builder.add_ingredient(json.dumps({"title": title, "relationship": "componentOf"}), kind, BytesIO(part))
        out = BytesIO()
        builder.sign(signer, media_type, BytesIO(content), out)
        return out.getvalue()
