"""Imports: a preview that writes nothing, a choice for each concept, then piece by piece, so that a killed import is gone on with."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from interchange.ground.errors import NotAMove, Refused
from interchange.ground.journal.actions import record
from interchange.ground.policy.rules import require, see
from interchange.ground.policy.viewer import Viewer
from interchange.knowledge.lexicon import checks, store
from interchange.knowledge.lexicon.actions.writing import propose, write
from interchange.knowledge.lexicon.content import Content, SourcePart, as_data, changes, from_data, joined
from interchange.knowledge.lexicon.imports import kind_of, read
from interchange.knowledge.lexicon.models import Concept, ImportItem, ImportRun
from interchange.knowledge.lexicon.recogniser import label_key
from interchange.knowledge.lexicon.vocabulary import IMPORT_MOVES, ImportState, ItemChoice, ItemVerdict, Origin

AT_ONCE = 25  # concepts in one transaction


def begin_import(actor: Viewer, name: str, body: bytes, *, source: SourcePart, at: datetime) -> ImportRun:
    """Read a file and put each of its concepts beside what the lexicon holds. Nothing of the lexicon changes. The same file twice is one run.

    `source` is cited where the file's definitions name none. Raises `Refused` for unsafe, unreadable or empty files.
    """
    require(actor, "lexicon.import")
    digest = hashlib.sha256(body).hexdigest()
    waiting = ImportRun.objects.filter(digest=digest, by_id=actor.me, state__in=[ImportState.PREVIEW, ImportState.RUNNING]).first()
    if waiting is not None:
        return waiting
    if source.url and not checks.is_web_address(source.url):
        raise Refused.of("source_url", _("“%s” is not a web address.") % source.url[:80], _("It begins with https://"))
    brought = read(name, body, base=settings.BASE_URL, default=source)
    with transaction.atomic():
        run = ImportRun.objects.create(name=name[:200], format=kind_of(name), digest=digest, at=at, by_id=actor.me)
        ImportItem.objects.bulk_create(_items(run, brought.contents), batch_size=500)
        record(actor, "lexicon.import-begun", run, at=at, after={"state": run.state, "concepts": len(brought.contents)})
        return run


def _items(run: ImportRun, contents: list[Content]) -> Iterable[ImportItem]:
    present = store.contents(Concept.objects.filter(slug__in=[content.slug for content in contents]))
    revisions = dict(Concept.objects.filter(slug__in=present).values_list("slug", "revision"))
    shelf = store.shelf({label_key(label.text) for content in contents for label in content.labels})
    coming = frozenset(content.slug for content in contents)
    brought = {content.slug: checks.links_of(content) for content in contents}
    kept = {slug: replace(links, beside=links.beside - coming) for slug, links in shelf.links.items()}  # the file says it anew
    wide = replace(shelf, slugs=shelf.slugs | coming, links={**kept, **brought})
    for content in contents:
        faults = checks.problems(content, wide)
        here = present.get(content.slug)
        clash = [fault for fault in faults if fault.field == "domain" and "“" in str(fault)]
        if faults and len(faults) == len(clash):
            verdict = ItemVerdict.CLASH
        elif faults:
            verdict = ItemVerdict.BAD
        elif here is None:
            verdict = ItemVerdict.NEW
        else:
            verdict = ItemVerdict.CHANGED if changes(here, content) else ItemVerdict.SAME
        yield ImportItem(
            run=run, slug=content.slug[:80], content=as_data(content), verdict=verdict, problem=" ".join(str(fault) for fault in faults)[:2000],
            choice=ItemChoice.TAKE if verdict == ItemVerdict.NEW else ItemChoice.SKIP, met_revision=revisions.get(content.slug),
        )  # fmt: skip


def choose_item(actor: Viewer, item_id: int, choice: str, *, at: datetime) -> ImportItem:
    """Say what becomes of one concept of a preview: take it (in place of what is here), add it to what is here, or leave it out."""
    with transaction.atomic():
        item = ImportItem.objects.select_for_update().select_related("run").filter(pk=item_id).first()
        if item is None:
            raise Refused.of("", _("There is no such concept in an import."), _("Reload the page."))
        see(actor, "lexicon.import", pk=item.run_id)
        if item.run.state != ImportState.PREVIEW:
            raise NotAMove("Import", item.run.state, "choose")
        if choice not in ItemChoice.values or (choice != ItemChoice.SKIP and item.verdict in {ItemVerdict.BAD, ItemVerdict.CLASH}):
            raise Refused.of("choice", _("This concept cannot be taken as it is."), item.problem or _("Leave it out."))
        item.choice = choice
        item.save(update_fields=["choice"])
        record(actor, "lexicon.import-chosen", item, at=at, after={"choice": choice})
        return item


def write_import(actor: Viewer, run_id: int, *, at: datetime, limit: int | None = None) -> ImportRun:
    """Write what was chosen, a few concepts in one transaction; killed half-way, calling it again goes on where it stopped.

    New concepts become proposals; those over entries here are edits, unless the entry changed since the preview: then it is left and said.
    """
    with transaction.atomic():
        run: ImportRun = see(actor, "lexicon.import", ImportRun.objects.select_for_update(), pk=run_id)
        if run.state == ImportState.DONE:
            return run
        before, run.state = run.state, IMPORT_MOVES.target("start", run.state)
        run.save(update_fields=["state"])
        if before != run.state:
            record(actor, "lexicon.import-started", run, at=at, before={"state": before}, after={"state": run.state})
    written = 0
    while limit is None or written < limit:
        with transaction.atomic():
            items = list(
                ImportItem.objects.select_for_update()
                .filter(run=run, choice__in=ItemChoice.written(), written_at__isnull=True, problem="")
                .exclude(verdict=ItemVerdict.SAME)
                .order_by("pk")[:AT_ONCE]
            )
            for item in items:
                _write_item(actor, item, at)
        if not items:
            break
        written += len(items)
    return _finish(actor, run, at)


def _write_item(actor: Viewer, item: ImportItem, at: datetime) -> None:
    """One concept: relations to concepts that are not there yet are set in a second pass, when all are."""
    content = from_data(item.content)
    known = set(Concept.objects.values_list("slug", flat=True))
    concept = Concept.objects.select_for_update().filter(slug=content.slug).first()
    try:
        with transaction.atomic():
            if concept is None:
                propose(actor, content.within(known), at=at, origin=Origin.IMPORT)
            elif concept.revision != item.met_revision and item.met_revision is not None:
                raise Refused.of("", _("Changed here since the preview."), _("Bring the file again and compare."))
            else:
                brought = content.within(known)
                if item.choice == ItemChoice.ADD:
                    brought = joined(store.content_of(concept), brought)
                write(actor, concept, brought, reason=f"Import: {item.run.name}", at=at)
        item.written_at = at
    except Refused as refused:
        item.problem = str(refused)
    item.save(update_fields=["written_at", "problem"])


def _finish(actor: Viewer, run: ImportRun, at: datetime) -> ImportRun:
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        left = (
            run.items.filter(choice__in=ItemChoice.written(), written_at__isnull=True, problem="")
            .exclude(verdict=ItemVerdict.SAME)
            .exists()
        )
        if left or run.state != ImportState.RUNNING:
            return run
        known = set(Concept.objects.values_list("slug", flat=True))
        for item in run.items.filter(written_at__isnull=False):
            content = from_data(item.content)
            concept = Concept.objects.select_for_update().filter(slug=content.slug).first()
            if concept is None:
                continue
            now, wanted = store.content_of(concept), content.within(known)
            if item.choice == ItemChoice.ADD:
                wanted = joined(now, wanted)
            if (now.broader, now.related, now.replaced_by) != (wanted.broader, wanted.related, wanted.replaced_by):
                _relate(
                    actor, concept, replace(now, broader=wanted.broader, related=wanted.related, replaced_by=wanted.replaced_by), item, at
                )
        run.state = IMPORT_MOVES.target("finish", run.state)
        run.finished_at = at
        run.save(update_fields=["state", "finished_at"])
        record(actor, "lexicon.import-finished", run, at=at, before={"state": ImportState.RUNNING}, after={"state": run.state})
        return run


def _relate(actor: Viewer, concept: Concept, content: Content, item: ImportItem, at: datetime) -> None:
    try:
        with transaction.atomic():
            write(actor, concept, content, reason=f"Import: {item.run.name}, relations", at=at)
    except Refused as refused:
        item.problem = str(refused)
        item.save(update_fields=["problem"])


def discard_import(actor: Viewer, run_id: int, *, at: datetime) -> ImportRun:
    """Throw a preview away; nothing of it was written."""
    with transaction.atomic():
        run: ImportRun = see(actor, "lexicon.import", ImportRun.objects.select_for_update(), pk=run_id)
        before, run.state = run.state, IMPORT_MOVES.target("discard", run.state)
        run.save(update_fields=["state"])
        record(actor, "lexicon.import-discarded", run, at=at, before={"state": before}, after={"state": run.state})
        return run
