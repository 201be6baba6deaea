"""Once a day, at most one letter for each person and thing: there were replies where you took part, or comments where you follow."""

from collections import defaultdict
from datetime import datetime, time

from django.db import transaction
from django.db.models import Exists, Model, OuterRef

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.errors import NotAllowed
from interchange.ground.jobs.schedules import every
from interchange.ground.policy import subjects
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import SYSTEM, viewer_for
from interchange.ground.post.actions import Draft, send
from interchange.ground.threads.models import Comment, Following
from interchange.ground.threads.telling import followers, muters

AT_ONCE = 500


@every("threads.replies", minutes=60)
def tell_of_replies(at: datetime) -> int:
    """Write about the replies of days that are over in the network's zone; returns how many letters. Safe to be killed and run again."""
    today = at.astimezone(clock.network_zone()).date()
    midnight = datetime.combine(today, time(), tzinfo=clock.network_zone())
    new = Comment.objects.filter(told_at__isnull=True, said_at__lt=midnight)
    followed = Following.objects.filter(subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"), muted=False)
    nobody = new.filter(~Exists(followed), parent__isnull=True)  # what answers nobody, where nobody follows, tells nobody
    Comment.objects.filter(pk__in=nobody.values("pk")).update(told_at=at)
    by_day: dict[tuple[str, str, str], list[Comment]] = defaultdict(list)
    for one in new.order_by("said_at", "pk")[:AT_ONCE]:
        day = one.said_at.astimezone(clock.network_zone()).date()
        by_day[(one.subject_kind, one.subject_id, f"{day:%Y%m%d}")].append(one)
    return sum(_tell(kind, key, day, said, at) for (kind, key, day), said in by_day.items())


def _tell(kind: str, key: str, day: str, said: list[Comment], at: datetime) -> int:
    """The letters about one thing's replies of one day, and the note that they are written, in one transaction."""
    with transaction.atomic():
        try:
            subject = subjects.get(SYSTEM, kind, key)
        except NotAllowed:  # the thing is gone, or its room is
            subject = None
        count = _write(subject, f"{kind}:{key}:{day}", said, at) if subject is not None else 0
        Comment.objects.filter(pk__in=[one.pk for one in said]).update(told_at=at)
        return count


def _write(subject: Model, name: str, said: list[Comment], at: datetime) -> int:
    owed: dict[int, list[Comment]] = defaultdict(list)
    following, silent = followers(subject), muters(subject)
    tops = {one.parent_id for one in said if one.parent_id}
    took_part: dict[int, list[Comment]] = defaultdict(list)
    for one in Comment.objects.filter(pk__in=tops) | Comment.objects.filter(parent_id__in=tops):
        took_part[one.parent_id or one.pk].append(one)
    for one in said:
        if one.removed_at is None:
            earlier = (other for other in took_part[one.parent_id or one.pk] if (other.said_at, other.pk) < (one.said_at, one.pk))
            took = {other.author_id for other in earlier if other.removed_at is None} if one.parent_id else set()
            for person_id in (took | following) - silent - {one.author_id}:
                owed[person_id].append(one)
    kind, count = subjects.of(subject), 0
    title = subjects.title_in_letters(subject)
    for person in Person.objects.filter(pk__in=owed, is_active=True):
        if not allows(viewer_for(person, at=at, second_factor=True), kind.view, subject):
            continue
        values = {
            "count": len(owed[person.pk]),
            "followed": person.pk in following,
            "title": title,
            "url": f"/threads/comments/{owed[person.pk][0].pk}/",
        }
        send(
            SYSTEM, Draft("threads.replies", values, person_id=person.pk, subject=subject, key=f"threads.replies:{name}:{person.pk}"), at=at
        )
        count += 1
    return count
