"""Pages of the meetings room, by topic."""
