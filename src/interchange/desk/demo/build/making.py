"""How a picture was made: one record of a member, its link out."""

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.ground.accounts.models import Person
from interchange.ground.policy.viewer import viewer_for
from interchange.workbench.making import actions


class MakingOf(Builder):
    """One record of making."""

    def making(self) -> None:
        """A made-up picture, three steps, one of them with an AI system."""
        self.say("  how a picture was made ...")
        person, at = Person.objects.get(email="member001@example.org"), self.now - 9 * DAY
        member, name = viewer_for(person, at=self.now, second_factor=True), person.name
        given = {
            "title": "Harbour at dusk",
            "kind": "picture",
            "credit": name,
            "conceived": "A harbour seen from a crane, in three bands of colour; the light comes from the left. Everything in it is made up.",
        }
        made = actions.begin(member, given, at=at)
        steps: list[dict[str, object]] = [
            {"how": "hand", "gave": "idea", "became": "kept", "what": "Drew the composition in pencil: crane, quay, three bands."},
            {
                "how": "ai",
                "gave": "picture",
                "became": "changed",
                "tool": "Sample Model",
                "version": "2",
                "provider": "Sample Labs",
                "prompt": "a harbour at dusk seen from a crane, three flat bands of colour, no people",
                "prompt_shown": True,
                "chosen": "Took the third of eight pictures for its light, and kept only the sky of it.",
            },
            {
                "how": "hand",
                "gave": "edit",
                "became": "kept",
                "what": "Painted quay and crane over the sky, moved the horizon, took two cranes out.",
            },
        ]
        for one in steps:
            actions.add_step(member, made.pk, one, at=at)
        actions.share(member, made.pk, True, at=at)
