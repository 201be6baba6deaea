"""Finding things: one index over all rooms, and never a hit, a count or a snippet that the viewer may not see.

Words: entry (one findable thing), kind (what sort of thing), document (its words). Doors: /search/.
"""
