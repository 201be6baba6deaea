"""The public register of patents and applications that may be essential to what the network proposes (D6, U54). No licence term is judged."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAllowed, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, rows, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary.numbering import next_number
from interchange.work.meetings.models import AgendaItem, IprDisclosure

LONGEST = 2000


def disclose(actor: Viewer, values: Mapping[str, Any], *, at: datetime) -> IprDisclosure:
    """Enter a patent or application into the public register: `values` are own, holder, reference, statement, item (an id or None).

    The same reference by the same person for the same item is taken as sent twice. Raises `Refused` for what is missing.
    """
    require(actor, "ipr.disclose")
    holder, reference = str(values.get("holder") or "").strip(), str(values.get("reference") or "").strip()
    statement, own = str(values.get("statement") or "").strip(), values.get("own")
    problems = []
    if own not in {True, False}:
        problems.append(Problem("own", _("Say whether it is yours or somebody else’s."), ""))
    if not holder or len(holder) > 200:
        problems.append(Problem("holder", _("Name the holder, in up to 200 characters."), ""))
    if not reference or len(reference) > 200:
        problems.append(
            Problem("reference", _("Give the number of the patent or application and its office."), _("For example: EP 1 234 567."))
        )
    if len(statement) > LONGEST:
        problems.append(Problem("statement", _("The statement is longer than %d characters.") % LONGEST, _("Shorten it.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        item = None
        if values.get("item"):
            item = rows(actor, "item.view", AgendaItem.objects.select_related("session")).filter(pk=values["item"]).first()
            if item is None:
                raise Refused.of("item", _("There is no such item."), _("Choose one of the list, or none."))
        same = IprDisclosure.objects.filter(by_id=actor.me, reference__iexact=reference, item=item, withdrawn_at__isnull=True).first()
        if same is not None:
            return same
        made = IprDisclosure.objects.create(
            number=next_number("IPR", at.year, width=1), by_id=actor.me, own=bool(own), holder=holder, reference=reference, statement=statement,
            item=item, session=item.session if item else None, disclosed_at=at,
        )  # fmt: skip
        record(actor, "ipr.disclosed", made, at=at, after={"number": made.number, "own": made.own, "item": item.pk if item else None})
        return made


def withdraw_disclosure(actor: Viewer, disclosure_id: int, *, note: str, at: datetime) -> IprDisclosure:
    """Note that a disclosure no longer holds, and why. It stays in the register, marked. Harmless to repeat."""
    words = note.strip()
    if not words or len(words) > LONGEST:
        raise Refused.of("note", _("Say why it no longer holds."), _("It stands in the public register."))
    with transaction.atomic():
        found = see(actor, "ipr.view", IprDisclosure.objects.select_for_update(of=("self",)), pk=disclosure_id)
        if not rows(actor, "ipr.withdraw").filter(pk=found.pk).exists():
            raise NotAllowed("ipr.withdraw", known=True)
        if found.withdrawn_at is None:
            found.withdrawn_at, found.withdrawn_note = at, words
            found.save(update_fields=["withdrawn_at", "withdrawn_note"])
            record(actor, "ipr.withdrawn", found, at=at, after={"withdrawn": True})
        return found
