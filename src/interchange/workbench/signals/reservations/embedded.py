"""What reservations inside files say: XMP (TDMRep, PLUS/IPTC data mining), EPUB packages, and the training-and-data-mining assertion of C2PA manifests.

The readers of the formats find and unpack; what it means is worked out here alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from interchange.workbench.signals.model import Stance, Use, Words, say
from interchange.workbench.signals.reservations import tdmrep
from interchange.workbench.signals.reservations.statements import TRAINING, Note, Reading, Statement, cut
from interchange.workbench.signals.xmp import ODD, Property

PLUS, CAWG = "plus-data-mining", "cawg-training-mining"
_DMI = "http://ns.useplus.org/ldf/vocab/DMI-"
_MINED = (Use.MINING, *TRAINING)
_PLUS_SPEC = "IPTC Photo Metadata 2023.1, Data Mining; PLUS vocabulary"

# What each value of the PLUS vocabulary says: for each stance the uses, and plain words
_VALUES: dict[str, tuple[list[tuple[Stance, tuple[Use, ...]]], Words]] = {
    "ALLOWED": ([(Stance.ALLOWED, _MINED)], say("Data mining is allowed.")),
    "PROHIBITED": ([(Stance.DISALLOWED, (*_MINED, Use.SEARCH))], say("Data mining is prohibited, indexing by search engines included.")),
    "PROHIBITED-AIMLTRAINING": (
        [(Stance.DISALLOWED, TRAINING)],
        say("Data mining for the training of AI or machine learning is prohibited."),
    ),
    "PROHIBITED-GENAIMLTRAINING": (
        [(Stance.DISALLOWED, (Use.GENERATIVE_TRAINING,))],
        say("Data mining for the training of generative AI is prohibited."),
    ),
    "PROHIBITED-EXCEPTSEARCHENGINEINDEXING": (
        [(Stance.DISALLOWED, _MINED), (Stance.ALLOWED, (Use.SEARCH,))],
        say("Data mining is prohibited, except for indexing by search engines."),
    ),
    "PROHIBITED-SEECONSTRAINT": ([(Stance.CONDITIONAL, _MINED)], say("Data mining is prohibited but for what the constraint says.")),
    "PROHIBITED-SEEEMBEDDEDRIGHTSEXPR": (
        [(Stance.CONDITIONAL, _MINED)],
        say("Data mining is prohibited but for what an embedded rights expression says."),
    ),
    "PROHIBITED-SEELINKEDRIGHTSEXPR": (
        [(Stance.CONDITIONAL, _MINED)],
        say("Data mining is prohibited but for what a linked rights expression says."),
    ),
}
DATA_MINING: dict[str, Words] = {
    "DMI-UNSPECIFIED": say("Leaves open whether data mining is allowed."),
    **{f"DMI-{code}": words for code, (_, words) in _VALUES.items()},
}
_CAWG_KEYS: dict[str, tuple[Use, ...]] = {
    "data_mining": (Use.MINING,),
    "ai_inference": (Use.AI_INPUT,),
    "ai_training": (Use.AI_TRAINING,),
    "ai_generative_training": (Use.GENERATIVE_TRAINING,),
}


def data_mining(value: str, place: str, constraint: str = "") -> Reading:
    """One value of `plus:DataMining`; its address is taken with http or https and in any case. UNSPECIFIED states nothing."""
    made = Reading()
    code = value.strip().replace("https://", "http://", 1)
    code = code[len(_DMI) :] if code.casefold().startswith(_DMI.casefold()) else code.removeprefix("DMI-")
    code = code.upper()
    if code == "UNSPECIFIED":
        made.notes.append(
            Note(PLUS, place, cut(value), say("The property is there and leaves open whether data mining is allowed."), "hint", _PLUS_SPEC)
        )
    elif code not in _VALUES:
        made.notes.append(
            Note(
                PLUS,
                place,
                cut(value),
                say("“{value}” is no value of the PLUS vocabulary, so it says nothing.", value=cut(value)),
                spec=_PLUS_SPEC,
            )
        )
    else:
        stances, meaning = _VALUES[code]
        if code == "PROHIBITED-SEECONSTRAINT" and not constraint.strip():
            words = say("The value points to a constraint that is not there; the prohibition stands alone.")
            made.notes.append(Note(PLUS, place, cut(value), words, "deviation", _PLUS_SPEC))
            stances = [(Stance.DISALLOWED, _MINED)]
        for stance, uses in stances:
            data = {"constraint": cut(constraint)} if constraint.strip() else {}
            made.statements.append(Statement(PLUS, place, cut(value), uses, stance, meaning, _PLUS_SPEC, f"DMI-{code}", rank=3, data=data))
    return made


def from_xmp(found: Sequence[Property]) -> Reading:
    """TDMRep and PLUS among the XMP properties of a file, whichever formats their packets came from. Never raises."""
    made = Reading()
    for place in dict.fromkeys(one.place for one in found):
        here = [one for one in found if one.place == place]
        tdm: dict[str, list[str]] = {}
        for one in here:
            space, _, name = one.name.partition(":")
            if space in ("tdm", ODD) and name in ("reservation", "policy"):
                tdm.setdefault(f"tdm-{name}", []).append(one.value)
                if space == ODD:
                    words = say("The namespace ends in “#”, which is that of EPUB; in XMP it ends in “/”. It was read all the same.")
                    made.notes.append(Note(tdmrep.SCHEME, place, cut(one.value), words, "deviation", "TDMRep, TDM Metadata in PDF files"))
        made += tdmrep.from_properties(tdm, f"{place}, XMP tdm:reservation", tdmrep.INSIDE)
        constraint = next((one.value for one in here if one.name == "plus:OtherConstraints"), "")
        for one in [one for one in here if one.name == "plus:DataMining"][:20]:
            made += data_mining(one.value, f"{place}, XMP {one.path + '/' if one.path else ''}{one.name}", constraint)
    return made


def from_package(package: etree._Element, place: str) -> Reading:
    """TDMRep in the package document of an EPUB 2 (`<meta name>`) or 3 (`<meta property>`). Never raises."""
    found: dict[str, list[str]] = {}
    declared = True
    for meta in package.iter():
        if not isinstance(meta.tag, str) or etree.QName(meta).localname != "meta":
            continue
        key = meta.get("property") or meta.get("name") or ""
        if key in ("tdm:reservation", "tdm:policy"):
            value = (meta.text if meta.get("property") else meta.get("content")) or ""
            found.setdefault(key, []).append(value.strip())
            declared = declared and (not meta.get("property") or tdmrep.NS_EPUB in package.get("prefix", ""))
    made = tdmrep.from_properties(found, f"{place}, tdm:reservation", tdmrep.INSIDE, "tdm:")
    if not declared:
        words = say(
            "The package uses tdm: without declaring the prefix as {namespace}; it was read all the same.", namespace=tdmrep.NS_EPUB
        )
        made.notes.append(Note(tdmrep.SCHEME, place, "", words, "deviation", "TDMRep, TDM Metadata in EPUB 3 files"))
    return made


def from_assertion(data: Mapping[str, Any], place: str = "C2PA assertion", about: str = "file") -> Reading:
    """The entries of `cawg.training-mining` (or C2PA 1.x `c2pa.training-mining`), given as data by the reader of the manifest.

    `constrained` without `constraint_info` counts as not allowed (CAWG training and data mining assertion 1.1). Never raises.
    """
    made = Reading()
    spec = "CAWG Training and Data Mining Assertion 1.1"
    entries = data.get("entries") if isinstance(data, Mapping) else None
    if not isinstance(entries, Mapping):
        made.notes.append(Note(CAWG, place, cut(data), say("The assertion has no entries, so it says nothing."), spec=spec))
        return made
    for key, entry in list(entries.items())[:50]:
        name = str(key).rpartition(".")[2]
        use = entry.get("use") if isinstance(entry, Mapping) else None
        uses = _CAWG_KEYS.get(name)
        if uses is None or use not in ("allowed", "notAllowed", "constrained"):
            made.notes.append(
                Note(
                    CAWG,
                    place,
                    cut(f"{key}: {entry}"),
                    say("This entry is none that the assertion defines; it was left out."),
                    "hint",
                    spec,
                )
            )
            continue
        info = str(entry.get("constraint_info") or "").strip()
        if use == "allowed":
            stance, meaning = Stance.ALLOWED, say("The signer allows {use}.", use=ASSERTED[name])
        elif use == "constrained" and info:
            stance, meaning = (
                Stance.CONDITIONAL,
                say("The signer allows {use} under conditions: {conditions}", use=ASSERTED[name], conditions=cut(info)),
            )
        elif use == "constrained":
            stance, meaning = (
                Stance.DISALLOWED,
                say("The signer constrains {use} and does not say how; that counts as not allowed.", use=ASSERTED[name]),
            )
        else:
            stance, meaning = Stance.DISALLOWED, say("The signer does not allow {use}.", use=ASSERTED[name])
        made.statements.append(Statement(CAWG, place, cut(f"{key}: {use}"), uses, stance, meaning, spec, f"{name}={use}", rank=3, terms=info if info.startswith("http") else "", about=about))  # fmt: skip
    return made


ASSERTED = {
    "data_mining": say("data mining"),
    "ai_inference": say("use as input of AI"),
    "ai_training": say("training of AI that generates nothing"),
    "ai_generative_training": say("training of generative AI"),
}
