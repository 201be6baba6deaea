"""Counting rounds: plain data in, plain data out; no Django and no database, so that a result file is recounted anywhere."""
