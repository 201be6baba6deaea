from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "interchange.ground.duties"
    label = "duties"
