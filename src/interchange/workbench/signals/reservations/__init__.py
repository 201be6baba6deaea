"""What a site or a file says about the uses that machines may make of it: read, decided, written.

Pure Python, no Django. Words: a statement is one sentence of one scheme about some uses; a target is the address that is asked about; a decision says
for one use which statement wins by the schemes' own rules. Nothing found is never read as permission, and no statement here is access control.
Doors: `site.check` (pasted texts of a site), `reading.READER` (inside files), `decide.decide`, `writers` (the way back), `fetching.fetch` (off by default).
"""
