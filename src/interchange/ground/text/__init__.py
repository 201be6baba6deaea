"""Safe text: people write Markdown, pages show checked HTML.

Words: text (Markdown as typed), rendering (HTML that holds nothing but what we allow). Doors: none.
"""
