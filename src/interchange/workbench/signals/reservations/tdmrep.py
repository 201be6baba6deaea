"""TDM Reservation Protocol (W3C Community Group Final Report, editors' text of 7 December 2025): file, header, HTML, EPUB, PDF.

`tdm-reservation` is 1 (reserved) or 0 (not reserved); anything else is an error and counts as unset (section 3). Each layer supersedes those before it, in
the order file, header, HTML, EPUB or PDF, and absence never resets (section "Processing priority"). A reservation of mining covers training, which is
mining; that mining is not reserved permits nothing else.
"""

import json
from typing import Any

from interchange.workbench.signals.model import Stance, Use, say
from interchange.workbench.signals.reservations.patterns import matches, normal
from interchange.workbench.signals.reservations.statements import TEXT_LIMIT, Note, Pointer, Reading, Statement, Target, cut

SCHEME = "tdmrep"
RULES = 5000  # rules of one file that are looked at
FILE, HEADER, HTML, INSIDE = 0, 1, 2, 3
NS_PDF, NS_EPUB = "http://www.w3.org/ns/tdmrep/", "http://www.w3.org/ns/tdmrep#"
_SPEC = "TDMRep"
_SECTIONS = {FILE: "TDM File on the Origin Server", HEADER: "TDM Header Field in HTTP Responses", HTML: "TDM Metadata in HTML Content", INSIDE: "TDM Metadata in EPUB and PDF files"}  # fmt: skip


def stated(reservation: object, policy: object, place: str, layer: int, raw: str, data: dict[str, Any] | None = None) -> Reading:
    """One pair of properties in one layer, as statement, or as a note where the protocol counts it as unset."""
    made = Reading()
    spec = f"{_SPEC}, {_SECTIONS[layer]}"
    value = reservation.strip() if isinstance(reservation, str) else reservation
    address = policy.strip() if isinstance(policy, str) else ""
    if policy is not None and not isinstance(policy, str):
        made.notes.append(Note(SCHEME, place, cut(policy), say("tdm-policy is not an address and is left out."), spec=spec))
    if isinstance(value, bool) or value not in (0, 1, "0", "1"):
        words = say("tdm-reservation is “{value}”; only 0 and 1 have a meaning, so it counts as unset.", value=cut(value))
        made.notes.append(Note(SCHEME, place, cut(raw), words, spec=f"{_SPEC}, Declaring the reservation of TDM Rights"))
        return made
    if value in (1, "1"):
        if address:
            meaning = say("Text and data mining is reserved; how to get a permission stands at the address of the policy.")
            made.pointers.append(
                Pointer(SCHEME, place, cut(address), say("Policy on text and data mining; it was not fetched."), spec, offers=True)
            )
        else:
            meaning = say("Text and data mining is reserved.")
        made.statements.append(
            Statement(
                SCHEME,
                place,
                cut(raw),
                (Use.MINING,),
                Stance.DISALLOWED,
                meaning,
                spec,
                "tdm-reservation=1",
                layer,
                terms=cut(address),
                data=data or {},
            )
        )
    else:
        meaning = say("Text and data mining is not reserved.")
        made.statements.append(
            Statement(SCHEME, place, cut(raw), (Use.MINING,), Stance.ALLOWED, meaning, spec, "tdm-reservation=0", layer, data=data or {})
        )
        if address:
            words = say("A policy stands beside a reservation of 0; agents should not process it.")
            made.notes.append(Note(SCHEME, place, cut(address), words, "hint", spec))
    return made


def from_file(text: str | bytes, target: Target) -> Reading:
    """/.well-known/tdmrep.json: the first rule in sequence whose pattern covers the target's path decides. Never raises."""
    place, made = "/.well-known/tdmrep.json", Reading()
    spec = f"{_SPEC}, {_SECTIONS[FILE]}"
    try:
        rules = json.loads(text) if len(text) <= TEXT_LIMIT else None
    except (ValueError, RecursionError):
        words = say("This is not JSON, so the file says nothing.")
        made.notes.append(Note(SCHEME, place, cut(text[:80]), words, spec=spec))
        return made
    if not isinstance(rules, list):
        words = say("The file has to be a list of rules in square brackets, even where there is only one; it says nothing as it is.")
        made.notes.append(Note(SCHEME, place, cut(text[:80]), words, spec=spec))
        return made
    path, decided = normal(target.path), False
    for number, rule in enumerate(rules[:RULES], 1):
        where = f"{place} rule {number}"
        location = rule.get("location") if isinstance(rule, dict) else None
        if not isinstance(location, str) or "tdm-reservation" not in rule:
            if len(made.notes) < 50:
                words = say("A rule needs location and tdm-reservation; this one is skipped.")
                made.notes.append(Note(SCHEME, where, cut(rule), words, spec=spec))
            continue
        if not decided and matches(normal(location), path):
            decided = True
            found = stated(
                rule["tdm-reservation"], rule.get("tdm-policy"), where, FILE, json.dumps(rule)[:400], {"location": cut(location)}
            )
            made += found
    if not decided:
        words = say("No rule of the file covers {path}, so it leaves the reservation unset there.", path=cut(target.path))
        made.notes.append(Note(SCHEME, place, "", words, "hint", spec))
    return made


def from_properties(found: dict[str, list[str]], place: str, layer: int, prefix: str = "tdm-") -> Reading:
    """Header fields or metadata: `found` has the values of `tdm-reservation` and `tdm-policy` (names without regard to case)."""
    reservations, policies = found.get(f"{prefix}reservation", []), found.get(f"{prefix}policy", [])
    made = Reading()
    spec = f"{_SPEC}, {_SECTIONS[layer]}"
    if len(set(reservations)) > 1:
        words = say("tdm-reservation stands here with several values ({values}); which one is meant cannot be told, so it counts as unset.",
                    values=", ".join(cut(one) for one in reservations[:5]))  # fmt: skip
        made.notes.append(Note(SCHEME, place, cut(", ".join(reservations)), words, spec=spec))
    elif reservations:
        raw = f"{prefix}reservation: {reservations[0]}" + (f"; {prefix}policy: {policies[0]}" if policies else "")
        made += stated(reservations[0], policies[0] if policies else None, place, layer, raw)
    elif policies:
        words = say("A policy without tdm-reservation reserves nothing.")
        made.notes.append(Note(SCHEME, place, cut(policies[0]), words, spec=spec))
    return made
