"""Everything that happens, in order: an append-only, hash-chained record of verbs, holding ids and codes, never personal data.

Words: event (who did which verb to what, from what to what), remark (a reason in free text, kept apart so that it can be
erased), head (the newest link of the chain). Doors: `interchange journal verify`, the history panel of every page.
"""
