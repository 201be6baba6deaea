from django.apps import AppConfig


class DirectionConfig(AppConfig):
    name = "interchange.work.direction"
    label = "direction"
