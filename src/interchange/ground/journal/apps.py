from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "interchange.ground.journal"
    label = "journal"
