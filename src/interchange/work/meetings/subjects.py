"""What of this room can be talked about."""

from interchange.work.meetings import subjects_record

__all__ = ["subjects_record"]
