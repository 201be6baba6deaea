from importlib import import_module

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "interchange.work.statements"
    label = "statements"

    def ready(self) -> None:
        """Join what other rooms offer: pages that statements matter to, the agenda, changes of delegations."""
        import_module("interchange.work.statements.joining")
