"""What every door for programs stands on: tokens, limits, paging, and how the API says no.

Words: token (a person's key for one program, with scopes and an end), scope (a room that the token opens; "staff" wakes staff roles), limit (how many
questions a minute), problem (RFC 9457), page (offset and limit, with Link headers). A room joins with `api.py`: `router = rooms.room("calls", ...)`.
Doors: /account/tokens/, everything under /api/.
"""
