"""Declarations: interests with their assessment, acceptances of texts, consent to be named."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAllowed, Problem, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.calls.models import Acceptance, Application, DeclarationText, Interest, InterestDeclaration
from interchange.network.calls.queries import missing_acceptances
from interchange.network.calls.vocabulary import (
    OPEN_STATES,
    REQUIRED_TEXTS,
    ApplicationState,
    Assessment,
    InterestCategory,
    SizeBand,
    TextKind,
)

YEARS = 4
ACCEPT_WITHIN = timedelta(days=30)


def declare_interests(actor: Viewer, rows: Sequence[Mapping[str, Any]], *, nothing: bool, at: datetime) -> InterestDeclaration:
    """Declare one's interests of the last four years, or that there are none. A change makes a new version; the old one stays."""
    require(actor, "interests.declare")
    problems: list[Problem] = []
    kept = []
    for index, row in enumerate(rows):
        entity = str(row.get("entity") or "").strip()
        if not entity and not row.get("category"):
            continue
        where = f"interests-{index}-"
        if row.get("category") not in InterestCategory.values:
            problems.append(Problem(f"{where}category", _("Say what kind of interest it is."), _("Choose an entry of the list.")))
        if not entity or len(entity) > 200:
            problems.append(Problem(f"{where}entity", _("Name the organisation or person, in up to 200 characters."), ""))
        if row.get("size") and row["size"] not in SizeBand.values:
            problems.append(Problem(f"{where}size", _("That is not one of the bands."), _("Choose an entry of the list.")))
        start, end = row.get("from_year") or None, row.get("to_year") or None
        if end and int(end) < at.year - YEARS:
            problems.append(Problem(f"{where}to_year", _("Only the last four years are asked for."), _("Leave out what ended before.")))
        if start and end and int(end) < int(start):
            problems.append(Problem(f"{where}to_year", _("It would end before it begins."), _("Mend the years.")))
        topics = [code for code in row.get("topics") or [] if code in vocabulary.codes("topics")]
        kept.append(
            {
                "category": row.get("category"),
                "entity": entity,
                "from_year": start,
                "to_year": end,
                "topics": topics,
                "size": row.get("size") or "",
            }
        )
    if nothing and kept:
        problems.append(Problem("nothing_to_declare", _("You ticked “nothing to declare” and filled in a row."), _("Do one of both.")))
    if not nothing and not kept:
        problems.append(
            Problem(
                "nothing_to_declare",
                _("Interests are neither declared nor said to be none."),
                _("Fill in a row, or tick “nothing to declare”."),
            )
        )
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        newest = InterestDeclaration.objects.select_for_update().filter(person_id=actor.me).order_by("-version").first()
        if (
            newest is not None
            and newest.nothing_to_declare == nothing
            and [_plain(row) for row in newest.rows.all()] == kept
            and (at - newest.declared_at).days < 1
        ):
            return newest
        made = InterestDeclaration.objects.create(
            person_id=actor.me, version=(newest.version if newest else 0) + 1, nothing_to_declare=nothing, declared_at=at
        )
        Interest.objects.bulk_create([Interest(declaration=made, **row) for row in kept])
        record(actor, "interests.declared", made, at=at, after={"version": made.version, "nothing": nothing, "rows": len(kept)})
        settle("calls.declare-interests", _self(actor), at=at)
        if not nothing:
            owe("calls.assess-interests", made, at=at, role=Role.OFFICER, url="/calls/interests/")
        return made


def _self(actor: Viewer) -> Any:
    return _person(actor.person_id)


def _person(person_id: int | None) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()(pk=person_id)


def _plain(row: Interest) -> dict[str, Any]:
    return {
        "category": row.category,
        "entity": row.entity,
        "from_year": row.from_year,
        "to_year": row.to_year,
        "topics": row.topics,
        "size": row.size,
    }


def assess_interests(
    actor: Viewer,
    declaration_id: int,
    assessment: str,
    *,
    reason: str,
    topics: Sequence[str] = (),
    review_due: date | None = None,
    at: datetime,
) -> InterestDeclaration:
    """Say what follows from a declaration. Anything beyond "disclose" needs a reason; stepping aside names topics."""
    with transaction.atomic():
        declaration = see(actor, "interests.assess", InterestDeclaration.objects.select_for_update(), pk=declaration_id)
        problems = []
        if assessment not in Assessment.values:
            problems.append(Problem("assessment", _("Choose a result."), ""))
        if assessment in {Assessment.RECUSE, Assessment.LIMITED, Assessment.CANNOT_SERVE} and not reason.strip():
            problems.append(Problem("reason", _("This result needs a reason."), _("The person reads it.")))
        if assessment == Assessment.RECUSE and not topics:
            problems.append(Problem("topics", _("Name the topics to step aside from."), ""))
        if problems:
            raise Refused(*problems)
        before = declaration.assessment
        declaration.assessment, declaration.assessment_reason = assessment, reason.strip()
        declaration.topics_to_avoid = [code for code in topics if code in vocabulary.codes("topics")]
        declaration.assessed_by_id, declaration.assessed_at, declaration.review_due = actor.person_id, at, review_due
        declaration.save()
        record(
            actor,
            "interests.assessed",
            declaration,
            at=at,
            before={"assessment": before},
            after={"assessment": assessment, "topics": declaration.topics_to_avoid},
            reason=reason,
        )
        settle("calls.assess-interests", declaration, at=at)
        return declaration


def accept_texts(actor: Viewer, text_ids: Sequence[int], *, at: datetime) -> int:
    """Accept published texts; keeps version, time and language. Returns how many were new."""
    if actor.person_id is None:
        raise NotAllowed("interests.declare")
    with transaction.atomic():
        count = 0
        for text in DeclarationText.objects.filter(pk__in=text_ids, published_at__lte=at):
            acceptance, made = Acceptance.objects.get_or_create(
                person_id=actor.person_id, text=text, withdrawn_at=None, defaults={"accepted_at": at, "language": text.language}
            )
            if made:
                count += 1
                record(
                    actor, "text.accepted", acceptance, at=at, after={"kind": text.kind, "version": text.version, "language": text.language}
                )
        if count and not missing_acceptances(actor.person_id, at):
            settle("calls.accept-texts", _self(actor), at=at)
        return count


def withdraw_acceptance(actor: Viewer, text_id: int, *, at: datetime) -> bool:
    """Take a consent back. Only the consent to be named can be; the other texts end with the membership."""
    with transaction.atomic():
        text = see(actor, "text.view", pk=text_id)
        if text.kind != TextKind.PUBLICATION:
            raise Refused.of(
                "", _("Only the consent to be named can be taken back."), _("The other texts end with the membership: you can resign.")
            )
        standing = Acceptance.objects.select_for_update().filter(person_id=actor.me, text=text, withdrawn_at__isnull=True).first()
        if standing is None:
            return False
        standing.withdrawn_at = at
        standing.save(update_fields=["withdrawn_at"])
        Application.objects.filter(person_id=actor.me).update(consent_to_be_named=False)
        record(actor, "text.withdrawn", standing, at=at, after={"kind": text.kind})
        return True


def set_consent(actor: Viewer, *, yes: bool, at: datetime) -> bool:
    """Give or take back the consent to be named in public; returns whether it stands. Taken back it is in whatever version it was given."""
    published = DeclarationText.objects.filter(kind=TextKind.PUBLICATION, published_at__lte=at).order_by("-version")
    if not yes:
        for given in published.filter(acceptances__person_id=actor.me, acceptances__withdrawn_at__isnull=True).distinct():
            withdraw_acceptance(actor, given.pk, at=at)
        return False
    newest = published.first()
    if newest is None:
        return False
    accept_texts(actor, [newest.pk], at=at)
    return True


def publish_text(actor: Viewer, kind: str, *, title: str, body: str, at: datetime) -> DeclarationText:
    """Publish a new version of a text; everyone bound by it is asked again."""
    require(actor, "text.publish")
    if kind not in TextKind.values or not title.strip() or not body.strip():
        raise Refused.of("body", _("A text needs a kind, a title and words."), "")
    with transaction.atomic():
        newest = DeclarationText.objects.filter(kind=kind, language="en").order_by("-version").first()
        made = DeclarationText.objects.create(
            kind=kind, version=(newest.version if newest else 0) + 1, title=title.strip(), body=body.strip(), published_at=at
        )
        asked = _bound(kind) if kind in REQUIRED_TEXTS else []
        for person_id in asked:
            due = at + ACCEPT_WITHIN
            owe("calls.accept-texts", _person(person_id), at=at, due_at=due, person_id=person_id, url="/calls/my-texts/")
        record(actor, "text.published", made, at=at, after={"kind": kind, "version": made.version, "asked": len(asked)})
        return made


def _bound(kind: str) -> list[int]:
    """The people bound by a text who accepted it in some version: members (also on leave) and applicants whose application is alive."""
    accepted = Acceptance.objects.filter(text__kind=kind, withdrawn_at__isnull=True)
    running = [*OPEN_STATES, ApplicationState.DECIDED, ApplicationState.OFFERED]
    bound = Q(person__memberships__state__in=["active", "on-leave", "suspended"]) | Q(person__applications__state__in=running)
    return list(accepted.filter(bound).order_by("person_id").values_list("person_id", flat=True).distinct())
