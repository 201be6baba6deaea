"""Pictures of the map: SVG made on the server. Colours stand as attributes, so that a picture keeps them elsewhere; the stylesheet overrides them here."""
