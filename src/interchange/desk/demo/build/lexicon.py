"""The lexicon at work: a term proposed, one under discussion with a thread and an objection, one retired, an amendment that waits."""

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.ground.accounts.models import Person
from interchange.ground.consensus import actions as consensus
from interchange.ground.consensus import queries as consensus_queries
from interchange.ground.policy.actions import holders
from interchange.ground.policy.viewer import Viewer, viewer_for
from interchange.ground.policy.vocabulary import Role
from interchange.ground.threads import actions as threads
from interchange.knowledge.lexicon import actions as lexicon
from interchange.knowledge.lexicon import store
from interchange.knowledge.lexicon.content import Content, DefinitionPart, LabelPart, SourcePart
from interchange.knowledge.lexicon.models import Concept


def _entry(label: str, definition: str, source: tuple[str, str], *, avoid: tuple[str, ...] = (), **changes: object) -> Content:
    labels = (LabelPart(label, "preferred"), *(LabelPart(text, "deprecated") for text in avoid))
    return Content("", labels, (DefinitionPart(definition, True, (SourcePart(*source),)),), **changes)  # type: ignore[arg-type]


class Words(Builder):
    """Terms on their way."""

    def terms(self) -> None:
        """What members did with the lexicon in the last weeks."""
        self.say("  the lexicon: terms on their way ...")
        now = set(holders(Role.MEMBER, self.now))
        steady = [person for person in holders(Role.MEMBER, self.now - 60 * DAY) if person in now]
        first, second, third = (self.speaker(email) for email in Person.objects.filter(pk__in=steady[:3]).values_list("email", flat=True))
        self._term_retired(first)
        self._term_discussed(first, second, third)
        self._term_proposed(third)
        watermark = store.content_of(Concept.objects.get(slug="watermark"))
        amended = Content(
            **{
                **{name: getattr(watermark, name) for name in Content.__slots__},
                "example": "An inaudible signal in a song that a player's software reads.",
            }
        )
        lexicon.amend(second, "watermark", amended, reason="Readers outside audio ask for an example.", at=self.now - 3 * DAY)
        lexicon.make_release(self.officer, title="After the first discussions", note="One term retired.", at=self.now - 2 * DAY)

    def speaker(self, email: str) -> Viewer:
        """A member as the next request would make them."""
        return viewer_for(Person.objects.get(email=email), at=self.now, second_factor=True)

    def _term_retired(self, proposer: Viewer) -> None:
        entry = _entry(
            "machine signature",
            "digital signature that is applied by a device without a person taking part",
            ("W3C: Verifiable Credentials Data Model", "https://www.w3.org/TR/vc-data-model-2.0/"),
            broader=("digital-signature",),
            topics=("provenance",),
        )
        made = lexicon.propose(proposer, entry, at=self.now - 60 * DAY)
        lexicon.discuss(self.officer, made.slug, at=self.now - 58 * DAY)
        lexicon.check(self.second, made.slug, at=self.now - 50 * DAY)
        lexicon.agree(self.officer, made.slug, reason="No objection in two weeks of discussion.", at=self.now - 44 * DAY)
        lexicon.deprecate(
            self.officer,
            made.slug,
            reason="It says no more than “digital signature”.",
            replaced_by="digital-signature",
            at=self.now - 10 * DAY,
        )

    def _term_discussed(self, proposer: Viewer, other: Viewer, objector: Viewer) -> None:
        entry = _entry(
            "watermark collision",
            "event in which a detector reads from content a watermark other than the one that was inserted",
            ("Kirchenbauer et al.: A Watermark for Large Language Models", "https://arxiv.org/abs/2301.10226"),
            avoid=("watermark clash",),
            related=("watermark", "false-positive-rate") if Concept.objects.filter(slug="false-positive-rate").exists() else ("watermark",),
            topics=("labelling", "enforcement"),
            note="Rare with long payloads; it matters where a reading is used as evidence.",
        )
        made = lexicon.propose(proposer, entry, at=self.now - 12 * DAY)
        lexicon.discuss(self.officer, made.slug, at=self.now - 11 * DAY)
        said = threads.say(
            other, made, text="Good to have. Should it cover a reading from content that carries **no** watermark?", at=self.now - 10 * DAY
        )
        threads.say(proposer, made, text="No, that is a false positive; I would keep both apart.", parent_id=said.pk, at=self.now - 9 * DAY)
        lexicon.check(self.second, made.slug, at=self.now - 5 * DAY)
        lexicon.open_call(self.officer, made.slug, at=self.now - 4 * DAY)
        call = consensus_queries.waiting(objector, self.now - 4 * DAY).get(subject_kind="lexicon.concept")
        consensus.object_to(
            objector, call.pk, reason="“Collision” is a word of hash functions; readers will mix the two up.", at=self.now - 2 * DAY
        )

    def _term_proposed(self, proposer: Viewer) -> None:
        entry = _entry(
            "style licence",
            "licence that allows an AI model to be adapted to the manner of a named creator",
            ("Hu et al.: LoRA: Low-Rank Adaptation of Large Language Models", "https://arxiv.org/abs/2106.09685"),
            broader=("licence",),
            related=("style-mimicry",),
            topics=("creation",),
        )
        lexicon.propose(proposer, entry, at=self.now - 1 * DAY)
