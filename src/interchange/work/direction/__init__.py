"""Direction: members propose topics, show interest, rank them in secret, and carry out work items that end.

Words: proposal (with supporters of two profiles, a scope check, lineage by merge and split), call for interest (lead, contribute, review, follow), round (method and
weights frozen, ballots secret, results sealed until the close), agreement (across profiles), lever (one organisation on which a rank depends), work item (charter,
milestones, sunset, closing report), roadmap. `counting` is pure and recounts a round's file anywhere. Doors: /direction/.
"""
