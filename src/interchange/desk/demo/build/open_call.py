"""The call that is open now."""

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.desk.demo.people import Made, people
from interchange.network.calls import queries as call_queries


class OpenCall(Builder):
    """A submitted application, others, and drafts."""

    def open_call(self) -> None:
        """The call that is open now, with a submitted application and drafts."""
        self.say("  the open call ...")
        opens = self.now - 12 * DAY
        call = self.call(
            "Call for applications: join the AIII Technical Exchange Network",
            opens=opens,
            closes=self.now + 33 * DAY,
            places=30,
            summary="For people with hands-on technical knowledge of AI or of the systems of intellectual property.",
        )
        crowd = list(people("open", 9, seed=6))
        applicant = self.person(
            "applicant@example.org",
            {"given_name": "Amina", "family_name": "نموذج", "country": "MA", "time_zone": "Africa/Casablanca", "languages": ["ar", "en"]},
            at=opens,
        )
        first = Made(
            "applicant@example.org",
            {
                **crowd[0].steps,
                "identity": {
                    **crowd[0].steps["identity"],
                    "given_name": "Amina",
                    "family_name": "نموذج",
                    "country": "MA",
                    "time_zone": "Africa/Casablanca",
                },
            },
            crowd[0].evidence,
            "woman",
            False,
        )
        assert applicant.person_id  # noqa: S101
        self.apply(first, call, at=opens + DAY)
        for index, one in enumerate(crowd[1:]):
            self.apply(one, call, at=opens + (index + 1) * DAY, submit=index % 2 == 0)
        assert call_queries.phase(call, self.now) == "open"  # noqa: S101
