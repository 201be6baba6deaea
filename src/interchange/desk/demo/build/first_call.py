"""The first call, a year ago, and what became of its members since."""

from datetime import timedelta

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.desk.demo.people import people
from interchange.ground.policy.vocabulary import Role
from interchange.network.calls import actions as calls
from interchange.network.calls.models import Application, Call
from interchange.network.membership import actions as membership
from interchange.network.membership.models import Membership
from interchange.network.selection import actions as selection


class FirstCall(Builder):
    """The call that brought the first members together."""

    def past_call(self, members: int) -> None:
        """The first call, a year ago: everyone who is a member today came through it."""
        self.say("  the first call and its members ...")
        opens = self.now - 420 * DAY
        call = self.call(
            "First call for applications",
            opens=opens,
            closes=opens + 40 * DAY,
            places=members,
            summary="The call that brought the first members together.",
        )
        self.first = call
        crowd = list(people("member", members, seed=1)) + list(people("earlier", 12, seed=2))
        made = []
        for index, one in enumerate(crowd):
            application = self.apply(one, call, at=opens + DAY + index * timedelta(minutes=30), consent=index % 3 != 0)
            self.eligible(application, at=opens + 42 * DAY)
            self.review(application, call, index, at=opens + 45 * DAY)
            made.append(application)
        decided = opens + 70 * DAY
        for index, application in enumerate(made):
            outcome = "accepted" if index < members else "waiting" if index < members + 5 else "declined"
            selection.choose(self.officer, application.pk, outcome, reason="Marks and balance.", at=decided)
        self.release(call, at=decided + DAY)
        for one in crowd[:members]:
            viewer = self.viewers[one.email]
            selection.answer_offer(viewer, self._application(one.email, call).pk, "accepted", at=decided + 5 * DAY)
        self._after(members)

    def _application(self, email: str, call: Call) -> Application:
        application: Application = Application.objects.get(person__email=email, call=call)
        return application

    def _member(self, number: int) -> Membership:
        return Membership.objects.get(person__email=f"member{number:03}@example.org")

    def _after(self, members: int) -> None:
        """What happened to some members since."""
        then = self.now - 30 * DAY
        chair = self._member(2)
        membership.appoint(
            self.officer,
            chair.person_id,
            Role.CHAIR,
            starts=then,
            ends=then + 360 * DAY,
            reason="Chosen by the members at their first session (made up).",
            at=then,
        )
        former = self._member(3)
        membership.resign(
            self.viewers[former.person.email], former.pk, effective=then, letter="My work has changed.", author_name="with", at=then
        )
        membership.suspend(self.officer, self._member(4).pk, reason="A made-up matter is being looked into.", at=then)
        membership.start_leave(
            self.viewers["member005@example.org"],
            self._member(5).pk,
            until=(self.now + 60 * DAY).date(),
            reason="Parental leave (made up).",
            at=then,
        )
        if members > 6:
            calls.declare_interests(
                self.viewers["member006@example.org"],
                [
                    {
                        "category": "consultancy",
                        "entity": "Provena Example GmbH",
                        "from_year": self.now.year - 1,
                        "topics": ["provenance"],
                        "size": "medium",
                    }
                ],
                nothing=False,
                at=then,
            )
