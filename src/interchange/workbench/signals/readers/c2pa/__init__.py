"""C2PA Content Credentials: the manifest store read, its validation taken apart, its claims as findings."""

from interchange.workbench.signals.readers.c2pa.reading import C2pa

__all__ = ["C2pa"]
