"""Bands find everything within eight bits; lists and manifests name their faults; signed files fail on every changed byte. No database."""

import json

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from interchange.workbench.codes import bands, bundle, signed
from interchange.workbench.codes.manifest import Faulty, entry, lines, question
from interchange.workbench.codes.model import Scheme

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RAW = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
GOOD = 0x0F0F33AA55CC9966


@settings(max_examples=60, deadline=None)
@given(st.integers(0, (1 << 64) - 1), st.sets(st.integers(0, 63), max_size=10), st.integers(0, 8))
def test_every_code_within_the_distance_is_found_and_no_other(bits, turned, reach):
    other = bits
    for place in turned:
        other ^= 1 << place
    codes = np.array([other, bits ^ ((1 << 64) - 1), other], np.uint64)
    assert bands.Table(codes).near(bits, reach) == bands.scan(codes, bits, reach)
    assert bool(bands.scan(codes, bits, reach)) == (len(turned) <= reach)


def test_a_distance_past_the_exact_ones_is_refused():
    with pytest.raises(ValueError, match="found exactly"):
        bands.probes(0, 9)


def line(**more):
    return json.dumps({"title": "A", "kind": "image", "sha256": "", "codes": [["image", f"{GOOD:016x}", 0, 0, 0]], **more})


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("{broken", "no-json"),
        ("[1]", "no-json"),
        (line(title=" "), "no-title"),
        (line(kind="sculpture"), "unknown-kind"),
        (line(codes=[]), "no-codes"),
        (line(codes="all"), "no-codes"),
        (line(codes=[["image", "12", 0, 0, 0]]), "no-code"),
        (line(codes=[["image", "zz" * 8, 0, 0, 0]]), "no-code"),
        (line(codes=[["image", "0" * 16, 0, 0, 0]]), "says-nothing"),
        (line(codes=[["image", "f" * 16, 0, 0, 0]]), "says-nothing"),
        (line(codes=[["audio", f"{GOOD:016x}", 0, 0, 0]]), "wrong-scheme"),
        (line(codes=[["image", f"{GOOD:016x}", 0, 9, 3]]), "no-range"),
        (line(codes=[["image", f"{GOOD:016x}", True, 0, 0]]), "no-code"),
        (line(sha256="abc"), "no-sha256"),
        (line(iscc="ISCC:no"), "no-iscc"),
        (line(size="many"), "no-number"),
        (line(cells=[1, 2]), "no-number"),
        (line(reservations="all"), "no-reservations"),
        (line(rights_holder="x" * 201), "too-long"),
    ],
)
def test_each_fault_of_a_line_is_named(given, fault):
    with pytest.raises(Faulty) as wrong:
        entry(given)
    assert fault in [one.code for one in wrong.value.faults]


def test_a_manifest_is_read_line_by_line_with_its_faults_in_place():
    found = list(lines([line() + "\n", "{broken\n", "\n", line(title="B") + "\n"]))
    assert [number for number, _one in found] == [1, 2, 4]
    assert isinstance(found[1][1], Faulty)
    csv = list(lines(["title,kind,codes,reservations\n", f'"Harbour, at dusk",image,image:{GOOD:016x},ai-training mining\n']))
    assert csv[0][1].title == "Harbour, at dusk"
    assert csv[0][1].reservations == ("ai-training", "mining")
    assert next(iter(lines(["hello\n"])))[1].faults[0].code == "no-manifest"
    assert [one.faults[0].code for _number, one in lines([])] == ["no-manifest"]


def test_questions_are_codes_digests_and_isccs():
    import iscc_lib

    assert question(f"image:{GOOD:016x}").codes[0].bits == GOOD
    assert question("SHA256:" + "AB" * 32).sha256 == "ab" * 32
    unit = iscc_lib.gen_image_code_v0(bytes(range(256)) * 4)["iscc"]
    data, instance = iscc_lib.gen_data_code_v0(b"abc")["iscc"], iscc_lib.gen_instance_code_v0(b"abc")["iscc"]
    whole = question(iscc_lib.gen_iscc_code_v0([unit, data, instance])["iscc"])
    assert {one.scheme for one in whole.codes} == {Scheme.IMAGE, Scheme.INSTANCE}
    for wrong in ("image:12", "nothing", "ISCC:AAAAAAAAAAAAAAAA", "ISCC:!!", "", "image:" + "0" * 16):
        with pytest.raises(Faulty):
            question(wrong)


def sign(data):
    return RAW.hex(), KEY.sign(data).hex()


def test_an_index_proves_itself_and_fails_on_every_changed_byte(tmp_path):
    path = tmp_path / "index.jsonl"
    rows = [["w", "TEN/WRK/2026/000001", "Somebody", ["ai-training"], "", False], ["s", "ab" * 32, 0], ["c", "image", f"{GOOD:016x}", 0]]
    with open(path, "wb") as target:
        signed.write(target, {"made_at": "2026-11-26", "works": 1}, rows, sign)
    assert signed.check(path, PEM)["works"] == 1
    index = signed.Index(path)
    assert index.answer(question(f"image:{GOOD ^ 7:016x}"), 4)[0]["distance"] == 3
    assert index.answer(question(f"image:{GOOD ^ 7:016x}"), 2) == []
    assert index.answer(question("ab" * 32))[0]["rights_holder"] == "Somebody"
    whole = path.read_bytes()
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(signed.NotGenuine):
            signed.check(path, PEM)
    other = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path.write_bytes(whole)
    with pytest.raises(signed.NotGenuine, match="not of this key"):
        signed.check(path, other)


def test_a_bundle_fails_on_every_changed_byte_and_on_every_file_put_in_or_taken_out():
    files = {"case.json": b'{"a": 1}', "files/x": b"content"}
    whole = bundle.sealed(files, bundle.manifest(files, {"case": "TEN/CASE/2026/0001"}), None, PEM, KEY.sign)
    assert bundle.holds(bundle.verify(whole, key_pem=PEM))
    for place in range(len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert not bundle.holds(bundle.verify(changed, key_pem=PEM)), place
    import io
    import zipfile

    held = {one: zipfile.ZipFile(io.BytesIO(whole)).read(one) for one in zipfile.ZipFile(io.BytesIO(whole)).namelist()}
    for changed in (
        {**held, "more": b""},
        {name: data for name, data in held.items() if name != "files/x"},
        {**held, "timestamp.tsr": b""},
    ):
        assert not bundle.holds(bundle.verify(bundle.packed(changed)))
    assert not bundle.holds(bundle.verify(whole, key_pem=b"no key"))
    assert not bundle.holds(bundle.verify(b"PK no zip"))
