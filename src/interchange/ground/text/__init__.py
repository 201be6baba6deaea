"""Safe text: people write Markdown, pages show checked HTML.

Words: text (Markdown as typed), rendering (HTML that holds nothing but what we allow), linker (what a room above adds to renderings),
source (a sort of thing whose text can be read as a whole). Doors: none.
"""
