from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class PrivacyConfig(AppConfig):
    name = "interchange.ground.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Load what every room declares of personal data, and notice who opens it."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange.") and find_spec(f"{config.name}.personal"):
                import_module(f"{config.name}.personal")
        import_module("interchange.ground.privacy.looking").begin()
