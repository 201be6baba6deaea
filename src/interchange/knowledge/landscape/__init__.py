"""The map: existing tools, systems and processes, the challenges and opportunities that AI raises, and the gaps between them.

Words: tool, challenge (or opportunity), relation (typed, with evidence), claim (what one attribute rests on), judgement (solves, helps, fails because),
proposal (a change that two people review), scope check (five questions, answered independently), parked (policy, referred), solution (a candidate),
gap, release (a numbered, citable state of the map). The published map is kept in memory by `atlas`. Doors: /landscape/, /api/v1/landscape/.
"""
