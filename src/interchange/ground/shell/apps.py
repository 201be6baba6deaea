from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.conf import settings


class ShellConfig(AppConfig):
    name = "interchange.ground.shell"
    label = "shell"

    def ready(self) -> None:
        """Load every room's menu entries and parts of the site map; switch on the pseudo-locale where it is asked for."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange.") and config.name != self.name:
                for module in ("menu", "sitemaps"):
                    if find_spec(f"{config.name}.{module}"):
                        import_module(f"{config.name}.{module}")
        if settings.PSEUDO_LOCALE:
            import_module(f"{self.name}.pseudo").switch_on()
