"""Nothing here is about a person by itself: entries say again what their own rooms hold, and go with it."""

from interchange.ground.personal import impersonal

impersonal("search.searchentry", "url title body title_norm body_norm")
impersonal("search.searchword", "word")
