"""The controlled words of the network: profiles, sectors, topics, objectives, regions, Member States, organisation kinds.

Words: scheme (a list of terms), term (one entry with a stable code), option (a number or text that a Secretariat may set),
number series (document numbers that are never reused). Doors: the reference pages and the settings page.
"""
