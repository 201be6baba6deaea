"""Privacy: what is held of people and why, who looked at it, and what is done when something goes wrong.

Words: holding (declared in each room's `personal.py`), look (an officer opened somebody's file in an hour), incident (what happened to which holdings,
whose account it came through, measures, the decision to tell, the closing report), handler (an officer named for an incident; nobody else sees it),
touched (a person whose data an incident may have reached).
Doors: /privacy/ (the register, public), /privacy/looks/, /privacy/incidents/, /privacy/notices/<id>/ (what those touched read).
"""
