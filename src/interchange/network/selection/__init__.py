"""From submitted applications to a balanced set of members: check, assign, review, choose, release, offer, hear complaints, report.

Words: assignment (one reviewer on one file), review (marks with comments, sealed until filed), result (what filed reviews come to),
set (the choices made so far for a call), target (a balance wished for; warns), cap (a hard limit; blocks), release (all letters at
once by a second officer), offer (a place, answered within a time), waiting entry, review request (a complaint on procedure).
Doors: /selection/ for officers, /selection/reviews/ for reviewers, /selection/offer/<id>/ and its like for applicants.
"""
