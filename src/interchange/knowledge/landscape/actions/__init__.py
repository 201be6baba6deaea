"""The verbs of the map, by topic."""
