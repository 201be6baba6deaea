from django.apps import AppConfig


class AssistConfig(AppConfig):
    name = "interchange.workbench.assist"
    label = "assist"
