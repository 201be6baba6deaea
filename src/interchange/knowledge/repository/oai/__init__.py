"""The OAI-PMH 2.0 provider at /oai: what is public can be harvested, what was public and is no more stays known as deleted.

Words: fragment (a record's metadata as XML, kept ready), token (where a harvest goes on, signed, the same page however often it is sent), set
(a topic or a sector). Doors: /oai (GET and POST).
"""
