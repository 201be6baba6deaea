"""Who may do what. One definition per verb answers three questions: may this viewer at all, to this object, and which rows.

Words: viewer (a person with the roles in force now), verb ("application.submit"), rule (its definition), door (a view's verb),
role grant (a role with start and end), conflict (a recorded interest that removes rows for one viewer). Nothing is allowed
that no rule allows.
"""
