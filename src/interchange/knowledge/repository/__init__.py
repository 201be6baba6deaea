"""Papers and reports on the technical elements of AI and IP infrastructure: deposited, checked, found, cited, harvested.

Words: record (a work, the concept, with a stable id), version (its metadata and files at one time), practice card (a short note on a method),
tombstone (what is left of a withdrawn record), merge (a duplicate that leads on to the good one), embargo (until when something stays shut),
shelf (which records a viewer may find, kept in memory as bits). Doors: /repository/, /repository/<id>/, /repository/deposit/, /repository/curation/.
"""
