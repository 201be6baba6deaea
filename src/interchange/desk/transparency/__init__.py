"""What a closed group owes to everybody else: figures about its work, counted from the journal, that anybody can count again.

Words: figure (how often something happened), wait (how long something took), table (people by group, small groups hidden), report (all of
it, live), edition (the report of a year, drafted by one officer, released by another, never changed after). Doors: /transparency/, /transparency/<year>/,
their CSV and JSON; `interchange transparency` counts from the database or from an exported journal.
"""
