"""Officers, administrator, auditor, reviewers, focal points, observer."""

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.desk.demo.build.personas import PERSONAS, STAFF
from interchange.ground.policy.actions import grant_role
from interchange.ground.policy.viewer import SYSTEM
from interchange.ground.policy.vocabulary import Role
from interchange.ground.vocabulary.actions import set_state
from interchange.ground.vocabulary.models import MemberState
from interchange.network.selection import actions as selection

REVIEWER_PLACES = ["PT", "PH", "CY", "NO", "PE", "TN", "MN", "MT"]


# What the demo's officers noted of States from which made-up people come, so that the balance of a set has something to show.
DEVELOPMENT = {
    "least-developed": ["ET", "SN"],
    "developing": ["AR", "BR", "CL", "CN", "CO", "EG", "GH", "ID", "IN", "JM", "JO", "KE", "MA", "MX", "NG", "SA", "TH", "VN", "ZA"],
    "transition": ["AM", "AZ", "KZ", "UZ"],
    "developed": ["AU", "CA", "CH", "CZ", "DE", "FR", "GB", "HU", "IT", "JP", "KR", "LT", "NZ", "PL", "RO", "SE", "US"],
}


class Staff(Builder):
    """Everybody who runs the network."""

    def notes_on_states(self) -> None:
        """The development status of States, with where it comes from."""
        reason = "For the demo, after the country groups of the United Nations' World Economic Situation and Prospects."
        regions = dict(MemberState.objects.values_list("iso2", "region"))
        for status, codes in DEVELOPMENT.items():
            for iso2 in codes:
                since, at = None, self.now - 499 * DAY
                set_state(self.officer, iso2, region=regions[iso2], development_status=status, since=since, reason=reason, at=at)

    def staff(self) -> None:
        """Officers, administrator, auditor, reviewers, focal points, observer."""
        at = self.now - 500 * DAY
        named = {one.email: one.name for one in PERSONAS}
        for email, roles in STAFF.items():
            name = named.get(email) or f"Rey Sample {email[8]}"
            given, _space, family = name.partition(" ")
            self.person(email, {"given_name": given, "family_name": family, "time_zone": "Europe/Zurich"}, *roles, at=at)
        for number, viewer in enumerate(self.reviewers()):
            topics = [["labelling", "provenance"], ["enforcement", "creation"], ["provenance", "creation"], ["labelling", "enforcement"]][
                number % 4
            ]
            selection.describe_reviewer(
                self.officer,
                viewer.person_id or 0,
                organisation=f"Review Panel Example {number}",
                country=REVIEWER_PLACES[number],
                topics=topics,
                capacity=400,
                at=at,
            )
        for iso2, email in (("BR", "focal.br@example.org"), ("KE", "focal.ke@example.org")):
            self.named_by_note(iso2, [(email, named[email], "Counsellor")], at=at)
        self.person("observer@example.org", {"given_name": "Obi", "family_name": "Sample"}, at=at)
        grant_role(
            SYSTEM,
            self.viewers["observer@example.org"].person_id or 0,
            Role.OBSERVER,
            at=at,
            ends_at=self.now + 200 * DAY,
            reason="Made-up accreditation.",
        )
