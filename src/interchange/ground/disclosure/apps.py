from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "interchange.ground.disclosure"
    label = "disclosure"
