"""The count, in the worker: result and signed file from the box."""

import json
import zlib
from datetime import datetime
from typing import Any

from django.db import transaction

from interchange.ground import clock
from interchange.ground.journal.actions import record
from interchange.ground.policy.viewer import SYSTEM
from interchange.work.direction.counting import result
from interchange.work.direction.models import BallotBox, Round
from interchange.work.direction.sealing import signature
from interchange.work.direction.vocabulary import ROUND_MOVES, RoundState


def file_of(found: Round, ballots: list[dict[str, Any]]) -> dict[str, Any]:
    """The round's file: what was asked, who could vote, the rule, the ballots with their hash, the result, the signature under all of it."""
    items = [
        {"id": str(one.pk), "title": one.title, "proposal": one.proposal.number if one.proposal else ""}
        for one in found.items.select_related("proposal")
    ]
    made = {
        "format": result.FORMAT,
        "round": {
            "number": found.number,
            "title": found.title,
            "question": found.question,
            "opened_at": clock.show(found.opened_at or found.created_at, "UTC").iso,
            "closes_at": clock.show(found.closes_at, "UTC").iso,
        },
        "rule": found.rule,
        "items": items,
        "electorate": found.electorate,
        "ballots": ballots,
        "ballots_sha256": result.digest(ballots),
        "result": result.count(found.rule, items, ballots),
    }
    return {**made, "signature": signature(result.plain(made))}


def count(round_id: int, *, at: datetime) -> Round:
    """Count a closed round and sign its file. A counted one is returned unchanged; what goes wrong is kept in the box and tried again."""
    found = Round.objects.get(pk=round_id)
    box = BallotBox.objects.filter(round=found).first()
    if found.state != RoundState.CLOSED or box is None:
        return found
    try:
        made = file_of(found, json.loads(zlib.decompress(box.ballots)))
    except Exception as fault:
        BallotBox.objects.filter(pk=box.pk).update(problem=f"{type(fault).__name__}: {fault}"[:500])
        raise
    with transaction.atomic():
        found = Round.objects.select_for_update().get(pk=round_id)
        if found.state != RoundState.CLOSED:
            return found
        found.state, found.counted_at = ROUND_MOVES.target("count", found.state), at
        found.result = {**made["result"], "ballots_sha256": made["ballots_sha256"], "reasons": reasons(made["ballots"])}
        found.save()
        packed = zlib.compress(json.dumps(made, ensure_ascii=False, indent=1).encode(), 6)
        BallotBox.objects.filter(pk=box.pk).update(file=packed, ballots=b"", problem="")
        record(
            SYSTEM,
            "round.counted",
            found,
            at=at,
            before={"state": "closed"},
            after={"state": found.state, "ballots_sha256": made["ballots_sha256"]},
        )
        return found


REASONS_MOST = 10  # of each side of an item that the page shows; the signed file has all


def reasons(ballots: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What was said for and against each item: {item: {"for": [...], "against": [...], "more": how many are in the file only}}, in the order by lot."""
    found: dict[str, dict[str, Any]] = {}
    for one in ballots:
        for item, text in (one.get("reasons") or {}).items():
            side = {1: "for", -1: "against"}.get(one["marks"].get(item, 0))
            if side:
                said = found.setdefault(item, {"for": [], "against": [], "more": 0})
                if len(said[side]) < REASONS_MOST:
                    said[side].append(text)
                else:
                    said["more"] += 1
    return found
