"""The tables of the map. Content is changed only through proposals, rechecks and the loader."""

from interchange.knowledge.landscape.models.contributing import ImportDraft, Proposal, ProposalReview, Remark, Reply
from interchange.knowledge.landscape.models.entries import Address, Challenge, Edition, Entry, Relation, Revision, Tool
from interchange.knowledge.landscape.models.members import GapStatement, Judgement, Parked, ScopeAnswer, ScopeCheck, Solution
from interchange.knowledge.landscape.models.releases import MapRelease, ReportJob

__all__ = [
    "Address",
    "Challenge",
    "Edition",
    "Entry",
    "GapStatement",
    "ImportDraft",
    "Judgement",
    "MapRelease",
    "Parked",
    "Proposal",
    "ProposalReview",
    "Relation",
    "Remark",
    "Reply",
    "ReportJob",
    "Revision",
    "ScopeAnswer",
    "ScopeCheck",
    "Solution",
    "Tool",
]
