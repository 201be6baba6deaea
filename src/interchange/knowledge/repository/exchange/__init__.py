"""Citing and exchanging: files of other systems read, works written for other systems, what machines are told about a page.

Words: work (a piece of work as plain data), reading (what a file gave: drafts and troubles), format, style, signpost (a typed link), minting
(a DOI being registered), lookup (asking a registry for metadata), import (a file of records on its way in).
Doors: /repository/<id>.<suffix>, /repository/<id>/cite/, /repository/export.<suffix>, /repository/lists/<n>.<suffix>, /repository/feed.atom,
/repository/import/.
"""
