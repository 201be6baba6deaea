"""Members can be found: by members always, by the public where they agreed."""

from django.utils.translation import gettext_lazy as _

from interchange.ground.search.index import Document, codes, define
from interchange.ground.vocabulary import queries as vocabulary
from interchange.network.membership.models import Membership


def _document(membership: Membership) -> Document | None:
    """Only what the public part of an entry may show; the expertise text is for members and stays out of the index."""
    profile = getattr(membership.person, "profile", None)
    if membership.state == "ended" or profile is None:
        return None
    words = [profile.organisation, vocabulary.country(profile.country), *vocabulary.labels("topics", profile.topics)]
    return Document(
        membership.person.name, ", ".join(word for word in words if word), f"/members/{membership.pk}/", codes("topic", profile.topics)
    )


define("member", label=_("Members"), model=Membership, verb="member.view", document=_document)
