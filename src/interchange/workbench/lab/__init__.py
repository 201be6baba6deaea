"""The laboratory: which signals survive what happens to files, tried by members and shown on the map.

Words: an experiment follows a recipe (files, transformations, signals, seed: `workbench/signals/trials`); an answer is what one file gave after one
chain, kept by its content; a result is the survival matrix; evidence is a result put forward for the map, stale when what was tried has a newer version.
Doors: /workbench/lab/; `showing.picture` (the matrix as SVG), beside each tool of the map; the starter experiment comes with the house (`load`).
"""
