"""What may be said of small groups: figures about people that give nobody away, not even to somebody who keeps yesterday's page.

Words: table (counts of people by group), cell (one group's count), hidden (fewer than five), steady (a cell that moves by five or not at
all). Doors: none; rooms publish a table with `actions.publish` and show what `queries.shown` says. `cells` is pure.
"""
