"""The technical bench."""
