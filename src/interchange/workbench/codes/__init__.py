"""Codes of works: what stays alike when a picture is compressed anew, a recording resampled, a text lightly edited. And how they are found again.

Pure Python: nothing here imports Django. Words: a code is 64 bits with its scheme and, in long works, the range it stands for; a distance is how many of the
bits differ; a band is a part of the bits by which near codes are found; chance is how often strangers come as near as that.
Doors: `make.codes_of(path, name)`, `bands` (exact search up to `bands.FARTHEST`), `alignment.parts` (which part matched), `chance.statement`, `manifest`, `signed`, `bundle`.
"""
