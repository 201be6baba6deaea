"""Replies by mail to the letter about replies: they go where the last of those replies stands."""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.policy import subjects
from interchange.ground.policy.viewer import Viewer
from interchange.ground.post.models import Letter
from interchange.ground.post.replies import Incoming
from interchange.ground.threads import actions
from interchange.ground.threads.models import Comment

PLACE = re.compile(r"/threads/comments/(\d{1,18})/")


def offered(letter: Letter) -> bool:
    """Whether a letter names a comment: one about replies does."""
    return PLACE.search(letter.body) is not None


def reply_by_mail(actor: Viewer, incoming: Incoming, *, at: datetime) -> Comment:
    """Say it in the thread, in answer to the comment that the letter leads to. Raises `Refused` in words that go back to the sender."""
    if incoming.files:
        raise Refused.of("files", _("Files cannot be added to a discussion."), _("Put a link."))
    place = PLACE.search(incoming.letter.body)
    about = Comment.objects.filter(pk=int(place[1])).first() if place else None
    if about is None or about.subject_kind not in subjects.SUBJECTS:
        raise Refused.of("", _("The discussion is not there any more."))
    subject = subjects.get(actor, about.subject_kind, about.subject_id)
    return actions.say(actor, subject, text=incoming.text, parent_id=about.pk if about.removed_at is None else None, at=at)
