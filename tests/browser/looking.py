"""What axe finds on the page that somebody sees now."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

_AXE = Axe()
# Stylesheets are read a second time only for a rule that is off (css-orientation-lock, experimental); what plays by itself is looked for.
_OPTIONS = {"resultTypes": ["violations"], "preload": {"assets": ["media"], "timeout": 10_000}}


def violations(page) -> list[dict[str, Any]]:
    """Each rule that is broken on the page, with the places, as axe tells them."""
    return _AXE.run(page, options=_OPTIONS).response["violations"]
