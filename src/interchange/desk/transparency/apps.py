from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "interchange.desk.transparency"
    label = "transparency"
