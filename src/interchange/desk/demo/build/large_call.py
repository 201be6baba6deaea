"""The third, large call: closed, with the selection under way."""

from datetime import timedelta

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.desk.demo.people import Made
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.network.calls.models import Call
from interchange.network.selection import actions as selection
from interchange.network.selection.models import Assignment

LARGE = "Third call for applications"


class LargeCall(Builder):
    """Several hundred applications, most of them reviewed."""

    def large_call_opens(self) -> None:
        """The closed call that the 500 applications of `build_large` belong to."""
        opens = self.now - 90 * DAY
        self.call(LARGE, opens=opens, closes=opens + 60 * DAY, places=40, summary="Closed; the selection is under way.")

    def large_call(self, call: Call, one: Made, index: int) -> None:
        """One application to it: most are reviewed, some wait for their reviews, a few are not yet checked."""
        opens = call.opens_at
        application = self.apply(one, call, at=opens + DAY + index * timedelta(minutes=20))
        if index % 50 == 7:
            return
        self.eligible(application, at=opens + 62 * DAY)
        if index % 50 == 8:
            return
        if index % 10 == 3:
            self.assign(application, index, at=opens + 64 * DAY)
        else:
            self.review(application, call, index, at=opens + 64 * DAY)

    def step_aside(self, call: Call) -> None:
        """The third reviewer steps aside from one file."""
        aside = self.viewers["reviewer3@example.org"]
        mine = Assignment.objects.filter(reviewer_id=aside.person_id, state="assigned", application__call=call).first()
        if mine is not None:
            selection.recuse(aside, mine.pk, reason=ConflictReason.CO_AUTHOR, at=self.now - 12 * DAY)
