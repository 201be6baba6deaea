"""Backup and restore: one archive with the database as it was at one instant, every stored file, and the keys.

Words: snapshot (the database at one instant, copied while the house works), manifest (hash of every part, last in the archive), recipient
and identity (the public and the private half of an age key), staging (a folder beside the data in which parts wait). Doors: `interchange
backup`, `interchange restore`. The archive is a gzipped tar, encrypted with age (age-encryption.org/v1), so that it can be opened
without this software: `age -d -i key backup.tar.gz.age | tar -xz`.
"""
