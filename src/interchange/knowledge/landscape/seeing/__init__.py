"""Seeing the map: matrix, gaps, graph and timeline, reckoned from the atlas."""
