"""The technical bench: what files and sites say about themselves, to be looked at by people; and what this site says of itself.

Words: a report says what one file says of itself (`workbench/signals`); it is shown and forgotten, or kept by who asked for it. A picture is held half an hour while it is labelled; a key signs and is never given out. A site check holds the pasted texts of a site against each other; the house's own declaration says which uses machines may make of what stands here.
Doors: /workbench/inspect/, /workbench/label/, /workbench/keys/, /workbench/labels/, /workbench/site-check/, /uses/, for machines /.well-known/tdmrep.json; `house` (declaration, robots.txt), `middleware.UsesMiddleware` (headers).
"""
