from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class PolicyConfig(AppConfig):
    name = "interchange.ground.policy"
    label = "policy"

    def ready(self) -> None:
        """Load every room's rules, and what of it can be talked about."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange.") and config.name != self.name:
                for module in ("vocabulary", "policy", "subjects"):
                    if find_spec(f"{config.name}.{module}"):
                        import_module(f"{config.name}.{module}")
        import_module("interchange.ground.policy.own")
