from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class JobsConfig(AppConfig):
    name = "interchange.ground.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Load every room's schedule and retention rules."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange."):
                for module in ("schedule", "retention"):
                    name = f"{config.name}.{module}"
                    if name != "interchange.ground.jobs.retention" and find_spec(name):
                        import_module(name)
