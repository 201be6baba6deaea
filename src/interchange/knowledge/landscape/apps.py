from django.apps import AppConfig


class LandscapeConfig(AppConfig):
    name = "interchange.knowledge.landscape"
    label = "landscape"

    def ready(self) -> None:
        """Tell the repository, where it stands beside this room, the names and pages of tools."""
        from interchange.knowledge.landscape import neighbours

        neighbours.introduce()
