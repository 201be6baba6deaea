"""Members: their terms, roles and leave, how membership ends, and the directory.

Words: membership (a numbered term of a person), leave, renewal, removal proceeding (written grounds, reply, two officers), profile
(what the directory shows; the public part by consent only). Doors: /members/.
"""
