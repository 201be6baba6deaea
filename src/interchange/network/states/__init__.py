"""States: who speaks for each Member State, by which note, and in which groups the State stands.

Words: note (verbale or letter that names persons), named person, place (the main focal point and two alternates at most), delegation (who holds the
places of a State now), group (regional, or another one with its States and its coordinator). What a State did belongs to the State, never to a person.
Doors: /states/, /states/<code>/, /states/notes/, /states/groups/. For rooms above: `policy.states_of`, `queries.speakers`, `sections.act`, `changes.define`.
"""
