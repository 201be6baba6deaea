"""Curating: checks with reasons, reviews by people without a conflict, decisions, publication."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.duties.actions import owe, settle
from interchange.ground.errors import NotAMove, Problem, Refused
from interchange.ground.journal.actions import record as journal
from interchange.ground.policy.actions import record_conflict
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.post.actions import send
from interchange.knowledge.repository import filing
from interchange.knowledge.repository.actions.deposit import end_version, exclusive_keys, letter
from interchange.knowledge.repository.models import Check, Identifier, Review, Version
from interchange.knowledge.repository.queries.curation import automatic_checks, hindrances
from interchange.knowledge.repository.vocabulary import (
    CHECKS,
    MOVES,
    RECORD_MOVES,
    CheckOutcome,
    ReviewState,
    Verdict,
    VersionState,
    review_days,
)


def _curated(actor: Viewer, version_id: int) -> Version:
    version: Version = see(actor, "version.curate", Version.objects.select_for_update().select_related("record"), pk=version_id)
    return version


def _reason(text: str, field: str = "reason") -> str:
    if not text.strip():
        raise Refused.of(field, _("This needs a reason."), _("Say why; the depositor reads it."))
    return text.strip()[:4000]


def check(actor: Viewer, version_id: int, key: str, outcome: str, *, reason: str = "", at: datetime) -> Check:
    """Say what was found on one point of the list. Anything but "in order" needs a reason, which the depositor reads."""
    if key not in CHECKS or outcome not in CheckOutcome.values:
        raise Refused.of("outcome", _("There is no such check."), _("Choose one of the list."))
    if outcome != CheckOutcome.OK and not reason.strip():
        raise Refused.of(f"reason_{key}", _("“%s” needs a reason.") % CHECKS[key], _("Say what is to be mended, or why it is waived."))
    with transaction.atomic():
        version = _curated(actor, version_id)
        if version.state != VersionState.SUBMITTED:
            raise NotAMove("Version", version.state, "check")
        done, _made = Check.objects.update_or_create(
            version=version, key=key, defaults={"outcome": outcome, "reason": reason.strip()[:2000], "by_id": actor.person_id, "at": at}
        )
        journal(actor, "record.checked", version.record, at=at, after={"version": version.number, "check": key, "outcome": outcome})
        return done


def ask_review(actor: Viewer, version_id: int, reviewer_id: int, *, at: datetime) -> Review:
    """Ask a member for advice. Raises `Refused` with every hindrance (own deposit, author, same organisation, conflict). A second time is harmless."""
    with transaction.atomic():
        version = _curated(actor, version_id)
        if version.state != VersionState.SUBMITTED:
            raise NotAMove("Version", version.state, "ask a review of")
        asked = Review.objects.filter(version=version, reviewer_id=reviewer_id).first()
        if asked is not None and asked.state in {ReviewState.ASKED, ReviewState.FILED}:
            return asked
        why_not = hindrances(version, reviewer_id, at=at)
        if why_not:
            raise Refused(*(Problem("reviewer", one, _("Choose somebody else.")) for one in why_not))
        due = at + clock.days(review_days())
        review = Review.objects.create(version=version, reviewer_id=reviewer_id, asked_at=at, due_at=due)
        owe("repository.review", version.record, at=at, due_at=due, person_id=reviewer_id, url=f"/repository/reviews/{review.pk}/")
        send(
            actor,
            letter("review-asked", version, at, reviewer_id, url=f"/repository/reviews/{review.pk}/", due=clock.in_words(due, None)),
            at=at,
        )
        journal(actor, "review.asked", review, at=at, after={"state": review.state, "version": version.pk})
        return review


def file_review(actor: Viewer, review_id: int, *, verdict: str, remark: str, note: str = "", at: datetime) -> Review:
    """File one's advice. The remark goes to the depositor without a name, the note to the curators. Filed once; a repeat is harmless."""
    problems = []
    if verdict not in Verdict.values:
        problems.append(Problem("verdict", _("Say what you advise."), _("Choose one of the three.")))
    if verdict != Verdict.ACCEPT and not remark.strip():
        problems.append(
            Problem("remark", _("Advice to change or refuse needs words for the depositor."), _("Say what should be different."))
        )
    with transaction.atomic():
        filed = Review.objects.filter(pk=review_id, reviewer_id=actor.person_id, state=ReviewState.FILED).first()
        if filed is not None:
            return filed
        review: Review = see(actor, "review.file", Review.objects.select_for_update().select_related("version__record"), pk=review_id)
        if problems:
            raise Refused(*problems)
        review.state, review.verdict, review.filed_at = ReviewState.FILED, verdict, at
        review.remark, review.note = remark.strip()[:6000], note.strip()[:4000]
        review.save()
        settle("repository.review", review.version.record, at=at, person_id=actor.person_id)
        journal(actor, "review.filed", review, at=at, after={"state": review.state, "verdict": verdict})
        return review


def step_aside(actor: Viewer, review_id: int, *, reason: ConflictReason, at: datetime) -> Review:
    """Step aside as a reviewer: the deposit closes to this person at once. What was filed is set aside."""
    with transaction.atomic():
        review = Review.objects.select_for_update().select_related("version__record").filter(pk=review_id, reviewer_id=actor.me).first()
        if review is None or review.state == ReviewState.ENDED:
            see(actor, "review.file", pk=review_id)  # not theirs: absent
            raise NotAMove("Review", ReviewState.ENDED, "step-aside")
        if review.state == ReviewState.RECUSED:
            return review
        review.state, review.verdict, review.remark, review.note = ReviewState.RECUSED, "", "", ""
        review.save()
        record_conflict(actor, actor.me, review.version.record, reason=reason, at=at)
        settle("repository.review", review.version.record, at=at, person_id=actor.person_id)
        journal(actor, "review.recused", review, at=at, after={"state": review.state})
        return review


def ask_changes(actor: Viewer, version_id: int, *, reason: str, at: datetime) -> Version:
    """Give a version back with what is to be mended."""
    why = _reason(reason)
    with transaction.atomic():
        version = _curated(actor, version_id)
        before, version.state = version.state, MOVES.target("ask-changes", version.state)
        _decide(actor, version, why, at)
        owe("repository.mend", version.record, at=at, person_id=version.created_by_id, url=f"/repository/deposit/{version.pk}/")
        send(actor, letter("changes-asked", version, at, reason=why), at=at)
        journal(actor, "version.changes-asked", version, at=at, before={"state": before}, after={"state": version.state}, reason=why)
        return version


def _decide(actor: Viewer, version: Version, why: str, at: datetime) -> None:
    version.decided_at, version.decided_by_id, version.decision_reason = at, actor.person_id, why
    version.revision += 1
    version.save()
    settle("repository.curate", version.record, at=at)


def refuse(actor: Viewer, version_id: int, *, reason: str, at: datetime) -> Version:
    """Refuse a version: it does not belong here. The depositor reads why."""
    why = _reason(reason)
    with transaction.atomic():
        version = _curated(actor, version_id)
        version.decided_at, version.decided_by_id, version.decision_reason = at, actor.person_id, why
        end_version(actor, version, "refuse", at, reason=why)
        _end_reviews(actor, version, at)
        send(actor, letter("refused", version, at, reason=why), at=at)
        return version


def _end_reviews(actor: Viewer, version: Version, at: datetime) -> None:
    """Reviews that were asked for and are no longer needed."""
    for review in Review.objects.select_for_update().filter(version=version, state=ReviewState.ASKED):
        review.state = ReviewState.ENDED
        review.save(update_fields=["state"])
        journal(actor, "review.ended", review, at=at, after={"state": review.state})


def accept(actor: Viewer, version_id: int, *, at: datetime) -> Version:
    """Accept a version. Raises `Refused` naming every check that is open or to be mended."""
    with transaction.atomic():
        version = _curated(actor, version_id)
        if version.state == VersionState.ACCEPTED:
            return version
        state = MOVES.target("accept", version.state)
        done = {one.key: one.outcome for one in version.checks.all()}
        wrong = [
            Problem(f"outcome_{key}", _("Not checked yet, or to be mended: %s.") % label, _("Check it, or waive it with a reason."))
            for key, label in CHECKS.items()
            if done.get(key) not in {CheckOutcome.OK, CheckOutcome.WAIVED}
        ]
        wrong += [Problem("", finding.what, finding.why) for finding in automatic_checks(actor, version) if finding.blocks]
        if wrong:
            raise Refused(*wrong)
        before, version.state = version.state, state
        _decide(actor, version, version.decision_reason if before == VersionState.CHANGES_ASKED else "", at)
        _end_reviews(actor, version, at)
        settle("repository.review", version.record, at=at)
        journal(actor, "version.accepted", version, at=at, before={"state": before}, after={"state": state, "record": version.record_id})
        return version


def publish(actor: Viewer, version_id: int, *, at: datetime) -> Version:
    """Publish an accepted version: from this second it is the one shown. Raises `Refused` where another record bears one of its identifiers."""
    with transaction.atomic():
        version = _curated(actor, version_id)
        if version.state == VersionState.PUBLISHED:
            return version
        state = MOVES.target("publish", version.state)
        record = version.record
        taken = [
            f"{scheme}: {key}"
            for scheme, key in exclusive_keys(version)
            if Identifier.objects.filter(scheme=scheme, key=key, live=True).exclude(record=record).exists()
        ]
        if taken:
            raise Refused.of("identifiers", _("Another record bears %s.") % ", ".join(taken), _("Merge both, or take the identifier out."))
        version.state, version.published_at = state, at
        version.revision += 1
        version.save()
        record.state = RECORD_MOVES.target("publish", record.state)
        if record.current_id is None:
            record.slug, record.published_at = filing.slug_for(version), at
        if record.embargo_until and record.embargo_until <= at:
            record.embargo_until = None
        record.current = version
        filing.file_record(record, version, at=at)
        send(actor, letter("published", version, at, url=record.url), at=at)
        journal(actor, "version.published", version, at=at, after={"state": state, "record": record.pk})
        journal(actor, "record.published", record, at=at, after={"state": record.state, "version": version.number, "slug": record.slug})
        return version
