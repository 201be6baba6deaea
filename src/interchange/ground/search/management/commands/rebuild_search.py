"""Make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from interchange.ground import clock
from interchange.ground.search import spelling
from interchange.ground.search.actions import rebuild


class Command(BaseCommand):
    help = "Make the search index anew from the things themselves."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild every kind."""
        self.stdout.write(f"{rebuild()} things can be found")
        spelling.learn(clock.now(), anew=True)
