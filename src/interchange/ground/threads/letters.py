"""The room's letter."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates
from interchange.ground.post.replies import Reply
from interchange.ground.threads.mailing import offered, reply_by_mail

templates.define(
    "threads.replies",
    title=_("Replies where you took part"),
    essential=False,
    reply=Reply(_("Your reply to this mail is a reply in the discussion."), reply_by_mail, offered),
    sample={"name": "Ada Sample", "count": 2, "title": "A paper", "url": "/threads/work.paper/1/#comment-3"},
)
