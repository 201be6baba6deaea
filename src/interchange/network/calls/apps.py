from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "interchange.network.calls"
    label = "calls"
