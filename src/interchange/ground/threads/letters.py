"""The room's letter."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates
from interchange.ground.post.replies import Reply
from interchange.ground.threads.mailing import offered, reply_by_mail

_REPLY = Reply(_("Your reply to this mail is a reply in the discussion."), reply_by_mail, offered)
templates.define(
    "threads.replies",
    title=_("Replies where you took part, and discussions that you follow"),
    essential=False,
    reply=_REPLY,
    sample={"name": "Ada Sample", "count": 2, "followed": False, "title": "A paper", "url": "/threads/work.paper/1/#comment-3"},
)
templates.define(
    "threads.named",
    title=_("Somebody names you in a discussion"),
    essential=False,
    reply=_REPLY,
    sample={"name": "Ada Sample", "title": "A paper", "url": "/threads/comments/3/"},
)
