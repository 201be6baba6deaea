"""The register of works: who has reserved what, found again by codes without the works themselves; and cases of copies that somebody found.

Words: a work is registered by its codes (`workbench/codes`), the file stays with its owner; a reservation is a use that the owner keeps; a dispute is one
work in two hands; a case holds exhibits (what was found) and candidates (works that they come near), each judged by a person; a bundle is the evidence.
Doors: /workbench/registry/, /workbench/cases/, /api/v1/registry/, `interchange registry`. It aids a person and decides nothing.
"""
