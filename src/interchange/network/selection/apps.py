from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "interchange.network.selection"
    label = "selection"

    def ready(self) -> None:
        """Name the letters and duties of this room to the rooms that keep them."""
        if find_spec("interchange.ground.post.templates") and find_spec("interchange.ground.duties.kinds"):
            import_module("interchange.network.selection.letters")
