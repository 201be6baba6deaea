from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "interchange.ground.threads"
    label = "threads"
