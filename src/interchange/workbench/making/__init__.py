"""How a work was made: a record of its steps, by hand and with tools, from which a disclosure is drawn.

Words: record (of one work, its maker's alone until shared by a link), step (by hand, with a tool that generates nothing, with an AI system: what it gave, what
became of it, what the person chose), file (a draft, a source or the work itself: only its name and SHA-256 are kept), disclosure (statement in plain words,
contribution summary, labels, JSON). Doors: /workbench/making/, /workbench/made/<secret>/.
"""
