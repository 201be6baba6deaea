"""Walks through the running house in a real browser, with a real mail server on loopback."""
