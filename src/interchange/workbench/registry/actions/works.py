"""Registering works, changing what is said of them, withdrawing them; disputes that arise and are settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from interchange.ground.errors import Problem, Refused, Stale
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary.numbering import next_number
from interchange.workbench.codes.manifest import EVEN
from interchange.workbench.codes.model import NUMBERS, Code, Made, Scheme, signed
from interchange.workbench.registry import index
from interchange.workbench.registry.models import Dispute, Work, WorkCode
from interchange.workbench.registry.vocabulary import WORK_MOVES, Outcome, Use, Visibility, WorkState, works_each

CROWDED = 200  # public works with an equal code: more means that the code says nothing


@dataclass(frozen=True)
class Words:
    """What an owner says of a work."""

    title: str
    rights_holder: str
    reservations: Sequence[str] = ()
    contact: str = ""
    terms_url: str = ""
    visibility: str = Visibility.PUBLIC.value
    reference: str = ""


def checked(words: Words) -> Words:
    """Raise `Refused` with every fault of what was said; returns it without white space at the ends."""
    problems = []
    title, holder = words.title.strip(), words.rights_holder.strip()
    if not title:
        problems.append(Problem("title", _("There is no title."), _("Say what the work is called.")))
    if not holder:
        problems.append(Problem("rights_holder", _("Nobody is named as rights holder."), _("Name the person or organisation.")))
    for field, value, most in (
        ("title", title, 300),
        ("rights_holder", holder, 200),
        ("contact", words.contact, 200),
        ("reference", words.reference, 120),
    ):
        if len(value) > most:
            problems.append(Problem(field, _("It is longer than %d characters.") % most, _("Shorten it.")))
    if unknown := [one for one in words.reservations if one not in Use.values]:
        problems.append(
            Problem("reservations", _("“%s” is no use that can be reserved here.") % unknown[0][:40], _("Choose from the list."))
        )
    if words.visibility not in Visibility.values:
        problems.append(Problem("visibility", _("Say who may find it."), _("Choose from the list.")))
    if words.terms_url:
        try:
            URLValidator(schemes=["http", "https"])(words.terms_url)
        except ValidationError:
            problems.append(Problem("terms_url", _("This is no address of a page."), _("It looks like https://example.org/terms.")))
    if problems:
        raise Refused(*problems)
    return Words(title, holder, tuple(dict.fromkeys(words.reservations)), words.contact.strip(), words.terms_url.strip(), words.visibility, words.reference.strip())  # fmt: skip


def check_codes(made: Made) -> None:
    """Raise `Refused` for codes that cannot have been made from a work."""
    similar = [code for code in made.codes if code.scheme != Scheme.INSTANCE]
    if not similar and not made.sha256:
        raise Refused.of("file", _("There is no code by which the work could be found."), _("Give the file, or its codes."))
    if any(not EVEN[0] <= code.bits.bit_count() <= EVEN[1] for code in similar):
        raise Refused.of(
            "file", _("One of the codes would come near to everything that is blank."), _("Make the codes from the work itself.")
        )


def register(actor: Viewer, made: Made, words: Words, *, at: datetime, batch_id: int | None = None) -> Work:
    """Register a work by its codes. The same file again by the same person gives the registration that is there.

    Another public registration of the same file, or of a code equal in all bits, makes a dispute: both are shown to everybody. Raises `Refused`.
    """
    require(actor, "work.register")
    said = checked(words)
    check_codes(made)
    with transaction.atomic():
        known = _known(actor, made)
        if known is not None:
            return known
        if Work.objects.filter(owner_id=actor.me).count() >= works_each():
            raise Refused.of("", _("You have reached the number of works that one person may register."), _("Write to the Secretariat."))
        similar = [code for code in made.codes if code.scheme != Scheme.INSTANCE]
        _uncrowded(similar)
        work = Work(
            number=next_number("WRK", at.year, width=6), owner_id=actor.me, kind=made.kind.value, title=said.title, rights_holder=said.rights_holder,
            reservations=list(said.reservations), contact=said.contact, terms_url=said.terms_url, visibility=said.visibility, reference=said.reference,
            sha256=made.sha256, iscc=made.iscc, size=made.size, length=made.length, cells=list(made.cells), codes_count=len(similar), batch_id=batch_id, registered_at=at,
        )  # fmt: skip
        try:
            with transaction.atomic():
                work.save(force_insert=True)
        except IntegrityError:  # somebody at the same desk pressed twice
            found = _known(actor, made)
            if found is None:
                raise
            return found
        index.add(index.rows_of(work.pk, dict.fromkeys(made.codes)))
        record(
            actor,
            "work.registered",
            work,
            at=at,
            after={"state": work.state, "kind": work.kind, "visibility": work.visibility, "codes": work.codes_count},
        )
        if work.visibility == Visibility.PUBLIC:
            _dispute(actor, work, at)
    return work


def _known(actor: Viewer, made: Made) -> Work | None:
    if not made.sha256:
        return None
    return Work.objects.filter(owner_id=actor.me, sha256=made.sha256).exclude(state=WorkState.WITHDRAWN).first()


def _uncrowded(codes: Sequence[Code]) -> None:
    """Refuse a code that many works have already: it says nothing of any of them."""
    for code in codes[:2]:
        same = WorkCode.objects.filter(b0=index.bands.bands(code.bits)[0], bits=signed(code.bits), scheme=NUMBERS[code.scheme])
        if same.order_by().values("work_id").distinct()[: CROWDED + 1].count() > CROWDED:
            raise Refused.of(
                "file",
                _("More than %d works have this very code: it says nothing of any of them.") % CROWDED,
                _("Register a copy of higher quality, or without what all of them share."),
            )


def _dispute(actor: Viewer, work: Work, at: datetime) -> None:
    """Find the public registrations of the same work by others and open a dispute with each."""
    public = Work.objects.filter(visibility=Visibility.PUBLIC).exclude(state=WorkState.WITHDRAWN).exclude(owner_id=work.owner_id)
    same_file = set(public.filter(sha256=work.sha256).values_list("pk", flat=True)) if work.sha256 else set()
    scheme = {"image": Scheme.IMAGE, "video": Scheme.IMAGE, "audio": Scheme.AUDIO, "text": Scheme.TEXT}[work.kind]
    own = list(WorkCode.objects.filter(work=work, scheme=NUMBERS[scheme]).values_list("b0", "bits"))
    if work.kind in ("audio", "video"):
        own = own[len(own) // 2 :][:1]  # one from the middle; beginnings are shared by honest works
    same_code: set[int] = set()
    for b0, bits in own[:2]:
        found = WorkCode.objects.filter(b0=b0, bits=bits, scheme=NUMBERS[scheme]).exclude(work=work).values("work_id")
        same_code |= set(public.filter(pk__in=found, kind=work.kind).values_list("pk", flat=True)[:20])
    for other in public.select_for_update().filter(pk__in=same_file | same_code):
        first, second = sorted((work, other), key=lambda one: one.pk)
        made, new = Dispute.objects.get_or_create(
            first=first, second=second, defaults={"same_file": other.pk in same_file, "opened_at": at}
        )
        if not new:
            continue
        for one in (work, other):
            _move(actor, one, "dispute", at)
        record(actor, "dispute.opened", made, at=at, after={"first": first.pk, "second": second.pk, "same_file": made.same_file})


def change(actor: Viewer, pk: int, words: Words, *, revision: int, at: datetime) -> Work:
    """Change what is said of a work; its codes stay. Raises `Refused`, `Stale`."""
    said = checked(words)
    with transaction.atomic():
        work = see(actor, "work.own", Work.objects.select_for_update().exclude(state=WorkState.WITHDRAWN), pk=pk)
        if work.revision != revision:
            raise Stale(work)
        before = {"visibility": work.visibility, "reservations": list(work.reservations)}
        was_private = work.visibility == Visibility.PRIVATE
        for name in ("title", "rights_holder", "contact", "terms_url", "visibility", "reference"):
            setattr(work, name, getattr(said, name))
        work.reservations, work.revision = list(said.reservations), work.revision + 1
        work.save()
        after = {"visibility": work.visibility, "reservations": list(work.reservations)}
        record(actor, "work.changed", work, at=at, before=before, after=after)
        if was_private and work.visibility == Visibility.PUBLIC:
            _dispute(actor, work, at)
        elif work.visibility == Visibility.PRIVATE:
            _leave(actor, work, at)
    return work


def withdraw(actor: Viewer, pk: int, *, at: datetime) -> Work:
    """Take a work out of the register; its number is not given again, and its codes are deleted. Repeating it is harmless."""
    with transaction.atomic():
        work = see(actor, "work.own", Work.objects.select_for_update(), pk=pk)
        if work.state != WorkState.WITHDRAWN:
            before = work.state
            work.state = WORK_MOVES.target("withdraw", work.state)
            work.save(update_fields=["state"])
            WorkCode.objects.filter(work=work).delete()
            _leave(actor, work, at, keep_state=True)
            record(actor, "work.withdrawn", work, at=at, before={"state": before}, after={"state": work.state})
    return work


def _leave(actor: Viewer, work: Work, at: datetime, *, keep_state: bool = False) -> None:
    """A work that is no longer public ends its open disputes; the others are free where they have no other."""
    ended = Dispute.objects.filter(Q(first=work) | Q(second=work), settled_at__isnull=True)
    others = [pk for pair in ended.values_list("first_id", "second_id") for pk in pair if pk != work.pk]
    ended.update(settled_at=at, outcome=Outcome.WITHDRAWN, reason=_("One of the two is no longer public."))
    if not keep_state:
        others.append(work.pk)
    _free(actor, others, at)


def _free(actor: Viewer, pks: Sequence[int], at: datetime) -> None:
    for work in Work.objects.select_for_update().filter(pk__in=pks, state=WorkState.DISPUTED):
        if not Dispute.objects.filter(Q(first=work) | Q(second=work), settled_at__isnull=True).exists():
            _move(actor, work, "settle", at)


def _move(actor: Viewer, work: Work, verb: str, at: datetime) -> None:
    before, work.state = work.state, WORK_MOVES.target(verb, work.state)
    work.save(update_fields=["state"])
    if work.state != before:
        record(actor, f"work.{verb}", work, at=at, before={"state": before}, after={"state": work.state})


def settle(actor: Viewer, pk: int, *, outcome: str, reason: str, at: datetime) -> Dispute:
    """Note how a dispute ended. Both registrations stay as they are; the house weighs no rights. Raises `Refused`."""
    problems = []
    if outcome not in Outcome.values:
        problems.append(Problem("outcome", _("Say how it ended."), _("Choose from the list.")))
    if not reason.strip():
        problems.append(Problem("reason", _("There is no reason."), _("Say what the parties or a court said.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        found = see(actor, "dispute.settle", Dispute.objects.select_for_update(), pk=pk)
        found.settled_at, found.settled_by_id, found.outcome, found.reason = at, actor.me, outcome, reason.strip()
        found.save()
        _free(actor, [found.first_id, found.second_id], at)
        record(actor, "dispute.settled", found, at=at, after={"outcome": outcome}, reason=reason)
    return found


def words_of(data: Mapping[str, Any]) -> Words:
    """Words from a form's cleaned data."""
    names = ("title", "rights_holder", "reservations", "contact", "terms_url", "visibility", "reference")
    return Words(**{name: data[name] for name in names if name in data})
