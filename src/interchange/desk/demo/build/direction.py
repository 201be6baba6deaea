"""What members of the demo world decided: topics in every state, a round in which one organisation pushes, one that is open, a work item that runs, one that ended."""

from datetime import timedelta

from interchange.desk.demo.build.applying import DAY
from interchange.desk.demo.build.landscape import Landscape
from interchange.ground import clock
from interchange.ground.policy.viewer import SYSTEM, Viewer
from interchange.ground.policy.vocabulary import Role
from interchange.network.membership import queries as membership
from interchange.network.membership.models import Membership, Profile
from interchange.work.direction.actions import counting, interest, items, rounds, scope, topics, voting
from interchange.work.direction.models import Proposal, Round, WorkItem

TECHNICAL = dict.fromkeys(topics.QUESTION_NAMES, False) | {"testable": True}
POLICY = dict.fromkeys(topics.QUESTION_NAMES, False) | {"needs_rate": True}
TOPICS = [
    ("A test set for marks that survive re-encoding", "solutions", "Makers of watermarks test with pictures of their own, so that nobody can compare what survives an upload."),
    ("How a reservation travels with a copy", "cooperation", "A reservation in a page’s header is lost when the file is passed on; what could travel with it has not been tried out."),
    ("What to log so that a training run can be asked about", "state-of-the-art", "Logs of training runs differ in every house; which ten fields would answer most questions is not known."),
    ("Matching recordings across identifiers", "solutions", "The same recording has several codes; matching by hand does not scale, and error rates are published by nobody."),
    ("Plain words for what a model keeps", "state-of-the-art", "Engineers and rightsholders mean different things by memorised, stored and learned, and talk past each other."),
    ("Rates for the use of works in training", "solutions", "Some ask which remuneration is due when works are used for training, and want the network to name one."),
]  # fmt: skip
STATEMENTS = [
    "We should publish a shared set of test files before anything else.",
    "Reservations must be readable at the level of the single work.",
    "Logs of training data should be kept in one common format.",
    "Watermarks are ready to be relied on today.",
    "Each tool on the map should show when it was last tried by a member.",
    "The network should run tests of its own every year.",
    "ExampleSoft’s registry should be the network’s reference.",
    "Error rates belong beside every matching service.",
]


GAPS = [
    "Free test files with known marks",
    "A resolver that answers for lost marks",
    "Reading reservations out of audio",
    "Fingerprints that survive cropping",
    "Names of fields for training logs",
    "Rights statements in image metadata",
    "Matching of translated texts",
    "Marks in streamed video",
    "Agreed error rates for matching",
    "Labels that screen readers speak",
    "A list of test laboratories",
    "ExampleSoft’s registry as the one reference",
]


class Direction(Landscape):
    """Direction in use."""

    def _direction_people(self) -> list[Viewer]:
        people = Membership.objects.filter(state="active").select_related("person").order_by("person__email")
        return [
            Viewer(person_id=one.person_id, roles=frozenset({Role.MEMBER}), time_zone=one.person.time_zone or None)
            for one in people
            if one.person.email.startswith("member")
        ]

    def direction(self) -> None:
        """Topics, rounds and work items."""
        people, chair = self._direction_people(), self.mapper(2)
        made = [self._direction_topic(people, number, *one) for number, one in enumerate(TOPICS)]
        for one in made[:5]:
            scope.check(chair, one.pk, TECHNICAL, reason="It can be measured, and needs no rule.", at=self.now - 80 * DAY)
        scope.check(
            chair, made[5].pk, POLICY, reason="It asks for a rate.", referral="Whether and which remuneration is due.", addressee="Secretariat, for the attention of Member States", at=self.now - 80 * DAY,
        )  # fmt: skip
        draft = topics.write(
            people[0], self._direction_words("Names for kinds of synthetic media", "state-of-the-art", "Services use a dozen words for the same kind of medium; a table of what each means is missing."), scope=TECHNICAL, at=self.now - DAY
        )  # fmt: skip
        topics.publish(people[0], draft.pk, at=self.now - DAY)
        topics.support(people[3], draft.pk, at=self.now - DAY)
        for one in made[:2]:
            self._direction_interest(people, one)
        interest.open_call(chair, made[2].pk, at=self.now - 5 * DAY)
        ranked = self._direction_ranked(people)
        self._direction_pushed(people)
        self._direction_items(chair, made, ranked)
        self._direction_running(people)

    def _direction_words(self, title: str, objective: str, problem: str) -> dict[str, object]:
        return {
            "title": title, "problem": problem, "objective": objective, "similar_seen": True, "why_technical": "It can be measured with files that everybody has.",
            "affected": "Those who keep registries, those who build models, and those whose works they are.", "output": "A paper of ten pages, and entries on the map.",
        }  # fmt: skip

    def _direction_topic(self, people: list[Viewer], number: int, title: str, objective: str, problem: str) -> Proposal:
        author, at = people[3 + number], self.now - (100 - number) * DAY
        made = topics.write(author, self._direction_words(title, objective, problem), scope=TECHNICAL, at=at)
        topics.publish(author, made.pk, at=at)
        for one in people[10 + number : 22 + number]:
            topics.support(one, made.pk, at=at + DAY)
        return topics.file(author, made.pk, at=at + 3 * DAY)

    def _direction_interest(self, people: list[Viewer], topic: Proposal) -> None:
        call = interest.open_call(self.officer, topic.pk, at=self.now - 78 * DAY)
        for number, one in enumerate(people[5:19]):
            interest.show(one, call.pk, "lead" if number == 0 else "contribute" if number < 8 else "review", at=self.now - 70 * DAY)
        interest.close_call(SYSTEM, call.pk, at=call.closes_at + timedelta(minutes=1))

    def _direction_pushed(self, people: list[Viewer]) -> None:
        """A round of points in which twelve colleagues push the last item: uncapped it would win, the result shows it."""
        at, closes = self.now - 30 * DAY, self.now - 20 * DAY
        given = {
            "title": "Gaps on the map to fill first",
            "question": "Ten points each: which gaps should the network fill first?",
            "method": "points",
            "closes_on": closes.date(),
            "alike_seen": True,
        }
        made = rounds.open_round(self.officer, rounds.prepare(self.officer, given, statements=GAPS, at=at).pk, at=at)
        keys = [str(pk) for pk in made.items.values_list("pk", flat=True)]
        for one in people[:12]:
            voting.cast(one, made.pk, {keys[11]: 4}, at=at + DAY)
        for one in people[24:56]:
            wanted = sorted(range(11), key=lambda place: self.chance.random() ** (1 / (14 - place)), reverse=True)[:4]
            voting.cast(one, made.pk, {keys[place]: points for place, points in zip(wanted, (4, 3, 2, 1), strict=True)}, at=at + DAY)
        rounds.close_round(SYSTEM, made.pk, at=made.closes_at + timedelta(minutes=1))
        counting.count(made.pk, at=made.closes_at + timedelta(minutes=2))

    def _direction_ranked(self, people: list[Viewer]) -> Round:
        """A round of statements: what the profiles agree on, what divides them."""
        at, closes = self.now - 50 * DAY, self.now - 40 * DAY
        given = {
            "title": "What to begin with",
            "question": "Which of these should the network do or hold?",
            "method": "statements",
            "closes_on": closes.date(),
            "alike_seen": True,
        }
        made = rounds.open_round(self.officer, rounds.prepare(self.officer, given, statements=STATEMENTS, at=at).pk, at=at)
        keys = [str(pk) for pk in made.items.values_list("pk", flat=True)]
        house = [one.pk for one in Profile.objects.filter(person_id__in=[one.me for one in people[:12]])]
        Profile.objects.filter(pk__in=house).update(organisation="ExampleSoft Works")
        standing = membership.standing_of([one.me for one in people])
        untold = {1: "Without a common format nobody can compare.", -1: "Every pipeline is built differently; a format would freeze them."}
        lean = (0.9, 0.72, 0.66, 0.3, 0.82, 0.7, 0.45, 0.6)
        for number, one in enumerate(people[:70]):
            profile = standing[one.me].profile if one.me in standing else ""
            marks, reasons = {}, {}
            for place, key in enumerate(keys):
                chance = lean[place] + (
                    0.35
                    if place == 2 and profile in {"rightsholder", "creator"}
                    else -0.45
                    if place == 2 and profile in {"ai-developer"}
                    else 0
                )
                marks[key] = 1 if self.chance.random() < chance else self.chance.choice([-1, -1, 0])
            if number < 9:
                marks[keys[6]] = 1
                marks |= dict.fromkeys([key for key in keys if key != keys[6]], -1)
            if number > 19 and marks[keys[2]] in untold:
                reasons[keys[2]] = untold.pop(marks[keys[2]])
            voting.cast(one, made.pk, marks, reasons=reasons, at=at + DAY)
        rounds.close_round(SYSTEM, made.pk, at=made.closes_at + timedelta(minutes=1))
        return counting.count(made.pk, at=made.closes_at + timedelta(minutes=2))

    def _direction_items(self, chair: Viewer, made: list[Proposal], ranked: Round) -> None:
        """One that runs and is late, one that was delivered."""
        running, ended = made[0], made[1]
        begun = self.now - 38 * DAY
        item = items.adopt(
            chair, running.pk, charter="A set of two hundred pictures and recordings under free licences, a script that puts them through ten upload paths, and a table of what survived.",
            sunset=(self.now + 200 * DAY).date(), reason="Agreed across profiles in the round, and fourteen people want to do it.", round_number=ranked.number,
            milestones=[("Files gathered, with licences", (self.now - 6 * DAY).date()), ("First run of the script", (self.now + 60 * DAY).date()), ("Table published", (self.now + 150 * DAY).date())],
            liaison="C2PA’s conformance group", at=begun,
        )  # fmt: skip
        lead = item.workers.get(part="lead").person
        viewer = Viewer(person_id=lead.pk, roles=frozenset({Role.MEMBER}))
        items.add_output(viewer, item.pk, title="Marks on the map", url="/landscape/tools/trustmark/", at=self.now - 3 * DAY)
        done: WorkItem = items.adopt(
            chair, ended.pk, charter="A short paper on which parts of a reservation survive when a file is copied, with the files it was tried on.", sunset=(self.now + 100 * DAY).date(),
            reason="Small enough to be done in a month.", milestones=[("Draft", (self.now - 20 * DAY).date())], at=begun,
        )  # fmt: skip
        lead = done.workers.get(part="lead").person
        viewer = Viewer(person_id=lead.pk, roles=frozenset({Role.MEMBER}))
        items.reach(viewer, done.milestones.get().pk, at=self.now - 22 * DAY)
        items.add_output(viewer, done.pk, title="The challenge on the map", url="/landscape/challenges/", at=self.now - 12 * DAY)
        items.close(
            viewer, done.pk, ending="delivered", at=self.now - 10 * DAY,
            report="Six of nine ways of copying lose the reservation. The paper names them; the files are free to be used again. What is left open: message services.",
        )  # fmt: skip

    def _direction_running(self, people: list[Viewer]) -> None:
        """A round of points on the topics in scope, with some ballots in."""
        at = self.now - 4 * DAY
        chosen = list(Proposal.objects.filter(state__in=["ready", "interest", "wanted"]).values_list("number", flat=True))
        given = {
            "title": "Next year’s work",
            "question": "Ten points each: which topics next?",
            "method": "points",
            "closes_on": (self.now + 9 * DAY).astimezone(clock.network_zone()).date(),
            "alike_seen": True,
        }
        made = rounds.open_round(
            self.officer,
            rounds.prepare(self.officer, given, proposals=chosen, statements=["Leave room for what Member States ask"], at=at).pk,
            at=at,
        )
        keys = [str(pk) for pk in made.items.values_list("pk", flat=True)]
        for one in people[30:52]:
            voting.cast(one, made.pk, {keys[self.chance.randrange(len(keys))]: 4, keys[0]: 2}, at=at + DAY)
