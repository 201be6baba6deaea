"""What goes into the evidence of a case: data for machines, a PDF for people, the files given, the journal's links. Written once, never changed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.journal.actions import subject_of
from interchange.ground.journal.models import Event
from interchange.workbench.registry import showing
from interchange.workbench.registry.models import Case, Exhibit
from interchange.workbench.registry.vocabulary import Kind, Use, Verdict

_PAPER = Path(__file__).parent / "data" / "evidence.typ"


def custody(case: Case) -> list[dict[str, Any]]:
    """Every event of the journal about the case, its exhibits and candidates: the links of the house's chain, without names or remarks."""
    things = [subject_of(case)]
    for exhibit in case.exhibits.all():
        things += [subject_of(exhibit), *(subject_of(one) for one in exhibit.candidates.all())]
    found: list[Event] = []
    for kind in {kind for kind, _key in things}:
        found += Event.objects.filter(subject_kind=kind, subject_id__in=[key for other, key in things if other == kind])
    return [
        {
            "seq": event.seq, "at": event.at.isoformat(), "verb": event.verb, "subject": f"{event.subject_kind}:{event.subject_id}",
            "before": event.before, "after": event.after, "previous_hash": event.previous_hash, "hash": event.hash,
        }
        for event in sorted(found, key=lambda one: one.seq)
    ]  # fmt: skip


def told(case: Case, at: datetime) -> dict[str, Any]:
    """The case as data."""
    return {
        "number": case.number,
        "title": case.title,
        "note": case.note,
        "opened_at": case.opened_at.isoformat(),
        "made_at": at.isoformat(),
        "limits": str(_limits()),
        "exhibits": [_exhibit(one) for one in case.exhibits.all()],
    }


def _exhibit(one: Exhibit) -> dict[str, Any]:
    names = ("name", "found_at_url", "kind", "sha256", "iscc", "size", "length", "codes", "report")
    return {
        **{name: getattr(one, name) for name in names},
        "given_at": one.given_at.isoformat(),
        "file": f"files/{one.sha256}" if one.path else None,
        "candidates": [
            {"registered": found.snapshot, "found": found.found, "statement": showing.chance(found.found.get("chance")), "verdict": found.verdict or None, "reason": found.reason, "decided_at": found.decided_at.isoformat() if found.decided_at else None}
            for found in one.candidates.all()
        ],
    }  # fmt: skip


def files_of(case: Case, at: datetime) -> dict[str, bytes]:
    """The files of a bundle, by name; the manifest and the seals come from `codes.bundle`."""
    data, links = told(case, at), custody(case)
    made = {
        "case.json": json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n",
        "journal.json": json.dumps(links, ensure_ascii=False, indent=1).encode() + b"\n",
        "evidence.pdf": paper(case, data, links, at),
        "HOW-TO-CHECK.txt": ("\n".join(_how()) + "\n").encode(),
    }
    for one in case.exhibits.all():
        if one.path:
            with default_storage.open(one.path) as source:
                made[f"files/{one.sha256}"] = source.read()
    return made


def _limits() -> str:
    return _("Codes that are near say that two things are alike, and the figures beside them how often that is chance. They do not say who made what, nor whether a use is allowed. A person looked at each candidate; what that person found is said beside it.")  # fmt: skip


def _how() -> list[str]:
    return [
        "interchange registry verify BUNDLE --key key-of-the-register.pem --authority certificates-of-the-authority.pem",
        "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in seal.json -sigfile seal.sig",
        "openssl ts -verify -in timestamp.tsr -data manifest.json -CAfile certificates-of-the-authority.pem",
        "sha256sum FILE   # as seal.json and manifest.json name it",
    ]


def paper(case: Case, data: dict[str, Any], links: list[dict[str, Any]], at: datetime) -> bytes:
    """The PDF. Text goes to typst as data, never as markup."""
    uses, kinds, verdicts = dict(Use.choices), dict(Kind.choices), dict(Verdict.choices)
    exhibits = []
    for one in data["exhibits"]:
        found = []
        for candidate in one["candidates"]:
            work, near = candidate["registered"], candidate["found"]
            facts = [
                [_("Registered as"), f"{work['number']}, {work['title']}"],
                [_("Rights holder"), work["rights_holder"]],
                [_("Reserved on that day"), ", ".join(str(uses.get(use, use)) for use in work["reservations"]) or _("nothing")],
                [_("How near"), _("the very file") if near["same_file"] else _("distance %(d)d of 64 bits, %(n)d codes near") % {"d": near["distance"], "n": near["codes"]}],
                *([[_("Which parts"), "; ".join(showing.part(one["kind"], part) for part in near["parts"][:8])]] if near["parts"] else []),
                *([[_("Where it differs"), showing.places(near["unlike"])]] if near["unlike"] else []),
                [_("Found by a person"), f"{verdicts[candidate['verdict']]}: {candidate['reason']}" if candidate["verdict"] else _("not looked at yet")],
            ]  # fmt: skip
            found.append({"title": work["title"], "facts": [[str(a), str(b)] for a, b in facts], "chance": candidate["statement"]})
        facts = [[_("Found at"), one["found_at_url"] or "–"], [_("Kind"), str(kinds[one["kind"]])], ["SHA-256", one["sha256"]], ["ISCC", one["iscc"]], [_("Size"), f"{one['size']} B"], [_("In this bundle"), one["file"] or _("no, only its codes")]]  # fmt: skip
        exhibits.append({"title": one["name"], "facts": [[str(a), str(b)] for a, b in facts], "says": [str(line) for line in one["report"].get("lines", [])], "candidates": found})  # fmt: skip
    payload = {
        "kicker": _("Evidence from the register of works, AIII Technical Exchange Network"),
        "number": case.number, "title": case.title, "limits": data["limits"], "exhibits": exhibits, "check": _how(),
        "head": [[_("Case"), case.number], [_("Opened"), clock.show(case.opened_at, "UTC").text], [_("This bundle made"), clock.show(at, "UTC").text], *([[_("Note"), case.note]] if case.note else [])],
        "custody": [[link["seq"], link["at"][:19].replace("T", " "), link["verb"], link["hash"]] for link in links],
        "words": {"says": _("What the file says of itself"), "nothing": _("It comes near to nothing that is registered."), "custody": _("Chain of custody"), "custody_heads": [_("Link"), _("Time (UTC)"), _("What happened"), _("Hash")], "check": _("How to check this bundle")},
    }  # fmt: skip
    return bytes(typst.compile(_PAPER.read_bytes(), sys_inputs={"data": json.dumps(payload, ensure_ascii=False)}))
