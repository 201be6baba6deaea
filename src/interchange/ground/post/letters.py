"""The room's own letters."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.post import templates

templates.define(
    "post.group",
    title=_("Letter to a group"),
    sample={"name": "Ada Sample", "heading": "News of the network", "text": "Words to the group."},
)
templates.define(
    "post.digest",
    title=_("News to a group"),
    essential=False,
    sample={"name": "Ada Sample", "heading": "News of the network", "text": "Words to the group."},
)
templates.define(
    "post.contact", title=_("Message through the contact form"), sample={"sender": "visitor@example.org", "text": "A question."}
)
templates.define(
    "post.member-message",
    title=_("Message from a member"),
    sample={"name": "Ada Sample", "sender": "Bo Sample", "text": "A question.", "reply_url": "https://example.org/members/1/"},
)
templates.define(
    "post.gathered",
    title=_("Digest"),
    essential=False,
    sample={"name": "Ada Sample", "count": 2, "lines": "- A reply where you took part\n  https://example.org/threads/comments/3/"},
)
templates.define(
    "post.reply-not-taken",
    title=_("A reply by mail could not be taken"),
    sample={"name": "Ada Sample", "number": "TEN/LET/2027/00001", "title": "Can you help?", "why": "The question is closed."},
)
