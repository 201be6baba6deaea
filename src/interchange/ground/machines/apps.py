from django.apps import AppConfig


class MachinesConfig(AppConfig):
    name = "interchange.ground.machines"
    label = "machines"
