"""What members of the demo world did to the map: a correction published, one under review, a relation, a scope check, a split, a solution, a release."""

from typing import Any

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.knowledge.landscape.actions import evidence, proposing, releasing, reviewing, scope, solutions
from interchange.knowledge.landscape.models import Challenge, MapRelease, Proposal, Tool
from interchange.network.membership.models import Membership

ANSWERS = [
    (False, False, False, False, True, "Each upload path can be measured with the same set of test files."),
    (True, False, False, False, False, "Whether a service must keep the fields is for the law to say."),
    (True, False, False, False, True, "Both: the loss can be measured, the duty cannot."),
    (False, False, False, False, True, "A test suite would settle most of it."),
    (True, False, True, False, True, "Somebody will ask who pays for it."),
]


class Landscape(Builder):
    """The map in use."""

    def mapper(self, number: int) -> Viewer:
        """A member of the demo world by number; the second is the chair."""
        person = Membership.objects.select_related("person").get(person__email=f"member{number:03}@example.org").person
        role = Role.CHAIR if number == 2 else Role.MEMBER
        return Viewer(person_id=person.pk, roles=frozenset({role}), time_zone=person.time_zone or None)

    def landscape(self) -> None:
        """Contributions in every state that one can be in."""
        self._map_corrections()
        self._map_scope()
        self._map_answers()

    def _map_shown(self, days: int, title: str, url: str, strength: str = "document") -> dict[str, Any]:
        return {"source_title": title, "source_url": url, "strength": strength, "checked": (self.now - days * DAY).date()}

    def _map_two_approve(self, made: Proposal, *numbers: int, days: int) -> None:
        for number in numbers:
            reviewing.review(self.mapper(number), made.pk, approves=True, at=self.now - days * DAY)

    def _map_corrections(self) -> None:
        now = self.now
        tool = Tool.objects.get(code="iso-22144")
        made = proposing.propose_tool(
            self.mapper(5), {"summary": f"{tool.summary} The network follows its stages."}, evidence=self._map_shown(12, "Catalogue page of the draft", tool.url),
            note="Says that its stage is being followed; the page was read again.", interest="none", at=now - 11 * DAY, code=tool.code,
        )  # fmt: skip
        self._map_two_approve(made, 6, 9, days=9)
        made = proposing.propose_relation(
            self.mapper(6), source="iscc", target="tdmrep", kind="maps-to", version="1.0", evidence=self._map_shown(9, "A made-up mapping table", "https://example.org/iscc-tdmrep", "test"),
            note="Tried with twenty made-up files: the reservation was found again in all of them.", interest="I wrote the mapping table", at=now - 8 * DAY,
        )  # fmt: skip
        self._map_two_approve(made, 5, 9, days=7)
        proposing.propose_tool(
            self.mapper(9),
            {
                "name": "Example Resolver", "kind": "service", "summary": "Answers which credential belonged to a picture that has lost it. Made up for the demo world.",
                "functions": ["authenticate", "fingerprint"], "sectors": ["news", "photography"], "topics": ["provenance"], "status": "draft", "since": "2026",
                "steward": "Example Picture Desk", "countries": ["NO"], "openness": "open-source", "licence": "Apache-2.0", "url": "https://example.org/resolver",
            },
            evidence=self._map_shown(3, "A made-up announcement", "https://example.org/resolver/about", "claim"), note="Announced last week; it would fill a gap in news.",
            interest="A colleague of mine works on it", at=now - 2 * DAY,
        )  # fmt: skip
        disputed = proposing.propose_tool(
            self.mapper(6), {"status": "in-production"}, evidence=self._map_shown(5, "A made-up blog", "https://example.org/blog", "claim"),
            note="Somebody says that it is in use by now.", interest="none", at=now - 4 * DAY, code="soundexchange-ai-registry",
        )  # fmt: skip
        reviewing.review(self.mapper(5), disputed.pk, approves=True, at=now - 3 * DAY)
        reviewing.review(
            self.mapper(9),
            disputed.pk,
            approves=False,
            reason="A blog is not enough: the registry’s own page does not say so.",
            at=now - 3 * DAY,
        )
        evidence.recheck(
            self.mapper(5), Tool.objects.get(code="isrc").pk, ["since", "status", "steward"], title="ISRC agency’s home page", url="https://isrc.ifpi.org/", strength="observed",
            checked=(now - 6 * DAY).date(), interest="none", at=now - 6 * DAY,
        )  # fmt: skip

    def _map_scope(self) -> None:
        chair, now = self.mapper(2), self.now
        whole = Challenge.objects.get(code="metadata-stripped-on-upload")
        check = scope.open_check(chair, whole.pk, at=now - 40 * DAY)
        for number, (*given, reason) in enumerate(ANSWERS, 10):
            scope.answer(
                self.mapper(number), check.pk, dict(zip(scope.NAMES, given, strict=True)), reason=reason, at=now - (48 - number) * DAY
            )
        scope.close_check(chair, check.pk, at=check.closes_at)
        scope.split(
            chair, whole.pk,
            [
                {"title": "Which metadata survives which upload path", "character": "technical", "description": "For each service and client it can be measured, with the same files, which blocks of metadata arrive and which are lost on the way."},
                {"title": "Whether services must keep rights metadata", "character": "policy", "description": "Whether and how far services have to keep fields on creators, licences and reservations is a question of law."},
            ],
            reason="Members found two questions in one: what is lost can be tested, what must be kept is for the law.", at=now - 20 * DAY,
        )  # fmt: skip
        duty = Challenge.objects.get(code="whether-services-must-keep-rights-metadata")
        scope.park(
            chair,
            duty.pk,
            referral="Asks for a rule; the technical half goes on in the network.",
            addressee="Secretariat, for the attention of Member States",
            at=now - 19 * DAY,
        )
        running = scope.open_check(chair, Challenge.objects.get(code="signer-trust-lists-separate").pk, at=now - 3 * DAY)
        scope.answer(
            self.mapper(11),
            running.pk,
            dict.fromkeys(scope.NAMES, False) | {"testable": True},
            reason="Formats can be compared.",
            at=now - DAY,
        )

    def _map_answers(self) -> None:
        now = self.now
        part = Challenge.objects.get(code="which-metadata-survives-which-upload-path")
        for number, tool, verdict, because in (
            (5, "c2pa", "fails", "The manifest is stripped together with everything else on most paths."),
            (6, "trustmark", "helps", "The mark survives most re-encodings and leads back to the manifest."),
            (9, "trustmark", "helps", "Worked in our own made-up test at two of three services."),
        ):
            evidence.judge(self.mapper(number), part.pk, tool, verdict=verdict, because=because, interest="none", at=now - 10 * DAY)
        for number, verdict, because in (
            (5, "nobody", "I asked three made-up museums; none of them marks copies."),
            (6, "unknown", "I do not know of one, but have not asked archives."),
        ):
            evidence.say_gap(
                self.mapper(number), sector="cultural-heritage", function="watermark", verdict=verdict, because=because, at=now - 9 * DAY
            )
        made = solutions.write(
            self.mapper(6),
            {
                "title": "A resolver that finds lost credentials again", "readiness": "prototype", "effort": "medium", "interest": "none",
                "summary": "A picture that has lost its manifest is looked up by a mark or a fingerprint; the answer is the signed manifest. Services would have to keep nothing but the pixels.",
                "missing": "A resolver that more than one steward runs\nA test set of pictures that went through the services", "dependencies": "Agreement on which fingerprints may be asked for.",
            },
            challenges=[part.code], tools=["trustmark", "c2pa-soft-binding-list", "iscc"], evidence=[{"title": "A made-up trial", "url": "https://example.org/trial"}], at=now - 7 * DAY,
        )  # fmt: skip
        solutions.file(self.mapper(6), made.pk, at=now - 7 * DAY)
        MapRelease.objects.filter(number="1.0", released_at__gt=now - 60 * DAY).update(released_at=now - 60 * DAY)
        release = releasing.make_release(
            self.officer,
            number="1.1",
            title="First corrections by members",
            note="One entry amended, one relation added, one challenge split after a scope check.",
            at=now - 5 * DAY,
        )
        releasing.order_report(self.officer, release, at=now - 5 * DAY)
