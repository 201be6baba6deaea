"""The board pack: agenda and all papers as one PDF with bookmarks, made by the worker."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from interchange.ground import clock
from interchange.ground.errors import Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.levels import Level
from interchange.ground.policy.viewer import Viewer
from interchange.ground.vocabulary.numbering import Mark
from interchange.work.meetings import packing
from interchange.work.meetings.actions.common import locked
from interchange.work.meetings.models import BoardPack, Issue, Session

READ_BY_MEMBERS = (Level.PUBLIC, Level.STATES, Level.MEMBERS)


def contents(session: Session) -> list[packing.Chapter]:
    """What goes into the pack, in the order of the agenda: what members may read, the newest text of each and what corrects it. Few queries."""
    found = {
        document.pk: packing.Paper(document, _standing(list(document.issues.all())))
        for document in session.documents.filter(level__in=READ_BY_MEMBERS, withdrawn_at__isnull=True, issued_at__isnull=False)
        .select_related("session__series")
        .prefetch_related("issues__file")
    }
    chapters = []
    agenda = [paper for paper in found.values() if paper.document.kind == "agenda"]
    if agenda:
        chapters.append(packing.Chapter(str(_("Agenda")), agenda))
    used = {paper.document.pk for paper in agenda}
    for item in session.items.filter(dropped_at__isnull=True).prefetch_related("papers").order_by("position"):
        papers = [found[one.pk] for one in sorted(item.papers.all(), key=lambda one: one.number) if one.pk in found and one.pk not in used]
        used |= {paper.document.pk for paper in papers}
        if papers:
            chapters.append(packing.Chapter(f"{item.position}. {item.title}", papers))
    rest = [paper for key, paper in found.items() if key not in used]
    if rest:
        chapters.append(packing.Chapter(str(_("Other documents")), rest))
    return chapters


def _standing(issues: list[Issue]) -> list[Issue]:
    """The newest whole text, and the corrigenda and addenda to it."""
    whole = [number for number, one in enumerate(issues) if one.mark not in {Mark.CORRIGENDUM, Mark.ADDENDUM}]
    return issues[whole[-1] :] if whole else issues


def fingerprint(session: Session, chapters: list[packing.Chapter]) -> str:
    """Names the contents: the same papers under the same marks make the same pack."""
    facts = [session.title, session.symbol, str(session.starts_at)]
    facts += [
        f"{chapter.title}:{issue.symbol}:{paper.document.level}"
        for chapter in chapters
        for paper in chapter.papers
        for issue in paper.issues
    ]
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def ask_for_pack(actor: Viewer, session_id: int, *, at: datetime) -> BoardPack:
    """Have the pack of a session made (by the worker). What was made of the same contents before is given at once; asking twice is harmless."""
    with transaction.atomic():
        session = locked(actor, "session.inside", session_id)
        chapters = contents(session)
        if not chapters:
            raise Refused.of("", _("There are no papers yet."), _("Come back when the agenda is out."))
        total = sum(len(paper.issues) for chapter in chapters for paper in chapter.papers)
        pack, made = BoardPack.objects.get_or_create(
            session=session, fingerprint=fingerprint(session, chapters), defaults={"asked_at": at, "asked_by_id": actor.me, "total": total}
        )
        if made or (pack.failed and pack.ready_at is None):
            pack.failed, pack.done = "", 0
            pack.save(update_fields=["failed", "done"])
            record(actor, "session.pack-asked", session, at=at, after={"pack": pack.pk, "parts": total})
            make_pack.enqueue(pack.pk)
        return pack


@task()
def make_pack(pack_id: int) -> None:
    """Make one pack; run again after a worker died on it, it starts afresh and does no harm."""
    pack = BoardPack.objects.select_related("session__series").filter(pk=pack_id, ready_at__isnull=True).first()
    if pack is None:
        return
    chapters = contents(pack.session)
    if fingerprint(pack.session, chapters) != pack.fingerprint:
        BoardPack.objects.filter(pk=pack.pk).update(failed="overtaken")  # papers changed meanwhile: whoever asks now gets the new one
        return

    def progress(done: int) -> None:
        BoardPack.objects.filter(pk=pack.pk).update(done=done)

    content = packing.bind(pack.session, chapters, progress)
    path = f"packs/{pack.fingerprint[:2]}/{pack.fingerprint}.pdf"
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content))
    BoardPack.objects.filter(pk=pack.pk).update(path=path, ready_at=clock.now(), done=pack.total)


def newest(session: Session) -> BoardPack | None:
    """The pack of the present contents, if somebody asked for it."""
    chapters = contents(session)
    return BoardPack.objects.filter(session=session, fingerprint=fingerprint(session, chapters)).first() if chapters else None
