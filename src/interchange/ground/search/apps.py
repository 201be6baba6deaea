from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class SearchConfig(AppConfig):
    name = "interchange.ground.search"
    label = "search"

    def ready(self) -> None:
        """Load what each room lets be found."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange.") and config.name != self.name and find_spec(f"{config.name}.search"):
                import_module(f"{config.name}.search")
