"""Who may see and do what with meetings, by topic. Each module defines its rules when it is imported."""

from interchange.work.meetings.policy import after, documents, live, people, registering, sessions
from interchange.work.meetings.policy.sessions import chaired, is_organiser, recorded

__all__ = ["after", "chaired", "documents", "is_organiser", "live", "people", "recorded", "registering", "sessions"]
