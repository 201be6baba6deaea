from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class AccountsConfig(AppConfig):
    name = "interchange.ground.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Load what rooms say about a person's own data and name, and listen for proved changes of address."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange."):
                for module in ("own_data", "own_data_hooks", "names"):
                    if find_spec(f"{config.name}.{module}"):
                        import_module(f"{config.name}.{module}")
        import_module("interchange.ground.accounts.signals")
