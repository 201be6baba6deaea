"""Published statements as an Atom feed (RFC 4287): what a visitor may read, whoever asks."""

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from interchange.ground.policy.rules import rows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.text.render import plain
from interchange.work.statements.models import Statement

ENTRIES, SUMMARY = 30, 600


def published(address: str) -> str:
    """The newest published statements, those answered last first: State, kind, the first words, and whether there is an answer. One query."""
    found = Statement.objects.select_related("member_state")
    made = Atom1Feed(
        title=_("Statements of Member States"),
        link=f"{settings.BASE_URL}/statements/",
        description="",
        feed_url=f"{settings.BASE_URL}{address}",
        language="en",
    )
    for one in rows(VISITOR, "statement.read", found).order_by(Coalesce("answered_at", "filed_at").desc(), "-pk")[:ENTRIES]:
        page = f"{settings.BASE_URL}{one.get_absolute_url()}"
        answered = _("Answered.") if one.answered_at else _("Not answered yet.")
        made.add_item(
            title=f"{one.number} {one.title}",
            link=page,
            description=f"{one.get_kind_display()}. {plain(one.text)[:SUMMARY]} {answered}",
            author_name=one.member_state.name,
            pubdate=one.filed_at,
            updateddate=one.answered_at or one.filed_at,
            unique_id=page,
        )
    return str(made.writeString("utf-8"))
