"""Finding things: one index over all rooms, and never a hit, a count or a snippet that the viewer may not see.

Words: entry (one findable thing), kind (what sort of thing), document (its words); saved search (a search that somebody keeps, here or of a room with a
search of its own, a place), alert (its letters about what is new). Doors: /search/, /search/saved/, /api/v1/search.
"""
