"""The summary: composed from outcomes, searched for names, put before the members, approved, published (U65, G2).

Nothing that tells who took part leaves the room: a draft goes to the members only when every finding of the check is gone from the text or
left in with a reason.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.duties.actions import owe_all, settle
from interchange.ground.errors import NotAMove, Problem, Refused, Stale
from interchange.ground.journal.actions import record, subject_of
from interchange.ground.policy.actions import holders
from interchange.ground.policy.levels import Level
from interchange.ground.policy.rules import see
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.post.actions import Draft, send_all
from interchange.ground.threads.models import Comment
from interchange.ground.vocabulary.numbering import Mark
from interchange.ground.vocabulary.workdays import working_deadline
from interchange.network.membership import queries as membership
from interchange.work.meetings import names
from interchange.work.meetings.actions import deadlines
from interchange.work.meetings.actions.common import locked, move, need_reason
from interchange.work.meetings.actions.documents import new_document, put_out, says_ai_use
from interchange.work.meetings.models import CheckFinding, Document, Session, SummaryDraft
from interchange.work.meetings.queries import after
from interchange.work.meetings.vocabulary import DeadlineKind, DocumentKind, FindingKind, SessionState, check_days

LONGEST = 60_000
DUTY = "meetings.check-summary"
KIND_OF = {names.Kind.ORGANISATION: FindingKind.AFFILIATION}
PUBLISHED_AT = (Level.MEMBERS, Level.STATES, Level.PUBLIC)


def start_summary(actor: Viewer, session_id: int, *, at: datetime) -> SummaryDraft:
    """Begin the summary of a closed session from its outcomes. Where it is begun already, the newest draft is returned."""
    with transaction.atomic():
        session = locked(actor, "session.record", session_id)
        newest = session.summaries.order_by("-version").first()
        if newest is not None and session.state != SessionState.CLOSED:
            return newest
        move(actor, session, "draft-summary", at=at)
        made = SummaryDraft.objects.create(session=session, version=1, text=after.compose(session), made_at=at, changed_at=at)
        record(actor, "summary.begun", made, at=at, after={"session": session.pk, "version": 1})
        _check(actor, made, at)
        return made


def _newest(actor: Viewer, verb: str, draft_id: int) -> SummaryDraft:
    """A draft under its lock; only the newest of a session can be worked on."""
    draft = see(actor, verb, SummaryDraft.objects.select_for_update(of=("self",)).select_related("session__series"), pk=draft_id)
    if SummaryDraft.objects.filter(session_id=draft.session_id, version__gt=draft.version).exists():
        raise NotAMove("SummaryDraft", "superseded", verb)
    return draft


def save_summary(actor: Viewer, draft_id: int, *, text: str, revision: int, at: datetime) -> SummaryDraft:
    """Change a draft before its check by the members; it is searched for names anew. Raises `Stale` where somebody changed it since."""
    words = text.replace("\r\n", "\n").strip() + "\n"
    with transaction.atomic():
        draft = _newest(actor, "summary.write", draft_id)
        if draft.session.state != SessionState.SUMMARY_DRAFT:
            raise NotAMove("Session", draft.session.state, "change the summary")
        if not words.strip() or len(words) > LONGEST:
            raise Refused.of("text", _("A summary has 1 to %s characters.") % f"{LONGEST:,}", _("Attach what is longer as a paper."))
        if draft.revision != revision:
            if draft.text == words:
                return draft
            raise Stale(draft)
        if draft.text != words:
            draft.text, draft.revision, draft.changed_at = words, draft.revision + 1, at
            draft.save(update_fields=["text", "revision", "changed_at"])
            record(actor, "summary.changed", draft, at=at, after={"revision": draft.revision})
        _check(actor, draft, at)
        return draft


def _check(actor: Viewer, draft: SummaryDraft, at: datetime) -> list[CheckFinding]:
    """Search the text; what was left in with a reason stays so while the same words stand there. Returns what is not settled."""
    session = draft.session
    found = names.find(
        draft.text, after.participants(session), sources=after.own_words(session), ordinary=[*after.ordinary_words(), session.title]
    )
    kept = {(one.kind, one.excerpt): one for one in draft.findings.filter(overridden_at__isnull=False)}
    draft.findings.all().delete()
    made = []
    for one in found:
        kind, excerpt = KIND_OF.get(one.kind, FindingKind(str(one.kind)) if one.kind not in KIND_OF else ""), one.text[:300]
        old = kept.get((kind, excerpt))
        made.append(
            CheckFinding(
                draft=draft, kind=kind, excerpt=excerpt, start=one.start, end=one.end,
                overridden_at=old.overridden_at if old else None, overridden_by_id=old.overridden_by_id if old else None,
                override_reason=old.override_reason if old else "",
            )
        )  # fmt: skip
    CheckFinding.objects.bulk_create(made)
    draft.checked_at = at
    draft.save(update_fields=["checked_at"])
    left = [one for one in made if one.overridden_at is None]
    record(actor, "summary.checked", draft, at=at, after={"found": len(made), "left": len(left)})
    return left


def leave_in(actor: Viewer, finding_id: int, *, reason: str, at: datetime) -> CheckFinding:
    """Leave a finding in the text, with a reason; the same words elsewhere in the draft are left in with it. Harmless to repeat."""
    words = need_reason(reason, _("Leaving this in needs a reason."), _("For example: the name of a tool, not of a member."))
    with transaction.atomic():
        finding = see(actor, "finding.view", CheckFinding.objects.select_related("draft"), pk=finding_id)
        draft = _newest(actor, "summary.write", finding.draft_id)
        if draft.session.state != SessionState.SUMMARY_DRAFT:
            raise NotAMove("Session", draft.session.state, "settle a finding")
        if finding.overridden_at is None:
            same = CheckFinding.objects.filter(draft=draft, kind=finding.kind, excerpt=finding.excerpt, overridden_at__isnull=True)
            count = same.update(overridden_at=at, overridden_by_id=actor.person_id, override_reason=words[:2000])
            record(actor, "summary.left-in", draft, at=at, after={"kind": finding.kind, "places": count}, reason=words)
            finding.refresh_from_db()
        return finding


def send_to_members(actor: Viewer, draft_id: int, *, at: datetime) -> SummaryDraft:
    """Put the draft before those invited, for ten working days. Raises `Refused` while a finding is not settled."""
    with transaction.atomic():
        draft = _newest(actor, "summary.write", draft_id)
        session = locked(actor, "session.record", draft.session_id)
        if session.state == SessionState.MEMBER_CHECK:
            return draft
        if session.state != SessionState.SUMMARY_DRAFT:
            raise NotAMove("Session", session.state, "send-to-check")
        left = _check(actor, draft, at)
        if left:
            raise Refused.of(
                "",
                _("The check found %d places that may tell who took part.") % len(left),
                _("Take them out of the text, or leave each in with a reason."),
            )
        move(actor, session, "send-to-check", at=at)
        draft.check_opens_at, draft.check_closes_at = at, working_deadline(at, check_days())
        draft.save(update_fields=["check_opens_at", "check_closes_at"])
        deadlines.meet(session, DeadlineKind.SUMMARY_DRAFT, at)
        url = f"{session.get_absolute_url()}summary/"
        asked, drafts = _asked(session, at), []
        for person in asked:
            values = {"session": session.symbol, "closes": clock.in_words(draft.check_closes_at, person.time_zone or None), "url": url}
            key = f"meetings.summary-check:{draft.pk}:{person.pk}"
            drafts.append(Draft("meetings.summary-check", values, person_id=person.pk, subject=draft, key=key))
        send_all(SYSTEM, drafts, at=at)
        owe_all(DUTY, session, [person.pk for person in asked], at=at, due_at=draft.check_closes_at, url=url)
        record(actor, "summary.sent", draft, at=at, after={"closes_at": draft.check_closes_at})
        return draft


def _asked(session: Session, at: datetime) -> list[Person]:
    """The active members invited to a session, by id."""
    active = set(membership.active_ids(at))
    rows = session.invitations.filter(withdrawn_at__isnull=True, person_id__in=active).select_related("person").order_by("person_id")
    return [row.person for row in rows]


def agree_to_summary(actor: Viewer, draft_id: int, *, at: datetime) -> int:
    """Say that one has read the draft and has nothing to add: it leaves one's desk. Returns 1 the first time."""
    with transaction.atomic():
        draft = see(actor, "summary.view", SummaryDraft.objects.select_related("session"), pk=draft_id)
        return settle(DUTY, draft.session, at=at, person_id=actor.me)


def untreated(draft: SummaryDraft) -> int:
    """How many comments of members on a draft have no answer yet. One query."""
    kind, key = subject_of(draft)
    return Comment.objects.filter(subject_kind=kind, subject_id=key, removed_at__isnull=True, parent__isnull=True, disposition="").count()


def redraft_summary(actor: Viewer, session_id: int, *, reason: str, at: datetime) -> SummaryDraft:
    """Take the summary back from the members' check or after approval and write a new version, with a reason; the old one stays."""
    words = need_reason(reason, _("Drafting anew needs a reason."), _("Say what the members’ check brought up."))
    with transaction.atomic():
        session = locked(actor, "session.record", session_id)
        newest = session.summaries.order_by("-version").first()
        if session.state == SessionState.SUMMARY_DRAFT and newest is not None:
            return newest
        move(actor, session, "redraft", at=at, reason=words)
        settle(DUTY, session, at=at)
        old = newest or SummaryDraft(session=session, version=0, text=after.compose(session))
        made = SummaryDraft.objects.create(session=session, version=old.version + 1, text=old.text, made_at=at, changed_at=at)
        for one in old.findings.filter(overridden_at__isnull=False) if old.pk else ():
            one.pk, one.draft = None, made
            one.save(force_insert=True)
        record(actor, "summary.redrafted", made, at=at, after={"version": made.version}, reason=words)
        _check(actor, made, at)
        return made


def approve_summary(actor: Viewer, draft_id: int, *, at: datetime) -> SummaryDraft:
    """Approve what the members have checked. Raises `Refused` before their time is over, while one of their comments has no answer, or where
    a last search finds what was not settled (members may have written words that the text now quotes)."""
    with transaction.atomic():
        draft = _newest(actor, "summary.approve", draft_id)
        if draft.approved_at is not None:
            return draft
        session = locked(actor, "session.chair", draft.session_id)
        if session.state != SessionState.MEMBER_CHECK or draft.check_closes_at is None:
            raise NotAMove("Session", session.state, "approve")
        if at <= draft.check_closes_at:
            times = {"closes": clock.in_words(draft.check_closes_at, actor.time_zone), "at": clock.in_words(at, actor.time_zone)}
            raise Refused.of("", _("Members check the draft until %(closes)s; it is %(at)s now.") % times, _("Comments may still come."))
        waiting = untreated(draft)
        if waiting:
            raise Refused.of("", _("%d comments of members have no answer yet.") % waiting, _("Say of each what became of it."))
        left = _check(actor, draft, at)
        if left:
            raise Refused.of(
                "", _("The check found %d places that may tell who took part.") % len(left), _("Draft anew and take them out.")
            )
        move(actor, session, "approve", at=at)
        draft.approved_at, draft.approved_by_id = at, actor.me
        draft.save(update_fields=["approved_at", "approved_by"])
        settle(DUTY, session, at=at)
        deadlines.meet(session, DeadlineKind.MEMBER_CHECK, at)
        record(actor, "summary.approved", draft, at=at, after={"version": draft.version})
        return draft


def publish_summary(actor: Viewer, session_id: int, *, level: str, ai_use: str, at: datetime) -> Document:
    """Publish the approved summary under a number of the session, at its level: whoever it is for can read it from this minute on.

    Differing views that objectors annexed stand at its end, signed or not as they chose. Publishing twice gives the same document.
    """
    problems = says_ai_use(ai_use)
    if level not in PUBLISHED_AT:
        problems.append(Problem("level", _("A summary is for members, for Member States or for everyone."), _("Choose one of the list.")))
    if problems:
        raise Refused(*problems)
    with transaction.atomic():
        session = locked(actor, "session.chair", session_id)
        draft = session.summaries.order_by("-version").first()
        if session.state == SessionState.PUBLIC and draft is not None and draft.document is not None:
            return draft.document
        if session.state != SessionState.APPROVED or draft is None or draft.approved_at is None:
            raise NotAMove("Session", session.state, "publish")
        move(actor, session, "publish", at=at, published_at=at)
        title = _("Summary of session %s") % session.symbol
        document = new_document(actor, session, DocumentKind.SUMMARY, title=title, level=level, topics=session.topics, at=at)
        put_out(actor, document, mark=Mark.SUMMARY, text=draft.text + _annexes(session), ai_use=ai_use, at=at)
        draft.document = document
        draft.save(update_fields=["document"])
        deadlines.meet(session, DeadlineKind.PUBLIC_SUMMARY, at)
        record(actor, "summary.published", draft, at=at, after={"document": document.pk, "level": level})
        readers = {one.pk for one in _asked(session, at)}
        if level != Level.MEMBERS:
            readers |= {*holders(Role.FOCAL_POINT, at), *holders(Role.ALTERNATE, at)}
        values = {"session": session.symbol, "number": document.number, "url": document.get_absolute_url()}
        drafts = [
            Draft(
                "meetings.summary-public", values, person_id=person, subject=session, key=f"meetings.summary-public:{document.pk}:{person}"
            )
            for person in sorted(readers)
        ]
        send_all(SYSTEM, drafts, at=at)
        return document


def _annexes(session: Session) -> str:
    found = after.differing_views(session)
    if not found:
        return ""
    lines = ["", f"## {_('Annex: differing views')}"]
    for outcome, one in found:
        lines.append(f"### {_('On %s') % outcome.number}")
        lines += [one.annex.strip(), _("Signed: %s") % one.person.name if one.signed else _("Not signed.")]
    return "\n\n".join(lines) + "\n"
