"""The name check: finds in a draft summary what would tell who was there or who said it. Pure Python: it knows no database and no page.

Words: somebody (a participant as registered), finding (a place in the text and why it stands out), source (what a participant wrote:
seven of its words in a row are a quotation). Doors: `find`.
"""

from interchange.work.meetings.names.find import Finding, Kind, Somebody, find

__all__ = ["Finding", "Kind", "Somebody", "find"]
