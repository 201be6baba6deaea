from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "interchange.desk.demo"
    label = "demo"
