"""The demo world: made-up people and calls in every state, built by the same actions that people use. Demo mode only.

Words: persona (a made-up person to sign in as), small world (few rows with a secret word in each, for the gates).
Doors: /demo/ (one-click sign-in), only in demo mode.
"""
