from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class TextConfig(AppConfig):
    name = "interchange.ground.text"
    label = "text"

    def ready(self) -> None:
        """Load what each room says of its texts."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange.") and config.name != self.name and find_spec(f"{config.name}.readable"):
                import_module(f"{config.name}.readable")
