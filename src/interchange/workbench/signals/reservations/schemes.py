"""The schemes that reservations are made in; what each proves and does not prove stands in the table of all schemes."""

from interchange.workbench.signals.model import Scheme
from interchange.workbench.signals.schemes import ALL

SCHEMES: dict[str, Scheme] = {
    name: ALL[name]
    for name in (
        "robots", "aipref", "content-signals", "tdmrep", "rsl", "ai-txt", "robots-directives", "plus-data-mining", "cawg-training-mining", "schema-org",
        "link-licence", "html", "http",
    )
}  # fmt: skip
