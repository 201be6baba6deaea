"""Calls for consensus: a question about a thing is put to the people concerned; silence agrees, an objection needs a reason (RFC 7282).

Words: call (a question, open for so many working days), asked (who was put the question, kept by name), objection (stands, is withdrawn by its
author, answered, accepted, or stands with the written reason of those who lead), annex (the objector's own text, signed or not), outcome (consensus, rough
consensus where each objection that stands has a reason, none). A room registers its things in its
`subjects.py` by `kinds.define`. Doors: `{% consensus obj %}` on the thing's page, `/consensus/`, `/consensus/<pk>/`.
"""
