"""Say something about a thing, mend it, take it back, say what became of it."""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from interchange.ground import clock
from interchange.ground.accounts import mentions
from interchange.ground.errors import NotAllowed, Problem, Refused, Stale
from interchange.ground.journal.actions import record, subject_of
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.ground.threads import telling
from interchange.ground.threads.models import Comment, EarlierVersion, Following
from interchange.ground.threads.vocabulary import (
    ANCHOR_LIMIT,
    QUOTE_LIMIT,
    REASON_LIMIT,
    REASONED,
    TEXT_LIMIT,
    Disposition,
    edit_minutes,
)


def _fingerprint(kind: str, key: str, parent_id: int | None, anchor: str, quote: str, text: str) -> str:
    """SHA-256 of place and words, without regard to spaces."""
    words = " ".join(text.split())
    return hashlib.sha256("\0".join([kind, key, str(parent_id or ""), anchor, quote, words]).encode()).hexdigest()


def _wrong_text(text: str) -> list[Problem]:
    if not text.strip():
        return [Problem("text", _("There are no words."), _("Write what you want to say."))]
    if len(text) > TEXT_LIMIT:
        return [Problem("text", _("At most %(n)d characters.") % {"n": TEXT_LIMIT}, _("Shorten it, or attach a paper."))]
    return []


def say(
    actor: Viewer, subject: models.Model, *, text: str, at: datetime, anchor: str = "", quote: str = "", parent_id: int | None = None,
    ai_assisted: bool = False,
) -> Comment:  # fmt: skip
    """Say something about a thing, or answer a comment on it (an answer to an answer hangs on the first comment).

    The same words by the same person at the same place are one comment: posting twice returns the first. After the subject's closing
    moment the comment is marked late. Raises `Refused` naming "text", "anchor", "quote" or "parent", `NotAllowed` where the actor does
    not see the subject or may not speak about it.
    """
    kind = subjects.of(subject)
    require(actor, "comment.say")
    require(actor, kind.view, subject)
    require(actor, kind.speak, subject, known=True)
    label, key = subject_of(subject)
    anchor, quote = anchor.strip().lstrip("#"), " ".join(quote.split())
    problems = _wrong_text(text)
    if len(anchor) > ANCHOR_LIMIT:
        problems.append(Problem("anchor", _("There is no such section.")))
    if len(quote) > QUOTE_LIMIT:
        problems.append(Problem("quote", _("At most %(n)d characters.") % {"n": QUOTE_LIMIT}, _("Quote fewer words.")))
    parent = None
    if parent_id is not None:
        parent = Comment.objects.filter(pk=parent_id, subject_kind=label, subject_id=key).first()
        if parent is None or parent.removed_at is not None:
            problems.append(
                Problem("parent", _("The comment that you answer is not there any more."), _("Say it as a comment of its own."))
            )
    if problems:
        raise Refused(*problems)
    top = None if parent is None else parent.parent_id or parent.pk
    mark = _fingerprint(label, key, top, anchor, quote, text)
    closes = kind.closes_at(subject) if kind.closes_at else None
    with transaction.atomic():
        same = Comment.objects.filter(author_id=actor.me, fingerprint=mark, removed_at__isnull=True)
        first = same.first()
        if first is not None:
            return first
        try:
            with transaction.atomic():
                made = Comment.objects.create(
                    subject_kind=label,
                    subject_id=key,
                    anchor=anchor,
                    quote=quote,
                    parent_id=top,
                    author_id=actor.me,
                    text=text.strip(),
                    said_at=at,
                    late=closes is not None and at > closes,
                    ai_assisted=ai_assisted,
                    fingerprint=mark,
                )
        except IntegrityError:  # the same click, twice at once: the other one was first
            return same.get()
        after = {"subject": label, "key": key.lower(), "parent": top, "late": made.late}
        record(actor, "comment.said", made, at=at, after=after)
        telling.mentioned(subject, f"/threads/comments/{made.pk}/", mentions.named(actor, made.text), key=f"comment:{made.pk}", at=at)
        return made


def edit_until(comment: Comment) -> datetime:
    """Until when the author may edit a comment."""
    return comment.said_at + timedelta(minutes=edit_minutes())


def edit(actor: Viewer, comment_id: int, *, text: str, revision: int | None, at: datetime) -> Comment:
    """Word one's own comment anew, for as long as the option says; the earlier words stay to be read.

    Raises `Refused` naming "text" or "" (too late), `Stale` where it was edited elsewhere since `revision` (None: do not compare),
    `NotAllowed` where it is somebody else's, removed or answered with a disposition.
    """
    with transaction.atomic():
        comment = see(actor, "comment.edit", Comment.objects.select_for_update(of=("self",)), pk=comment_id)
        if comment.text == text.strip():
            return comment
        if revision is not None and revision != comment.revision:
            raise Stale(comment)
        until, problems = edit_until(comment), _wrong_text(text)
        if at > until:
            said = {"until": clock.in_words(until, actor.time_zone)}
            problems.append(Problem("", _("The time for editing ended on %(until)s.") % said, _("Answer your comment instead.")))
        mark = _fingerprint(comment.subject_kind, comment.subject_id, comment.parent_id, comment.anchor, comment.quote, text)
        if Comment.objects.filter(author_id=actor.me, fingerprint=mark, removed_at__isnull=True).exclude(pk=comment.pk).exists():
            problems.append(Problem("text", _("You said the same here already."), _("Remove this comment instead.")))
        if problems:
            raise Refused(*problems)
        EarlierVersion.objects.create(comment=comment, revision=comment.revision, text=comment.text, replaced_at=at)
        comment.text, comment.edited_at, comment.fingerprint = text.strip(), at, mark
        comment.revision += 1
        # Who was named before has the letter already: its key is the comment's.
        subject = subject_for(actor, comment)
        telling.mentioned(subject, f"/threads/comments/{comment.pk}/", mentions.named(actor, text), key=f"comment:{comment.pk}", at=at)
        comment.save(update_fields=["text", "edited_at", "fingerprint", "revision"])
        record(actor, "comment.edited", comment, at=at, after={"revision": comment.revision})
        return comment


def remove(actor: Viewer, comment_id: int, *, reason: str, at: datetime) -> Comment:
    """Take a comment away: its place stays, with who removed it and why. An officer must give a reason; repeating it is harmless.

    Raises `Refused` naming "reason".
    """
    with transaction.atomic():
        gone = see(actor, "comment.view", Comment.objects.select_for_update(of=("self",)), pk=comment_id)
        if gone.removed_at is not None and gone.removed_by_id == actor.person_id:
            return gone
        comment = see(actor, "comment.remove", Comment.objects.all(), pk=comment_id)
        own = comment.author_id == actor.person_id
        if len(reason) > REASON_LIMIT:
            raise Refused.of("reason", _("At most %(n)d characters.") % {"n": REASON_LIMIT})
        if not own and not reason.strip():
            raise Refused.of("reason", _("A removal needs a reason."), _("It stands in place of the comment: say in a few words why."))
        comment.removed_at, comment.removed_by_id = at, actor.me
        comment.removal_reason = reason.strip() or _("Taken back by its author.")
        comment.save(update_fields=["removed_at", "removed_by", "removal_reason"])
        record(actor, "comment.removed", comment, at=at, after={"removed": True, "own": own}, reason=reason)
        return comment


def dispose(actor: Viewer, comment_id: int, *, code: str, reason: str, at: datetime) -> Comment:
    """Say what became of a comment. Said again it replaces what was said, and both stand in the journal.

    Raises `Refused` naming "code" or "reason" (needed unless it was taken up or noted).
    """
    with transaction.atomic():
        comment = see(actor, "comment.dispose", Comment.objects.select_for_update(of=("self",)), pk=comment_id)
        problems = []
        if code not in Disposition.values:
            problems.append(Problem("code", _("There is no such answer."), _("Choose one of the list.")))
        if code in REASONED and not reason.strip():
            problems.append(Problem("reason", _("This answer needs a reason."), _("Say in a few words why.")))
        if len(reason) > REASON_LIMIT:
            problems.append(Problem("reason", _("At most %(n)d characters.") % {"n": REASON_LIMIT}))
        if problems:
            raise Refused(*problems)
        if (comment.disposition, comment.disposition_reason) == (code, reason.strip()):
            return comment
        before = {"disposition": comment.disposition}
        comment.disposition, comment.disposition_reason = code, reason.strip()
        comment.disposed_by_id, comment.disposed_at = actor.me, at
        comment.save(update_fields=["disposition", "disposition_reason", "disposed_by", "disposed_at"])
        record(actor, "comment.disposed", comment, at=at, before=before, after={"disposition": code}, reason=reason)
        return comment


def subject_for(actor: Viewer, comment: Comment) -> models.Model:
    """The thing that a comment is about. Raises `NotAllowed` where the actor does not see it."""
    if comment.subject_kind not in subjects.SUBJECTS:
        raise NotAllowed("comment.view")
    return subjects.get(actor, comment.subject_kind, comment.subject_id)


def follow(actor: Viewer, subject: models.Model, wish: str, *, at: datetime) -> None:
    """Say what one wants to hear of a discussion: "all" comments, "none" at all, or as usual ("usual": replies where one took part).

    Letters come once a day and obey the person's wishes for that kind. Repeating it is harmless. Raises `Refused` naming "wish",
    `NotAllowed` where the actor does not see the subject.
    """
    require(actor, "comment.follow")
    require(actor, subjects.of(subject).view, subject)
    if wish not in {"all", "none", "usual"}:
        raise Refused.of("wish", _("There is no such wish."), _("Choose one of the list."))
    label, key = subject_of(subject)
    with transaction.atomic():
        mine = Following.objects.select_for_update().filter(person_id=actor.me, subject_kind=label, subject_id=key)
        before = mine.first()
        was = "usual" if before is None else "none" if before.muted else "all"
        if was == wish:
            return
        # Told of the wish, not of the thing: the thing's history is read by others.
        kept = before or Following(person_id=actor.me, subject_kind=label, subject_id=key)
        if wish != "usual":
            kept.muted, kept.since = wish == "none", at
            kept.save()
        record(actor, "discussion.followed", kept, at=at, before={"wish": was}, after={"wish": wish})
        if wish == "usual":
            kept.delete()
