"""Reading files of other systems: BibTeX, RIS, CSL-JSON, Crossref JSON and DataCite JSON.

What is good is offered, what is broken is listed with its line, the rule it breaks and what to do. Nothing here raises for bad input.
"""

from interchange.knowledge.repository.exchange.readers.base import FORMATS, Draft, Reading, Trouble
from interchange.knowledge.repository.exchange.readers.choose import read

__all__ = ["FORMATS", "Draft", "Reading", "Trouble", "read"]
