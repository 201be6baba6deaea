from django.apps import AppConfig


class MakingConfig(AppConfig):
    name = "interchange.workbench.making"
    label = "making"
