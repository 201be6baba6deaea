"""Codes stay alike under edits, say nothing of what says nothing, and name where they agree. No database."""

import io
import wave

import numpy as np
import pytest
from PIL import Image

from interchange.workbench.codes import alignment, audio, image, make, reference, text
from interchange.workbench.codes.chance import chance, measured
from interchange.workbench.codes.model import Code, Kind, NoCode, Scheme, distance, made_of


def png(picture, form="PNG", **more):
    buffer = io.BytesIO()
    picture.save(buffer, form, **more)
    return buffer.getvalue()


def wav(samples):
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(audio.RATE)
        target.writeframes((samples * 32767).clip(-32768, 32767).astype("<i2").tobytes())
    return buffer.getvalue()


def nearest(held, asked, scheme):
    pairs = [(distance(a.bits, h.bits), a) for h in held.codes for a in asked.codes if a.scheme == h.scheme == scheme]
    return min(pairs, key=lambda one: one[0])


def test_the_library_passes_all_conformance_vectors_of_iso_24138():
    import iscc_lib

    assert iscc_lib.conformance_selftest() is True


@pytest.mark.parametrize(("edit", "turn"), [("jpeg-20", 0), ("half-size", 0), ("white-border", 0), ("mirrored", 4), ("quarter-turn", 3)])
def test_an_edited_picture_is_found_with_the_way_it_lies(edit, turn):
    picture = reference.picture(5)
    held = make.codes_of(png(picture), "a.png")
    asked = make.codes_of(png(reference.IMAGE_EDITS[edit](picture)), "b.png", asking=True)
    far, code = nearest(held, asked, Scheme.IMAGE)
    assert far <= 8
    assert code.variant // 2 == turn
    alike, unlike = image.differing(image.turned_cells(asked.cells, turn), held.cells)
    assert len(alike) >= 10
    assert not unlike


def test_the_part_of_a_picture_that_was_painted_over_is_named():
    picture = reference.picture(5)
    painted = picture.copy()
    painted.paste(reference.picture(6).crop((0, 0, 80, 60)), (240, 180))
    alike, unlike = image.differing(image.cells(image.flattened(painted)), image.cells(image.flattened(picture)))
    assert unlike == [15]
    assert 14 in alike


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (png(Image.new("RGB", (400, 300), "red")), "blank"),
        (png(Image.linear_gradient("L")), "featureless"),
        (png(Image.new("RGB", (20, 20), "red")), "too-small"),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "unreadable"),
        (wav(np.zeros(audio.RATE * 12)), "silent"),
        (wav(np.sin(np.arange(audio.RATE * 12) * 0.4)), "featureless"),
        (wav(reference.sound(1, 3)), "too-short"),
        (b"RIFF\x00\x00\x00\x00WAVEbroken", "unreadable"),
        (b"six words are not enough here", "too-short"),
        (b"one two three " * 400, "repetitive"),
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 300, "unknown-kind"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(60), "no-decoder"),
    ],
)
def test_what_would_match_everything_or_nothing_gets_no_code(content, reason):
    with pytest.raises(NoCode) as refused:
        make.codes_of(content, "x")
    assert refused.value.reason == reason


def test_an_excerpt_of_sound_is_found_where_it_lies():
    samples = reference.sound(3, 30)
    held, asked = (
        make.codes_of(wav(samples)),
        make.codes_of(wav(samples[int(8.3 * audio.RATE) : int(20.3 * audio.RATE)] * 0.3), asking=True),
    )
    assert held.kind == Kind.AUDIO
    hits = [alignment.Hit(a, h.start, h.end, far) for a in asked.codes for h in held.codes if a.scheme == h.scheme == Scheme.AUDIO and (far := distance(a.bits, h.bits)) <= 8]  # fmt: skip
    part = alignment.timed(hits)[0]
    assert part.codes >= 6
    assert abs(part.held_start - part.asked_start - 8300) < 600
    assert part.asked_end - part.asked_start > 8000


def test_frames_of_an_animation_are_found_and_so_is_a_still_of_it():
    frames = [reference.picture(number) for number in (11, 12, 13)]
    film = make.codes_of(png(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=1000), "a.gif")
    assert film.kind == Kind.VIDEO
    assert [(one.start, one.end) for one in film.codes[:-1]] == [(0, 1000), (1000, 2000), (2000, 3000)]
    still = make.codes_of(png(frames[1], "JPEG", quality=70), "b.jpg", asking=True)
    far, _code = nearest(film, still, Scheme.IMAGE)
    assert far <= 8


def test_passages_are_found_after_a_sentence_on_top_and_letters_in_disguise_are_told():
    held = make.codes_of(reference.writing(2).encode())
    asked = make.codes_of(("Seven new words stand at the top. " + reference.writing(2).replace("a", "а")).encode())
    hits = [alignment.Hit(a, h.start, h.end, far) for a in asked.codes for h in held.codes if a.scheme == h.scheme == Scheme.PASSAGE and (far := distance(a.bits, h.bits)) <= 8]  # fmt: skip
    part = max(alignment.worded(hits), key=lambda one: one.codes)
    assert part.asked_end - part.held_end == 7
    assert part.asked_end == asked.length
    assert asked.facts["disguised"] > 100
    assert not held.facts


def test_words_without_spaces_are_read_sign_by_sign():
    assert text.words_of("知的財産とAI").words == ["知", "的", "財", "産", "と", "ai"]


def test_codes_survive_the_way_through_a_manifest():
    made = make.codes_of(png(reference.picture(5)), "a.png")
    assert made_of(made.json()) == made


def test_a_statement_grows_with_distance_and_with_the_register():
    one, other = chance(Scheme.IMAGE, 2, registered=10), chance(Scheme.IMAGE, 8, registered=1_000_000)
    assert one.upper <= other.upper
    assert one.expected < other.expected
    assert other.pairs == measured()["image"]["pairs"] > 100_000
    assert chance(Scheme.INSTANCE, 0) is None
    assert chance(Scheme.IMAGE, 30).within > 0


def test_the_measured_set_is_made_anew_from_its_seed():
    held = np.array([image.image_bits(one) for one in image.squares(reference.picture(0).convert("L"))], np.uint64)
    again = np.array([image.image_bits(one) for one in image.squares(reference.picture(0).convert("L"))], np.uint64)
    assert (held == again).all()
    for scheme in ("image", "audio", "passage"):
        told = measured()[scheme]
        assert sum(told["histogram"]) == told["pairs"]
        assert len(told["upper"]) == 65


def test_a_code_says_itself():
    assert str(Code(Scheme.IMAGE, 255)) == "image:00000000000000ff"
