"""The technical bench: what files and sites say about themselves, to be looked at by people; and what this site says of itself.

Words: a site check holds the pasted texts of a site against each other; the house's own declaration says which uses machines may make of what stands here.
Doors: /workbench/site-check/, /uses/, for machines /.well-known/tdmrep.json; `house` (declaration, robots.txt), `middleware.UsesMiddleware` (headers).
"""
