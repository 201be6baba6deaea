"""What people say about a thing: comments on anything that a room has registered in `policy/subjects.py`.

Words: comment (with a section or quoted words as its anchor), reply (one level), late (said after the subject's closing moment), removal
(by the author or, with a reason, an officer), disposition (what became of a comment, with a reason). Who sees the subject sees its comments.
Doors: `{% load threads %}{% thread obj %}` on the thing's page, `/threads/<kind>/<key>/`.
"""
