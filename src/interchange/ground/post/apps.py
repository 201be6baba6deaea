from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class PostConfig(AppConfig):
    name = "interchange.ground.post"
    label = "post"

    def ready(self) -> None:
        """Load every room's letter templates."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange.") and find_spec(f"{config.name}.letters"):
                import_module(f"{config.name}.letters")
