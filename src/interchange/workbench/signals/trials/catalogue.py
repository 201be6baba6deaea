"""All steps and signals that are at hand, and the chains that are offered ready made."""

from functools import lru_cache

from interchange.workbench.signals.trials import measures, pictures, sounds, texts
from interchange.workbench.signals.trials.interface import SIGNALS, STEPS, Media, Signal, Step, added


@lru_cache(maxsize=2)
def steps(*, others: bool = True) -> dict[str, Step]:
    """Every step by its name; plug-ins cannot take the place of our own."""
    own: list[Step] = [*pictures.STEPS, *texts.STEPS, *sounds.STEPS]
    known = {one.id: one for one in (added(STEPS, Step) if others else [])}
    return {**known, **{one.id: one for one in own}}


@lru_cache(maxsize=2)
def signals(*, others: bool = True) -> dict[str, Signal]:
    """Every signal by its name; plug-ins cannot take the place of our own."""
    known = {one.id: one for one in (added(SIGNALS, Signal) if others else [])}
    return {**{one.id: one for one in measures.SIGNALS}, **{name: one for name, one in known.items() if name not in OWN}}


OWN = frozenset(one.id for one in measures.SIGNALS)
COPY: dict[Media, str] = {"image": "copy", "text": "text-copy", "audio": "audio-copy"}

# ready made: name -> (medium, words or "" for those of its one step, the chain as it is written)
CHAINS: dict[str, tuple[Media, str, str]] = {
    "strip": ("image", "", "strip"),
    "retitle": ("image", "", "retitle"),
    "png": ("image", "", "png"),
    "jpeg-95-full": ("image", "Saved as JPEG, quality 95, colours in full", "jpeg quality=95 colour=1"),
    "jpeg-90": ("image", "", "jpeg quality=90"),
    "jpeg-75": ("image", "", "jpeg quality=75"),
    "jpeg-50": ("image", "", "jpeg quality=50"),
    "jpeg-20": ("image", "", "jpeg quality=20"),
    "webp-80": ("image", "", "webp quality=80"),
    "avif-60": ("image", "", "avif quality=60"),
    "resize-75": ("image", "", "resize percent=75"),
    "resize-50": ("image", "", "resize percent=50"),
    "resize-25": ("image", "", "resize percent=25"),
    "crop-2": ("image", "", "crop percent=2"),
    "crop-10": ("image", "", "crop percent=10"),
    "crop-25": ("image", "", "crop percent=25"),
    "rotate-2": ("image", "", "rotate degrees=2"),
    "rotate-90": ("image", "", "rotate degrees=90"),
    "mirror": ("image", "", "mirror"),
    "grey": ("image", "", "grey"),
    "brighter": ("image", "", "brightness percent=130"),
    "blur": ("image", "", "blur radius=2"),
    "noise": ("image", "", "noise strength=8"),
    "border": ("image", "", "border percent=5"),
    "logo": ("image", "", "logo percent=28"),
    "screenshot": ("image", "Picture of the screen", "screen percent=100"),
    "screenshot-jpeg": ("image", "Picture of the screen, saved as JPEG", "screen percent=90 | jpeg quality=80"),
    "platform": ("image", "As platforms do: smaller, saved as JPEG 75", "resize percent=70 | jpeg quality=75"),
    "messenger": ("image", "As messengers do: smaller, saved twice", "resize percent=50 | jpeg quality=70 | webp quality=75"),
    "print": ("image", "Printed to PDF and read again", "print dpi=150"),
    "upper": ("text", "", "upper"),
    "spaces": ("text", "", "spaces"),
    "zero-width": ("text", "", "zero-width every=7"),
    "look-alikes": ("text", "", "look-alikes"),
    "no-punctuation": ("text", "", "no-punctuation"),
    "cut-20": ("text", "", "cut percent=20"),
    "cut-50": ("text", "", "cut percent=50"),
    "drop-2": ("text", "", "drop-words percent=2"),
    "drop-10": ("text", "", "drop-words percent=10"),
    "shuffle": ("text", "", "shuffle"),
    "append": ("text", "", "append percent=20"),
    "quieter": ("audio", "", "quieter decibels=6"),
    "rate-8000": ("audio", "", "sample-rate hertz=8000"),
    "telephone": ("audio", "", "telephone"),
    "low-pass": ("audio", "", "low-pass hertz=3000"),
    "hiss": ("audio", "", "hiss decibels=20"),
    "trim": ("audio", "", "trim percent=10"),
    "stretch-2": ("audio", "", "stretch percent=102"),
    "stretch-10": ("audio", "", "stretch percent=110"),
}
