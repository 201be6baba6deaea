from django.apps import AppConfig


class DirectionConfig(AppConfig):
    name = "interchange.work.direction"
    label = "direction"

    def ready(self) -> None:
        """Offer the map's candidate solutions a way on: to be proposed as topics."""
        from interchange.work.direction import neighbours

        neighbours.introduce()
