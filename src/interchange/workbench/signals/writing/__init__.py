"""Writing labels into files: what will change is shown first, the media's own bytes are proved unchanged, and a reader reads it back.

Doors: `label.preview`, `label.write` (XMP in JPEG, PNG, WebP), `credential.sign` (C2PA), `testca.make` (certificates for trying out).
"""
