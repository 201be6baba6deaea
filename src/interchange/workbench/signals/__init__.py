"""What files and sites say about themselves: labels, credentials, reservations.

Pure Python: nothing here imports Django, so the package can be used alone, from the command `interchange inspect` or in a page.
Words: a finding is one signal; a report holds the findings of one file and a summary that never says more than they carry.
Doors: `inspect(path_or_bytes)`, `model` (the data), `reader` (the interface of plug-ins, entry-point group `interchange.signals`).
"""
