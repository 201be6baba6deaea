"""What Member States of the demo world put in: delegations, statements in every state, a round that is over, one that is open. All of it is made up."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build.applying import DAY, pdf
from interchange.desk.demo.build.direction import Direction
from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import Viewer, viewer_for
from interchange.knowledge.landscape.models import Challenge, Tool
from interchange.network.states import actions as states
from interchange.work.statements import queries
from interchange.work.statements.actions import briefings, filing, releasing, rounds, treating
from interchange.work.statements.models import Round, Statement

DELEGATIONS = {
    "BR": [("focal.br@example.org", "Bruna Exemplo", "Counsellor"), ("alternate.br@example.org", "Bento Exemplo", "Attaché")],
    "FR": [("focal.fr@example.org", "Flore Exemple", "Head of unit")],
    "JP": [("focal.jp@example.org", "Jun Mihon", "First secretary"), ("alternate.jp@example.org", "Emi Mihon", "Examiner")],
    "SN": [("focal.sn@example.org", "Saliou Exemple", "Director")],
    "MX": [("focal.mx@example.org", "Maite Ejemplo", "Counsellor")],
    "CZ": [("focal.cz@example.org", "Cyril Priklad", "Legal officer")],
}
MADE_UP = "\n\n*This statement is made up for the demonstration; no Member State has said it.*"
FILED: list[tuple[str, str, str, str, int, str, str]] = [
    ("KE", "question", "How small offices can test labels", "states", 48, "answered", "Our office has no laboratory. Which tests of labels can be run with what a small office has, and who could help with the first run?"),
    ("BR", "submission", "Experience with reservations in Portuguese", "public", 40, "answered", "We tried machine-readable reservations on a thousand pages in Portuguese. Half of the tools read them only where the language of the page was named."),
    ("JP", "submission", "Error rates of matching recordings", "public", 33, "assigned", "Matching services give error rates that cannot be compared. We would welcome one way of counting them, tried out on a common set of recordings."),
    ("FR", "topic", "How a label survives a change of format", "public", 21, "acknowledged", "Labels are lost when a picture is changed from one format to another. We suggest that the experts look at which formats keep what, and test it."),
    ("SN", "briefing", "A briefing on the map for offices in our region", "states", 44, "overdue", "We ask for a briefing of one hour on the map of tools, in French if that can be had, for the offices of the region."),
    ("MX", "question", "Which fields of a registry are needed", "restricted", 12, "acknowledged", "Before we decide on a new registry we would like to know which fields the experts found to be needed. Please keep our question between us."),
    ("CZ", "question", "Where small collections can be registered", "public", 3, "received", "Museums ask us where a collection of some hundred works can be registered so that builders of models find it."),
]  # fmt: skip


class Statements(Direction):
    """Member States in the demo world."""

    def _speaker(self, iso2: str, at: datetime, email: str = "") -> Viewer:
        person = Person.objects.get(email=email or f"focal.{iso2.lower()}@example.org")
        return viewer_for(person, at=at, second_factor=True)

    def statements(self) -> None:
        """Delegations, a group, statements and rounds."""
        at = self.now - 120 * DAY
        for iso2, people in DELEGATIONS.items():
            self.named_by_note(iso2, people, at=at, reference=f"NV {iso2} 2 (made up)")
        keep: dict[str, Any] = {"since": at.date(), "reason": "Made-up letter of the group.", "at": at}
        states.set_group(self.officer, "africa", coordinator="KE", **keep)
        offices = ["BR", "CZ", "KE", "MX", "SN"]
        states.set_group(
            self.officer, "small-offices", name="Friends of small offices (made up)", states=offices, coordinator="BR", new=True, **keep
        )
        for number, one in enumerate(FILED):
            self._statement(number, *one)
        self._filed_for_a_group()
        self._round_over()
        self._round_open()
        self._briefing()

    def _statement(self, number: int, iso2: str, kind: str, title: str, level: str, ago: int, end: str, text: str) -> Statement:
        at = self.now - ago * DAY
        given = {"kind": kind, "title": title, "text": text + MADE_UP, "level": level, "language": "en"}
        made = filing.file_statement(self._speaker(iso2, at), given, at=at)
        if end == "received":
            return made
        treating.acknowledge(self.officer, made.pk, at=at + 2 * DAY)
        if end == "assigned":
            treating.assign(
                self.officer, made.pk, place="challenge" if number % 2 else "tool", name=self._thing(number % 2), at=at + 4 * DAY
            )
        if end == "answered":
            text = "A test on the workbench needs a browser only; two members offer to help with the first run. The page of the tool names what was tried."
            draft = treating.draft_answer(self.officer, made.pk, text=text, at=at + 15 * DAY)
            treating.clear_answer(self.second, made.pk, answer_id=draft.pk, at=at + 16 * DAY)
            treating.give_answer(self.officer, made.pk, at=at + 17 * DAY)
        return made

    def _thing(self, challenge: int) -> str:
        model: Any = Challenge if challenge else Tool
        return str(model.objects.order_by("code").values_list("code", flat=True).first())

    def _filed_for_a_group(self) -> None:
        at = self.now - 18 * DAY
        given = {
            "kind": "submission", "title": "What small offices need from the map", "level": "public", "language": "en", "group": "small-offices",
            "text": "We ask that each tool on the map says what it costs to run for an office of ten people, and whether it works with a slow line." + MADE_UP,
        }  # fmt: skip
        made = filing.file_statement(self._speaker("BR", at), given, states=["KE", "SN", "CZ"], at=at)
        treating.acknowledge(self.officer, made.pk, at=at + DAY)
        filing.translate(
            self.officer, made.pk, language="fr", rendering="courtesy", title="Ce dont les petits offices ont besoin",
            text="Nous demandons que chaque outil de la carte dise ce qu’il coûte à un office de dix personnes.", at=at + 2 * DAY,
        )  # fmt: skip

    def _prepared(self, title: str, opens: datetime, days: int) -> Round:
        given = {
            "title": title, "level": "public", "closes_on": (opens + days * DAY).astimezone(clock.network_zone()).date(), "template": "Paragraph: \nWhat would not work: \nWhat would: ",
            "note": "Please say which paragraphs would not work in your office, and what would. Each comment gets an answer in the table. **Made up for the demonstration.**",
        }  # fmt: skip
        made = rounds.prepare_round(self.officer, given, at=opens - DAY)
        for language, rendering, name in (("en", "", "Draft"), ("fr", "courtesy", "Projet (traduction de courtoisie)")):
            file = SimpleUploadedFile("paper.pdf", pdf(f"{title}, made up"), content_type="application/pdf")
            rounds.add_paper(
                self.officer, made.pk, title=f"{name}: {title}"[:190], language=language, rendering=rendering, file=file, at=opens - DAY
            )
        made = rounds.open_round(self.officer, made.pk, at=opens)
        for release in made.releases.all():
            releasing.carry_on(release.pk, at=opens + timedelta(seconds=20))
        return made

    def _comment(self, found: Round, iso2: str, title: str, text: str, at: datetime, level: str = "public") -> Statement:
        given = {"kind": "comment", "title": title, "text": text + MADE_UP, "level": level, "language": "en", "about": "paper 1"}
        return filing.file_statement(self._speaker(iso2, at), given, round_id=found.pk, at=at)

    def _round_over(self) -> None:
        """A round with dispositions and its final text."""
        opens = self.now - 90 * DAY
        found = self._prepared("Guidance on labels in small offices", opens, 35)
        made = [
            self._comment(
                found,
                "BR",
                "Paragraph 4 needs a laboratory",
                "Paragraph 4 asks for tests that an office of ten people cannot run.",
                opens + 20 * DAY,
            ),
            self._comment(found, "JP", "Name the formats", "The guidance should name the formats that were tested.", opens + 30 * DAY),
            self._comment(found, "CZ", "Museums", "Collections of museums should be named as an example.", found.closes_at + 2 * DAY),
            self._comment(found, "MX", "Between us", "Our own registry is being changed.", opens + 31 * DAY, level="restricted"),
        ]
        answers = [
            ("taken-up", "Paragraph 4 now offers a test that needs a browser only."), ("partly", "The formats tested are named; those that were not are listed beside them."),
            ("not-taken-up", "Museums are treated in other guidance; a link was added."), ("noted", "Thank you; nothing to be changed in the text."),
        ]  # fmt: skip
        at = found.closes_at + 5 * DAY
        for one, (code, reason) in zip(made, answers, strict=True):
            treating.dispose(self.officer, one.pk, code=code, reason=reason, at=at)
        text = "Test labels with the browser test first; where a laboratory is at hand, run the second. Formats that were tested are listed in the annex."
        rounds.publish_round(self.officer, found.pk, text=text, at=at + DAY)
        for release in found.releases.filter(done_at=None):
            releasing.carry_on(release.pk, at=at + DAY + timedelta(seconds=20))

    def _round_open(self) -> None:
        """A round that is open, with two comments."""
        opens = self.now - 10 * DAY
        found = self._prepared("Fields of a registry of reservations", opens, 40)
        self._comment(found, "FR", "Field 3", "Field 3 should say who set the reservation, and on what day.", opens + 6 * DAY)
        self._comment(found, "SN", "Offline use", "The registry should be readable with a slow line.", opens + 7 * DAY)

    def _briefing(self) -> None:
        """A briefing of the last four months, released, and one in preparation."""
        today = self.now.astimezone(clock.network_zone()).date()
        given: dict[str, Any] = {"first_day": today - timedelta(days=120), "last_day": today - timedelta(days=1), "level": "public"}
        made = briefings.begin_briefing(self.officer, title="The last four months", **given, at=self.now - timedelta(hours=20))
        for excerpt in {one.text[:300] for one in queries.names_left(made)}:
            reason = "Stands in the title of a paper or a session."
            briefings.leave_in(self.officer, made.pk, excerpt=excerpt, reason=reason, at=self.now - timedelta(hours=19))
        briefings.release_briefing(self.second, made.pk, at=self.now - timedelta(hours=18))
        begun: dict[str, Any] = {"first_day": today - timedelta(days=30), "last_day": today, "level": "states"}
        briefings.begin_briefing(self.officer, title="The last month", **begun, at=self.now - timedelta(hours=1))
