"""The verbs of the room: topics (propose, support, file), scope (check, merge, split), interest, rounds, voting, counting, items."""
