from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "interchange.ground.text"
    label = "text"
