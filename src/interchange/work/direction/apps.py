from urllib.parse import urlencode

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectionConfig(AppConfig):
    name = "interchange.work.direction"
    label = "direction"

    def ready(self) -> None:
        """Offer the map's candidate solutions a way on: to be proposed as topics."""
        from interchange.knowledge.landscape import handover

        handover.offer(
            _("Propose it as a topic"), "topic.write", lambda number: f"/direction/proposals/write/?{urlencode({'solution': number})}"
        )
