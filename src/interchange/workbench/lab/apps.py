from django.apps import AppConfig


class LabConfig(AppConfig):
    name = "interchange.workbench.lab"
    label = "lab"

    def ready(self) -> None:
        """Stand beside the tools of the map with what was tried."""
        from django.utils.translation import gettext_lazy as _

        from interchange.ground.shell import beside
        from interchange.workbench.lab.showing import beside_tool

        beside.define(_("What survives, as tried in the laboratory"), beside_tool)
