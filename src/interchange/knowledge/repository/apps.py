from importlib import import_module

from django.apps import AppConfig


class RepositoryConfig(AppConfig):
    name = "interchange.knowledge.repository"
    label = "repository"

    def ready(self) -> None:
        """Let citing and exchanging join the room's pages."""
        import_module("interchange.knowledge.repository.exchange.joining")
