"""A typed client of Interchange's API. Needs httpx and nothing else of the house.

from interchange_client import Interchange

with Interchange("https://example.org", token="itn_...") as house:
    for document in house.documents(topic="labelling"):
        print(document.number, document.title)
"""

from interchange_client.client import Interchange
from interchange_client.errors import ApiError, Conflict, NotFound, Refused, ScopeMissing, TokenInvalid, TooManyRequests
from interchange_client.models import (
    Author,
    Call,
    CallLine,
    ChallengeWhole,
    Composition,
    ConceptLine,
    ConceptWhole,
    Crossed,
    DocumentLine,
    DocumentWhole,
    Found,
    Gap,
    Line,
    Me,
    Member,
    Recognised,
    RecordLine,
    RecordWhole,
    Release,
    SeriesLine,
    SessionLine,
    SessionWhole,
    ToolWhole,
)

__all__ = [
    "ApiError",
    "Author",
    "Call",
    "CallLine",
    "ChallengeWhole",
    "Composition",
    "ConceptLine",
    "ConceptWhole",
    "Conflict",
    "Crossed",
    "DocumentLine",
    "DocumentWhole",
    "Found",
    "Gap",
    "Interchange",
    "Line",
    "Me",
    "Member",
    "NotFound",
    "Recognised",
    "RecordLine",
    "RecordWhole",
    "Refused",
    "Release",
    "ScopeMissing",
    "SeriesLine",
    "SessionLine",
    "SessionWhole",
    "TokenInvalid",
    "TooManyRequests",
    "ToolWhole",
]  # fmt: skip
__version__ = "1.0.0"
