"""What each person owes, by when: one line on a desk.

Words: duty (somebody owes something about a thing), kind (what sort, with its words), overdue. Doors: the desk.
"""
