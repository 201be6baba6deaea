from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "interchange.ground.shell"
    label = "shell"
