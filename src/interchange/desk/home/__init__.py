"""What a person sees first: the home page, what the network is, and each person's desk.

Words: desk (what I owe, what changed, where I go next). Doors: /, /about/, /desk/, /contact/, /accessibility/; for machines
/healthz (the process answers), /readyz (it can work), /metrics (figures), /robots.txt, /sitemap.xml.
"""
