"""The readers that come with the package, in the order in which they run, and those that other packages add."""

from functools import lru_cache

from interchange.workbench.signals.reader import Reader, added


@lru_cache(maxsize=2)
def readers(*, others: bool = True) -> tuple[Reader, ...]:
    """Every reader; cheap ones that others build on come first, those that decode pixels last."""
    from interchange.workbench.signals.readers.aigc import Aigc
    from interchange.workbench.signals.readers.archives import Archives
    from interchange.workbench.signals.readers.c2pa import C2pa
    from interchange.workbench.signals.readers.codes import Codes
    from interchange.workbench.signals.readers.container import Container
    from interchange.workbench.signals.readers.exif import Exif
    from interchange.workbench.signals.readers.generators import Generators
    from interchange.workbench.signals.readers.html import Html
    from interchange.workbench.signals.readers.pdf import Pdf
    from interchange.workbench.signals.readers.pixels import Pixels
    from interchange.workbench.signals.readers.xmp import Xmp

    own: list[Reader] = [Container(), C2pa(), Xmp(), Exif(), Generators(), Aigc(), Pdf(), Archives(), Html(), Pixels(), Codes()]
    return (*own, *(added() if others else ()))
