"""What of this room can be talked about."""

from interchange.work.meetings import subjects_papers, subjects_record

__all__ = ["subjects_papers", "subjects_record"]
