"""People and how they sign in: by a code or link sent to their e-mail address, a passkey, or their organisation's sign-in.

Words: person (somebody with an address that they proved to hold), sign-in link (one use, 24 hours), second factor (needed for
staff roles). Doors: /account/ (sign-in, second factor, my data).
"""
