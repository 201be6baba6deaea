"""Where in files metadata stands: walks the segments, chunks and boxes of a file without reading it whole."""

from interchange.workbench.signals.containers.blocks import BLOCK_LIMIT, Block, Walk, blocks

__all__ = ["BLOCK_LIMIT", "Block", "Walk", "blocks"]
