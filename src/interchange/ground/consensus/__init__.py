"""Calls for consensus: a question about a thing is put to the people concerned; silence agrees, an objection needs a reason (RFC 7282).

Words: call (a question, open for so many working days), asked (who was put the question, kept by name), objection (stands, is withdrawn by its
author, or is met: how is said), annex (the objector's own text, signed or not), outcome. A room registers its things in its
`subjects.py` by `kinds.define`. Doors: `{% consensus obj %}` on the thing's page, `/consensus/`, `/consensus/<pk>/`.
"""
