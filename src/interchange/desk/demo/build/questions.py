"""How members of the demo world help each other: questions in every state, one under the rule of non-attribution, asks, offers of help."""

from datetime import timedelta

from interchange.desk.demo.build.applying import DAY
from interchange.desk.demo.build.direction import Direction
from interchange.ground.policy.viewer import Viewer
from interchange.ground.threads import actions as threads
from interchange.knowledge.landscape.models import Tool
from interchange.work.exchange import queries
from interchange.work.exchange.actions import answering, asking, offering, questions
from interchange.work.exchange.models import Question

# days ago, title, text, topics, tools that it is about, answers, how many of them are accepted
ASKED: list[tuple[int, str, str, list[str], list[str], list[str], int]] = [
    (
        34,
        "Which marks survive a second upload?",
        "Our archive puts a manifest and an invisible mark into each picture. After **two** uploads to the usual services the manifest is gone, and often the mark, too.\n\nWhat have you tried, on how many files?",
        ["labelling"],
        ["c2pa"],
        [
            "On 1,200 pictures the manifest never came through twice; a mark of 64 bits did in nine of ten, as long as nobody cropped more than a third.",
            "Keep a fingerprint of the original in a registry and look the copy up: that needs no mark at all, and found 96 in 100 of ours.",
            "We gave up on marks in thumbnails under 300 pixels.",
        ],
        2,
    ),
    (
        21,
        "How do you test that a crawler reads a reservation?",
        "We publish a reservation in three places (headers, a file at the root, and the page itself). Before we ask others to honour it we want to show that it can be read.",
        ["rights-reservation"],
        [],
        ["Serve a page that only a crawler would ask for, and keep the log for a month; ask the operators which of the three they read."],
        1,
    ),
    (
        12,
        "Is there a common form for licence offers that machines can read?",
        "Several collecting societies each made one. Before we make another: which is closest to being shared?",
        ["licensing"],
        [],
        ["None yet that three houses use. Start from the rights expression that news agencies share and leave out what nobody fills in."],
        0,
    ),
    (
        3,
        "How large a test set shows an error rate of one in a thousand?",
        "We match recordings and want to state an error rate that others can check. How many pairs are enough, and how are they drawn?",
        ["licensing"],
        [],
        [],
        0,
    ),
]


class Questions(Direction):
    """Peer support in use."""

    def questions(self) -> None:
        """Questions, answers, asks and offers."""
        people = self._direction_people()
        for number, one in enumerate(ASKED):
            self._question(people, number, *one)
        self._sealed_question(people)
        offering.offer(
            people[8],
            title="Office hours on fingerprints",
            text="Bring files that your system matches wrongly; we look at ten in an hour. Tuesdays at 14:00 Geneva.",
            topics=["licensing"],
            at=self.now - 6 * DAY,
        )
        offering.offer(
            people[14],
            title="A walk through one manifest, byte by byte",
            text="For whoever labels pictures and has never looked inside. An hour, with questions.",
            topics=["labelling"],
            at=self.now - 2 * DAY,
        )

    def _question(
        self,
        people: list[Viewer],
        number: int,
        days: int,
        title: str,
        text: str,
        topics: list[str],
        tools: list[str],
        answers: list[str],
        accepted: int,
    ) -> Question:
        asker, at = people[30 + number], self.now - days * DAY
        about = [("landscape.tool", str(pk)) for pk in Tool.objects.filter(code__in=tools).values_list("pk", flat=True)]
        made = questions.ask(asker, {"title": title, "text": text, "topics": topics, "wanted_by": None}, about=about, at=at)
        helpers = [fit.person_id for fit in queries.helpers(made, at=at)][:2]
        if helpers:
            asking.put_to(asker, made.pk, helpers, at=at + timedelta(hours=2))
        for place, words in enumerate(answers):
            given = answering.answer(people[(40 + 7 * number + place) % len(people)], made.pk, text=words, at=at + (place + 1) * DAY)
            if place < accepted:
                questions.accept(asker, given.pk, accepted=True, at=at + (place + 2) * DAY)
        if number == 0:
            threads.say(people[50], made, text="Could the file sets go into the repository?", at=at + 4 * DAY)
            questions.close(asker, made.pk, note="We keep fingerprints now, and a mark beside them. Thank you.", at=at + 9 * DAY)
        return made

    def _sealed_question(self, people: list[Viewer]) -> None:
        """Under the rule: nobody's name is kept."""
        at = self.now - 8 * DAY
        text = (
            "A release of ours lost the labels of some hundred thousand files, and we noticed after a week. How do others notice earlier?"
        )
        given = {
            "title": "Who has lost labels in a release, and how was it noticed?",
            "text": text,
            "topics": ["labelling"],
            "wanted_by": None,
        }
        made = questions.ask(people[60], given, unattributed=True, at=at)
        for place, words in enumerate(
            [
                "We count labels before and after each release, by kind of file, and stop at a loss of one in a thousand.",
                "A customer told us. Since then, as above.",
            ]
        ):
            answering.answer(people[62 + place], made.pk, text=words, at=at + (place + 1) * DAY)
