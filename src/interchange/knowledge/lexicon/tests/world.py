"""People and terms for the tests of this room."""

from datetime import UTC, datetime, timedelta
from itertools import count

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.models import RoleGrant
from interchange.ground.policy.viewer import Viewer, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.lexicon import actions
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, SourcePart
from interchange.knowledge.lexicon.models import Concept

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ISO = SourcePart("ISO 1087:2019", "https://www.iso.org/standard/62330.html")


def content(
    label="quilt mark",
    definition="mark that is sewn into a quilt so that its maker can be named",
    *,
    slug="",
    avoid=(),
    admit=(),
    **changes,
) -> Content:
    labels = [LabelPart(label, "preferred")]
    labels += [LabelPart(text, "admitted") for text in admit]
    labels += [text if isinstance(text, LabelPart) else LabelPart(text, "deprecated") for text in avoid]
    definitions = changes.pop("definitions", (DefinitionPart(definition, True, (ISO,)),))
    return Content(slug, tuple(labels), definitions, **changes)


class World:
    """Makes what a test names. Its clock stands still until a test moves it."""

    def __init__(self, monkeypatch):
        self.now = AT
        self.numbers = count(1)
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.people: dict[str, Person] = {}
        self.member, self.other = self.viewer("member", Role.MEMBER), self.viewer("other", Role.MEMBER)
        self.curator, self.second = self.viewer("curator", Role.OFFICER), self.viewer("second", Role.OFFICER)
        self.outsider = self.viewer("outsider")

    def viewer(self, name: str, *roles) -> Viewer:
        person = self.people.get(name)
        if person is None:
            person = self.people[name] = Person.objects.create_user(
                f"{name}@lexicon.example", given_name=name.title(), family_name="Sample"
            )
            for role in roles:
                RoleGrant.objects.create(person=person, role=role, starts_at=AT - 500 * DAY)
        return viewer_for(person, at=self.now, second_factor=True)

    def proposed(self, *args, **kwargs) -> Concept:
        return actions.propose(self.member, content(*args, **kwargs), at=self.now)

    def agreed(self, *args, **kwargs) -> Concept:
        made = self.proposed(*args, **kwargs)
        actions.discuss(self.curator, made.slug, at=self.now)
        actions.check(self.curator, made.slug, at=self.now)
        return actions.agree(self.curator, made.slug, reason="Agreed in the third session.", at=self.now)
