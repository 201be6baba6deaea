from django.apps import AppConfig


class StatesConfig(AppConfig):
    name = "interchange.network.states"
    label = "states"
