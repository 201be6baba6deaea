"""What other rooms of this floor use of this one: the check for names, and the setting of a paper."""

from django.db.models import Q

from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.vocabulary import Role
from interchange.ground.text.blocks import blocks
from interchange.network.membership.models import Membership, Profile
from interchange.work.meetings import printing
from interchange.work.meetings.names import Finding, Somebody, find
from interchange.work.meetings.queries.after import ordinary_words


def names_in(text: str, *, ordinary: tuple[str, ...] = ()) -> list[Finding]:
    """The places of a text that may tell who said or did something: members of now and before, and whoever speaks for a State. Three queries."""
    members = Membership.objects.values("person_id")
    speakers = RoleGrant.objects.filter(role__in=[Role.FOCAL_POINT, Role.ALTERNATE]).values("person_id")
    people = list(Person.objects.filter(Q(pk__in=members) | Q(pk__in=speakers), erased_at__isnull=True).order_by("pk"))
    houses = dict(Profile.objects.filter(person__in=people).values_list("person_id", "organisation"))
    known = [Somebody(one.pk, one.given_name, one.family_name, one.publication_name, houses.get(one.pk, "")) for one in people]
    return find(text, known, ordinary=[*ordinary_words(), *ordinary])


def set_paper(*, title: str, number: str, level: str, head: str, body: str, text: str) -> bytes:
    """A text as PDF like the network's other papers: number and distribution mark on page one (X8). `head` is its line of language and date."""
    data = {
        "title": title, "symbol": number, "mark": printing.mark_words(level), "late": "", "original": head, "body": body, "session": "", "by": "", "note": "", "blocks": blocks(text),
    }  # fmt: skip
    return printing.set_paper(data)
