"""What the register says in words: why a file gets no code, what is wrong in a manifest, how often chance comes as near, which part matched."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.ground.errors import Problem, Refused
from interchange.workbench.codes.chance import measured
from interchange.workbench.codes.model import NoCode


def refusal(reason: str, values: Mapping[str, str], field: str = "file") -> Refused:
    """A file that gets no code, with its reason and what to do."""
    known = {
        "empty": (_("The file is empty."), _("Choose the file again.")),
        "too-small": (_("The picture is only %(width)s by %(height)s points: so small a picture comes near to thousands of others."), _("Give one of at least %(least)s points on its shorter side.")),
        "too-large": (_("The picture has more points than are decoded here."), _("Give a smaller copy; the code will be the same.")),
        "blank": (_("There is nothing in it but one colour: its code would match every blank picture."), _("Give a file that can be told from others.")),
        "featureless": (_("It is so even that a trace of noise would give it another code: it would match at random."), _("Give a file that can be told from others.")),
        "silent": (_("The recording is silent: its code would match every silence."), _("Give the recording itself.")),
        "too-short": (_("It is too short for a code that tells it from others."), _("Sound needs six seconds, a text thirty words.")),
        "too-long": (_("The recording is longer than is read here (%(hours)s hours)."), _("Cut it into parts.")),
        "repetitive": (_("The text repeats the same few words: its code would match at random."), _("Give the text itself.")),
        "no-decoder": (_("Films other than animated pictures need the program ffmpeg, which is not set up here."), _("Make the codes where it is, with `interchange registry codes`, and send the manifest.")),
        "unknown-kind": (_("This is no picture, sound, film or text that is read here."), _("Pictures, WAV, FLAC, MP3, Ogg Vorbis, animated pictures, texts, web pages and PDF are read.")),
        "unreadable": (_("The file is damaged, or of a form that is not read here."), _("Open it and save it anew.")),
        "gave-up": (_("Reading it took more time or memory than one file may."), _("Make the codes with the command `interchange registry codes`.")),
    }  # fmt: skip
    rule, remedy = known.get(reason, known["unreadable"])
    safe = {name: values.get(name, "-") for name in ("width", "height", "least", "hours")}
    return Refused.of(field, rule % safe, remedy % safe)


def refused(wrong: NoCode, field: str = "file") -> Refused:
    """The same for what `codes` raised."""
    return refusal(wrong.reason, wrong.values, field)


def fault(code: str, values: Mapping[str, str]) -> str:
    """What is wrong in one line of a list or manifest."""
    known = {
        "no-manifest": _("This is no manifest: its first line is neither JSON nor names the columns title and codes."),
        "no-json": _("The line is no JSON object."),
        "line-too-long": _("The line is longer than four million characters."),
        "too-long": _("%(field)s is longer than %(limit)s characters."),
        "no-title": _("There is no title."),
        "no-holder": _("Nobody is named as rights holder."),
        "no-reservations": _("The reservations are no list of words."),
        "unknown-use": _("“%(use)s” is no use that can be reserved here."),
        "unknown-visibility": _("“%(given)s” is neither public nor private."),
        "unknown-kind": _("“%(kind)s” is no kind of work."),
        "no-sha256": _("The SHA-256 is not 64 hexadecimal digits."),
        "no-codes": _("There is no code by which the work could be found."),
        "too-many-codes": _("There are more than %(most)s codes."),
        "no-code": _("Code %(place)s is not a scheme, sixteen hexadecimal digits and three whole numbers."),
        "wrong-scheme": _("Code %(place)s: %(scheme)s is no code of %(kind)s."),
        "says-nothing": _("Code %(place)s, %(given)s, cannot have been made from a work: it would come near to everything that is blank."),
        "no-range": _("Code %(place)s ends before it starts, or its variant is unknown."),
        "no-number": _("Size, length and parts are not whole numbers."),
        "no-iscc": _("The ISCC is malformed (ISO 24138)."),
        "iscc-without-known-unit": _("The ISCC has no unit of picture, text or instance."),
        "limit": _("You have reached the number of works that one person may register."),
        "file": _("%(words)s"),
    }
    safe = {name: values.get(name, "-") for name in ("field", "limit", "kind", "most", "place", "scheme", "given", "use", "words")}
    return known.get(code, _("The line cannot be read.")) % safe


def question_fault(code: str, values: Mapping[str, str]) -> str:
    """What is wrong in one line of a question, which is one code and no manifest."""
    if code == "no-code":
        return _(
            "It is no ISCC, no sha256:… and no code of a scheme, a colon and sixteen hexadecimal digits, such as image:0123456789abcdef."
        )
    return fault(code, {"place": "1", **values})


def problem(code: str, values: Mapping[str, str], field: str = "") -> Problem:
    """The same as a problem of a form or of the API."""
    return Problem(field, fault(code, values))


def rate(upper: float) -> str:
    """A bound on a rate as "1 in 12,000"."""
    if upper <= 0:
        return _("never")
    if upper >= 0.5:
        return _("more than every second")
    every = int(1 / upper)
    return _("1 in %s") % number(round(every, 2 - len(str(every))) if every > 99 else every)


def number(value: float) -> str:
    """With thousands set apart."""
    return number_format(value, use_l10n=True, force_grouping=True)


def day(written: str) -> str:
    """A day of the measured set in words."""
    return date_format(date.fromisoformat(written), "j F Y")


def chance(found: Mapping[str, Any] | None) -> str:
    """What a distance is worth, in sentences. Never "a match"."""
    if not found:
        return _("How often chance gives this was not measured.")
    units = {"image": _("unrelated pictures"), "audio": _("unrelated stretches of five seconds"), "passage": _("unrelated passages")}
    within = number(found["within"]) if found["within"] else _("none")
    first = _("Of %(pairs)s pairs of %(what)s that we made up and compared on %(day)s, %(within)s came as near as distance %(distance)d; with 95 %% confidence that happens in at most %(rate)s.") % {
        "pairs": number(found["pairs"]), "what": units.get(found["scheme"], ""), "within": within, "day": day(found["made_on"]), "distance": found["distance"], "rate": rate(found["upper"]),
    }  # fmt: skip
    expected = found["expected"]
    values = {
        "asked": number(found["asked"]),
        "registered": number(found["registered"]),
        "expected": _("fewer than 0.01")
        if expected < 0.01
        else _("at most %s") % number_format(expected, decimal_pos=0 if expected >= 10 else 2, use_l10n=True),
    }
    if found["scheme"] == "image" and found["asked"] == 1:
        second = _("Held against all %(registered)s in this register, chance alone would give %(expected)s such hits.") % values
    else:
        second = (
            _("With %(asked)s codes held against the %(registered)s in this register, chance alone would give %(expected)s such hits.")
            % values
        )
    return f"{first} {second}"


def clock_time(milliseconds: int) -> str:
    """12:03 or 1:02:03."""
    seconds = milliseconds // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def part(kind: str, one: Mapping[str, Any]) -> str:
    """One stretch in words."""
    (a, b), (c, d) = one["asked"], one["held"]
    if kind == "text":
        words = _("words %(a)d to %(b)d of the file, words %(c)d to %(d)d of the work") % {"a": a + 1, "b": b, "c": c + 1, "d": d}
    elif d <= c:
        words = _("%(a)s to %(b)s of the file") % {"a": clock_time(a), "b": clock_time(b)}
    elif b <= a:
        words = _("%(c)s to %(d)s of the work") % {"c": clock_time(c), "d": clock_time(d)}
    else:
        words = _("%(a)s to %(b)s of the file, %(c)s to %(d)s of the work") % {"a": clock_time(a), "b": clock_time(b), "c": clock_time(c), "d": clock_time(d)}  # fmt: skip
    return ngettext("%(words)s (%(n)d code)", "%(words)s (%(n)d codes)", one["codes"]) % {"words": words, "n": one["codes"]}


TURNS = {0: "", 1: "90", 2: "180", 3: "270", 4: "m0", 5: "m90", 6: "m180", 7: "m270"}


def orientation(turn: int) -> str:
    """How the file lies beside the work; "" where it lies as the work does."""
    degrees = turn % 4 * 90
    if not turn:
        return ""
    if turn < 4:
        return _("turned by %d degrees") % degrees
    return _("mirrored and turned by %d degrees") % degrees if degrees else _("mirrored")


def places(numbers: Sequence[int]) -> str:
    """Parts of a picture by their place, sixteen in four rows."""
    return ", ".join(_("row %(row)d, column %(column)d") % {"row": one // 4 + 1, "column": one % 4 + 1} for one in numbers)


def edits(scheme: str) -> list[dict[str, Any]]:
    """How many of the edited copies of the measured set are found, by edit."""
    return [{"name": name, **told} for name, told in measured()[scheme]["edits"].items()]
