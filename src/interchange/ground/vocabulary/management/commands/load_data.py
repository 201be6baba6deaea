"""Load the package's data: each room's `load.py` offers an idempotent `load()`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the controlled words and standing texts up to date with the package's data files."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every room's loader, bottom to top."""
        for config in apps.get_app_configs():
            if config.name.startswith("interchange.") and find_spec(f"{config.name}.load"):
                import_module(f"{config.name}.load").load()
