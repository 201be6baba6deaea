"""How every page looks and behaves: base pages, components, forms, lists, charts, menu.

Words: archetype (reading page, list, steps, table, desk), listing (filters, chips, sort, pages), wing (a part of the menu).
Doors: /style/ (every component at a glance).
"""
