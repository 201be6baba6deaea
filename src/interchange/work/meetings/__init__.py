"""Meetings: series and their sessions, from a fair time to a public summary that names nobody.

Words: series (a numbered row of sessions of one body), session, invitation and answer, usable hours, agenda (provisional, adopted,
revised), document (a number, its issues, a distribution mark), outcome, action point, summary. Doors: /meetings/, /documents/.
"""
