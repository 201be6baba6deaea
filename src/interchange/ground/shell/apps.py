from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.conf import settings


class ShellConfig(AppConfig):
    name = "interchange.ground.shell"
    label = "shell"

    def ready(self) -> None:
        """Load every room's menu entries; switch on the pseudo-locale where it is asked for."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange.") and find_spec(f"{config.name}.menu") and config.name != self.name:
                import_module(f"{config.name}.menu")
        if settings.PSEUDO_LOCALE:
            import_module(f"{self.name}.pseudo").switch_on()
