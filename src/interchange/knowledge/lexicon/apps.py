from django.apps import AppConfig


class LexiconConfig(AppConfig):
    name = "interchange.knowledge.lexicon"
    label = "lexicon"

    def ready(self) -> None:
        """Hang the recogniser into the house's texts, and say what of this room can be talked about and read."""
        from interchange.knowledge.lexicon import linking, neighbours

        linking.hang_in()
        neighbours.introduce()
