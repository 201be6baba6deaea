"""The second call: an application in every state."""

from datetime import datetime, timedelta

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.desk.demo.people import people
from interchange.ground.policy.viewer import SYSTEM
from interchange.network.calls import actions as calls
from interchange.network.calls.models import Call
from interchange.network.selection import actions as selection
from interchange.network.selection.models import Assignment


class SecondCall(Builder):
    """A smaller call whose selection has been released."""

    def every_state(self) -> None:
        """A call with an application in every state."""
        self.say("  a call with applications in every state ...")
        opens = self.now - 150 * DAY
        call = self.call(
            "Second call: provenance and labelling",
            opens=opens,
            closes=opens + 60 * DAY,
            places=6,
            summary="A smaller call, with applications in every state.",
        )
        crowd = list(people("second", 19, seed=3))
        start = opens + DAY
        filed = {index: self.apply(one, call, at=start + index * timedelta(hours=1), submit=index != 0) for index, one in enumerate(crowd)}
        checked = opens + 62 * DAY
        calls.withdraw(self.viewers[crowd[1].email], filed[1].pk, at=checked)
        calls.mark_duplicate(self.officer, filed[2].pk, filed[3].pk, at=checked, reason="Same person under another address.")
        selection.decide_check(
            self.officer,
            filed[4].pk,
            "ineligible",
            items={"complete": True, "english": False, "profile": True, "declarations": True},
            reason="The texts are not in English.",
            at=checked,
        )
        selection.decide_check(
            self.officer,
            filed[5].pk,
            "returned",
            items={"complete": False, "english": True, "profile": True, "declarations": True},
            reason="The curriculum vitae has no dates.",
            parts=["files"],
            at=self.now - DAY,
        )
        for index in range(7, 19):
            self.eligible(filed[index], at=checked)
        for index in range(8, 19):
            assignments = self.assign(filed[index], index, at=checked + DAY)
            if index == 8:
                self.file(assignments[0], call, 3, at=checked + 5 * DAY)
                continue
            self.diverge_or_agree(index, assignments, call, at=checked + 5 * DAY)
        decided = checked + 20 * DAY
        plan = {
            10: "accepted",
            11: "accepted",
            12: "accepted",
            13: "accepted",
            14: "waiting",
            15: "waiting",
            16: "declined",
            17: "declined",
            18: "accepted",
            9: "declined",
        }
        for index, outcome in plan.items():
            selection.choose(self.officer, filed[index].pk, outcome, reason="Marks and balance.", at=decided)
        self.release(call, at=decided + DAY)
        selection.answer_offer(self.viewers[crowd[10].email], filed[10].pk, "accepted", at=decided + 3 * DAY)
        selection.answer_offer(self.viewers[crowd[11].email], filed[11].pk, "declined", at=decided + 3 * DAY)
        selection.lapse_offers(SYSTEM, at=decided + 40 * DAY)
        selection.call_up(self.officer, filed[14].pk, reason="A place came free.", at=self.now - 2 * DAY)
        late = list(people("scored", 2, seed=5))
        for index, one in enumerate(late):
            calls.invite(self.officer, call.pk, one.email, at=self.now - 10 * DAY)
            application = self.apply(one, call, at=self.now - 9 * DAY)
            self.eligible(application, at=self.now - 8 * DAY)
            for assignment in self.assign(application, index + 2, at=self.now - 8 * DAY):
                self.file(assignment, call, 3.6, at=self.now - 6 * DAY)
            if index == 1:
                selection.choose(self.officer, application.pk, "accepted", reason="Fills a gap.", at=self.now - 5 * DAY)

    def diverge_or_agree(self, index: int, assignments: list[Assignment], call: Call, *, at: datetime) -> None:
        """File 12 diverges and gets a third reader; the others agree."""
        levels = (1.6, 4.6) if index == 12 else (3.4, 3.4)
        for assignment, level in zip(assignments, levels, strict=True):
            self.file(assignment, call, level, at=at)
        for third in Assignment.objects.filter(application_id=assignments[0].application_id, state="assigned"):
            self.file(third, call, 4.2, at=at + DAY)
