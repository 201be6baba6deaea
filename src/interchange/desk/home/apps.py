from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "interchange.desk.home"
    label = "home"
