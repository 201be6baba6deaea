"""Reading comments."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import quote as quoted

from django.db.models import Count, Model, QuerySet, prefetch_related_objects
from django.utils.safestring import SafeString

from interchange.ground.accounts import names
from interchange.ground.journal.actions import subject_of
from interchange.ground.journal.queries import is_staff
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import allows, rows
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.ground.text.linking import linked
from interchange.ground.threads import beside
from interchange.ground.threads.actions import edit_until
from interchange.ground.threads.models import Comment, Following
from interchange.ground.threads.vocabulary import PER_PAGE


@dataclass
class Said:
    """A comment as a page shows it to one viewer: with the name they may read, and the verbs they may say."""

    comment: Comment
    who: str
    about: str
    replies: list["Said"] = field(default_factory=list)
    may_edit: bool = False
    may_remove: bool = False
    may_dispose: bool = False
    reads_removed: bool = False

    @property
    def html(self) -> SafeString:
        """The words, as safe HTML below the page's own headings."""
        return linked(self.comment.text, 4)

    @cached_property
    def earlier(self) -> list[tuple[datetime, SafeString]]:
        """The versions before the last edit, newest first."""
        return [(one.replaced_at, linked(one.text, 4)) for one in reversed(self.comment.earlier.all())]


@dataclass
class Thread:
    """All that a page shows of the comments on one thing."""

    subject: Model
    kind: str
    key: str
    title: str
    url: str
    page_url: str
    said: list[Said]
    count: int
    untreated: int
    may_speak: bool
    closes_at: datetime | None
    is_over: bool
    page: int
    pages: int
    beside: list[tuple[str, str]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the thread's part of a page."""
        return f"thread-{self.kind.replace('.', '-')}-{self.key}"

    @property
    def numbers(self) -> range:
        """The numbers of the pages."""
        return range(1, self.pages + 1)


def comments(viewer: Viewer, subject: Model | None = None) -> "QuerySet[Comment]":
    """The comments that the viewer may see, oldest first; on one thing, if given."""
    found = rows(viewer, "comment.view", Comment.objects.select_related("author", "disposed_by"))
    if subject is None:
        return found
    kind, key = subject_of(subject)
    return found.filter(subject_kind=kind, subject_id=key)


def wish(viewer: Viewer, kind: str, key: str) -> str:
    """What the viewer wants to hear of a discussion: "all", "none" or "usual"."""
    muted = Following.objects.filter(person_id=viewer.me, subject_kind=kind, subject_id=key).values_list("muted", flat=True).first()
    return "usual" if muted is None else "none" if muted else "all"


def counts(viewer: Viewer, things: Iterable[Model]) -> dict[tuple[str, str], int]:
    """How many standing comments each of these things has, for lists: those the viewer sees. One query for each kind."""
    wanted: dict[str, list[str]] = {}
    for thing in things:
        kind, key = subject_of(thing)
        wanted.setdefault(kind, []).append(key)
    found: dict[tuple[str, str], int] = {}
    for kind, keys in wanted.items():
        standing = rows(viewer, "comment.view", Comment.objects.filter(subject_kind=kind, subject_id__in=keys, removed_at__isnull=True))
        for key, number in standing.order_by().values_list("subject_id").annotate(n=Count("pk")):
            found[(kind, key)] = number
    return found


def untreated(viewer: Viewer, subject: Model) -> "QuerySet[Comment]":
    """The comments on a thing to which nobody has said yet what became of them, for those who say it. Replies need no answer of their own."""
    kind, key = subject_of(subject)
    waiting = Comment.objects.filter(subject_kind=kind, subject_id=key, disposition="", parent__isnull=True)
    return rows(viewer, "comment.dispose", waiting.select_related("author"))


def anchored(url: str, anchor: str, quote: str) -> str:
    """The address of what a comment is about: a section by its id, words by a text fragment (WICG URL Fragment Text Directives)."""
    base = url.partition("#")[0]
    if anchor:
        return f"{base}#{anchor}"
    return f"{base}#:~:text={quoted(quote, safe='').replace('-', '%2D')}" if quote else ""


def _settles(viewer: Viewer, subject: Model) -> bool:
    """Whether the viewer says what became of comments on the thing. No query for whoever may not say the verb at all."""
    verb = subjects.of(subject).settle
    if not verb:
        return viewer.has(Role.OFFICER)  # that they see the thing was asked before
    return allows(viewer, verb) and allows(viewer, verb, subject)


def thread(viewer: Viewer, subject: Model, *, at: datetime, page: int = 0) -> Thread:
    """The comments on a thing that the viewer sees already (the caller has asked), by thread, oldest first; page 0 is the last.

    At most four queries: the comments, earlier versions where one was edited, and whether the viewer speaks and settles.
    """
    kind = subjects.of(subject)
    label, key = subject_of(subject)
    found = list(
        Comment.objects.filter(subject_kind=label, subject_id=key).select_related("author", "disposed_by").order_by("said_at", "pk")
    )
    tops = [one for one in found if one.parent_id is None]
    pages = max(1, -(-len(tops) // PER_PAGE))
    number = pages if page == 0 else min(max(1, page), pages)
    shown = tops[(number - 1) * PER_PAGE : number * PER_PAGE]
    named = kind.url(subject)
    drawn = lines(viewer, subject, found, {one.pk for one in shown}, named, at)
    speaks = allows(viewer, "comment.say") and allows(viewer, kind.speak) and allows(viewer, kind.speak, subject)
    closes = kind.closes_at(subject) if kind.closes_at else None
    return Thread(
        subject=subject,
        kind=label,
        key=key,
        title=str(kind.title(subject)),
        url=named,
        page_url=f"/threads/{label}/{key}/",
        said=[drawn[one.pk] for one in shown],
        count=sum(one.removed_at is None for one in found),
        untreated=sum(one.removed_at is None and not one.disposition and one.parent_id is None for one in found),
        may_speak=speaks,
        closes_at=closes,
        is_over=closes is not None and at > closes,
        page=number,
        pages=pages,
        beside=beside.links(viewer, subject),
    )


def lines(viewer: Viewer, subject: Model, found: list[Comment], shown: set[int], url: str, at: datetime) -> dict[int, Said]:
    """Each comment as it is shown, the replies in their places."""
    kept = [one for one in found if (one.parent_id or one.pk) in shown]
    if any(one.revision > 1 for one in kept):
        prefetch_related_objects(kept, "earlier")
    people = names.shown(viewer, [one.author for one in kept])
    settles = bool(kept) and viewer.is_signed_in and _settles(viewer, subject)
    officer, staff = viewer.has(Role.OFFICER), is_staff(viewer)
    made: dict[int, Said] = {}
    for one in kept:
        standing, own = one.removed_at is None, one.author_id == viewer.person_id
        made[one.pk] = line = Said(
            comment=one,
            who=people[one.author_id],
            about=anchored(url, one.anchor, one.quote),
            may_edit=standing and own and not one.disposition and at <= edit_until(one),
            may_remove=standing and (own or officer),
            may_dispose=standing and settles and one.parent_id is None,
            reads_removed=not standing and (staff or own) and bool(one.text),
        )
        if one.parent_id in made:
            made[one.parent_id].replies.append(line)
    return made


def exchanges(first: datetime, last: datetime) -> "QuerySet[Comment, tuple[int, int]]":
    """(who replied, who was replied to) in that time, for figures over many people: standing comments only. One query."""
    within = Comment.objects.filter(parent__isnull=False, said_at__gte=first, said_at__lt=last, removed_at__isnull=True)
    return within.order_by().values_list("author_id", "parent__author_id").distinct()
