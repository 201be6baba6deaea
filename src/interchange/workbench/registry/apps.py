from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "interchange.workbench.registry"
    label = "registry"
