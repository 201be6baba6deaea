from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "interchange.network.selection"
    label = "selection"
