"""Delegations, officers, statements and rounds, for the tests of this room."""

from datetime import timedelta

from interchange.ground.policy.levels import Level
from interchange.network.states.actions import set_group
from interchange.network.states.tests.world import AT, DAY, paper
from interchange.network.states.tests.world import World as States
from interchange.work.statements.actions import filing, rounds, treating
from interchange.work.statements.models import Round, Statement

TEXT = {
    "kind": "question",
    "title": "Labels in small offices",
    "text": "How do small offices test labels without a laboratory of their own?",
    "level": "states",
    "language": "en",
}
__all__ = ["AT", "DAY", "TEXT", "World", "paper"]


class World(States):
    """Makes what a test names."""

    def __init__(self, monkeypatch):
        super().__init__(monkeypatch)
        [self.brazil] = self.delegation("BR")
        [self.kenya] = self.delegation("KE")

    def filed(self, by=None, *, at=None, **changes):
        return filing.file_statement(by or self.brazil, {**TEXT, **changes}, at=at or self.now)

    def acknowledged(self, **changes):
        made = self.filed(**changes)
        return treating.acknowledge(self.officer, made.pk, at=self.now)

    def drafted(self, **changes):
        made = self.acknowledged(**changes)
        return treating.draft_answer(self.officer, made.pk, text="With the set of files on the workbench.", at=self.now)

    def answered(self, **changes):
        draft = self.drafted(**changes)
        treating.clear_answer(self.second, draft.statement_id, answer_id=draft.pk, at=self.now)
        return treating.give_answer(self.officer, draft.statement_id, at=self.now)

    def coordinated(self):
        keep = {"since": None, "reason": "Their letter.", "at": self.now}
        return set_group(self.officer, "friends", name="Friends", states=["BR", "KE", "FR"], coordinator="BR", new=True, **keep)

    def prepared(self, *, days=40, level=Level.STATES, papers=1, **changes) -> Round:
        given = {
            "title": "Draft guidance on labels",
            "note": "Please say which paragraphs would not work in your office.",
            "template": "Paragraph: ",
            "level": level,
            "closes_on": (self.now + days * DAY).date(),
            **changes,
        }
        made = rounds.prepare_round(self.officer, given, at=self.now)
        for number in range(papers):
            rounds.add_paper(self.officer, made.pk, title=f"Paper {number}", language="en", rendering="", file=paper(), at=self.now)
        return made

    def opened(self, **more) -> Round:
        return rounds.open_round(self.officer, self.prepared(**more).pk, at=self.now)

    def comment(self, found, by=None, *, at=None, **changes) -> Statement:
        given = {**TEXT, "kind": "comment", **changes}
        return filing.file_statement(by or self.brazil, given, round_id=found.pk, at=at or self.now)

    def after(self, found):
        """The clock stands after the close."""
        self.now = found.closes_at + timedelta(seconds=2)
        return self.now
