"""Keys and certificates: what may sign, in the limited process and without the key; what was revoked, by the issuer's answer and by a list."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa

from interchange.workbench.signals import Options, inspect, trust
from interchange.workbench.signals.model import Claim, Outcome, Validity
from interchange.workbench.signals.pool import Pool, Refused
from interchange.workbench.signals.readers.c2pa import graph, verdict
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.trust import TrustList
from interchange.workbench.signals.writing import credential, keys, stapling, testca
from interchange.workbench.signals.writing.credential import Statement

NOW, HOUR = samples.NOW, timedelta(hours=1)
TRUSTED = Options((samples.own_list(),))


def looked(data, options=TRUSTED):
    return inspect(data, name="x.jpg", options=options, isolated=False)


def checks(made):
    return {check.name: check for one in made.findings if one.code == "credential" for check in one.checks}


def answer(since=None, ca=None, at=NOW):
    ca = ca or samples.ca()
    return testca.status(ca.chain, ca.issuer_key, at, since=since)


# --- revoked -------------------------------------------------------------------------------------------------------------


def test_a_revoked_certificate_has_its_own_reason_and_is_neither_untrusted_nor_expired_nor_changed():
    made = looked(stapling.staple(samples.signed(), answer(NOW - HOUR)))
    told = checks(made)
    assert {name: check.outcome for name, check in told.items()} == {
        "content-hash": Outcome.YES,
        "signature": Outcome.YES,
        "signer": Outcome.NO,
        "revocation": Outcome.NO,
        "time": Outcome.YES,
        "chain": Outcome.YES,
    }
    assert "revoked" in told["signer"].words
    one = made.findings[0]
    assert (one.validity, [reason.code for reason in one.reasons]) == (Validity.INVALID, ["signingCredential.ocsp.revoked"])
    assert one.data["graph"]["nodes"][0]["standing"] == "revoked"
    assert made.summary.origin == "nothing-said"
    assert any(line.startswith("Revoked:") for line in made.summary.lines)


def test_an_answer_that_it_was_not_revoked_is_told_and_changes_nothing_else():
    made = looked(stapling.staple(samples.signed(kind="image/png"), answer()))
    assert checks(made)["revocation"].outcome is Outcome.YES
    assert made.findings[0].validity is Validity.VALID
    assert not [one for one in made.findings if one.claim is Claim.UNREADABLE]


def test_answers_about_other_certificates_and_rubbish_say_nothing():
    other = testca.make(NOW)
    for told in (answer(NOW - HOUR, other), b"\x30\x03\x0a\x01\x06"):
        made = looked(stapling.staple(samples.signed(), told))
        assert "revocation" not in checks(made)
        assert made.findings[0].validity is Validity.VALID


def test_what_is_not_signed_has_no_room_for_an_answer():
    with pytest.raises(stapling.NoRoom):
        stapling.staple(samples.jpeg(), answer())
    with pytest.raises(stapling.NoRoom, match="left"):
        stapling.staple(samples.signed(), bytes(20_000))


def revoking(tmp_path, since, ca=None):
    ca = ca or samples.ca()
    (tmp_path / "own.pem").write_text(samples.ca().root)
    (tmp_path / "own.crl").write_bytes(testca.revocation_list(ca.chain, ca.issuer_key, NOW, since=since))
    return Options(trust.folder(tmp_path))


def test_a_list_of_revoked_certificates_beside_a_trust_list(tmp_path):
    made = looked(samples.signed(), revoking(tmp_path, NOW - HOUR))
    told = checks(made)
    assert (told["signer"].outcome, told["revocation"].outcome) == (Outcome.NO, Outcome.NO)
    assert f"“own” has it since {(NOW - HOUR).date()}" in told["revocation"].words
    assert [reason.code for reason in made.findings[0].reasons] == ["signingCredential.revoked"]
    assert made.findings[0].validity is Validity.INVALID
    assert looked(samples.signed(), revoking(tmp_path, None)).findings[0].validity is Validity.VALID


def test_a_list_of_revoked_certificates_speaks_only_of_those_below_its_own_anchors_and_must_be_one(tmp_path):
    options = revoking(tmp_path, NOW - HOUR)
    other = testca.make(NOW)
    data = credential.sign(samples.jpeg(), "image/jpeg", Statement("x", "digitalCapture"), other.chain, other.key)
    assert looked(data, options).findings[0].validity is Validity.UNTRUSTED
    (tmp_path / "own.crl").write_bytes(b"no list")
    with pytest.raises(ValueError, match="no list of revoked"):
        trust.folder(tmp_path)
    issuer = x509.load_pem_x509_certificates(other.chain.encode())[1].public_bytes(serialization.Encoding.PEM).decode()
    (tmp_path / "own.crl").write_bytes(testca.revocation_list(other.chain, other.issuer_key, NOW))
    assert trust.revocations(tmp_path / "own.crl", issuer) == ""
    forged = bytearray((tmp_path / "own.crl").read_bytes())
    forged[-1] ^= 1
    (tmp_path / "own.crl").write_bytes(forged)
    with pytest.raises(ValueError, match="signature"):
        trust.revocations(tmp_path / "own.crl", issuer)


def test_what_a_trusted_time_stamp_dates_before_the_revocation_stands():
    from interchange.workbench.signals.readers.c2pa.reading import _taken_back

    one = TrustList("x", "2026-01-01", "", "", "7 2026-05-01T00:00:00+00:00\n")
    stamped = verdict.Status({"timeStamp.trusted": ""}, {}, {})
    info = {"cert_serial_number": "7", "time": "2026-04-30T10:00:00+00:00"}
    assert _taken_back(stamped, info, one) == (stamped, "")
    assert verdict.revoked(_taken_back(stamped, {**info, "time": "2026-05-02T10:00:00+00:00"}, one)[0])
    assert verdict.revoked(_taken_back(verdict.Status({}, {}, {}), info, one)[0]), (
        "without a trusted time stamp the date is the signer's word"
    )
    assert not verdict.revoked(_taken_back(stamped, {"cert_serial_number": "8"}, one)[0])


def test_a_revoked_ingredient_weakens_the_chain():
    made = {"active_manifest": "a", "manifests": {"a": {"ingredients": [{"title": "B", "active_manifest": "b", "validation_status": [{"code": "signingCredential.ocsp.revoked"}]}]}, "b": {}}}  # fmt: skip
    assert graph.parts(made) == [("B", "revoked", [])]
    chain = verdict.chain(graph.parts(made))
    assert (chain.outcome, "revoked" in chain.words) == (Outcome.NO, True)


@pytest.mark.parametrize(("failure", "word"), [(["signingCredential.ocsp.revoked", "assertion.dataHash.mismatch"], "broken"), (["signingCredential.ocsp.revoked", "signingCredential.expired"], "revoked"), (["signingCredential.expired"], "expired"), (["signingCredential.untrusted"], "untrusted"), ([], "sound")])  # fmt: skip
def test_the_worst_word_that_holds(failure, word):
    assert verdict.standing(verdict.Status({}, {}, dict.fromkeys(failure, ""))) == word


def test_a_library_that_tells_a_revocation_as_information_only():
    told = verdict.Status({}, {"signingCredential.ocsp.revoked": "signing cert revoked: 7"}, {"signingCredential.untrusted": ""})
    assert verdict.standing(told) == "revoked"
    assert "signingCredential.ocsp.revoked" in {reason.code for reason in verdict.reasons(told)}


# --- keys ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pool():
    with Pool(TRUSTED) as made:
        yield made


def certified(key, purposes=(testca.C2PA_SIGNING,), **more):
    """A chain for any key, by an issuer made on the spot."""
    made = testca.make(NOW, purposes=purposes, public=key.public_key(), **more)
    return made, keys.text(key)


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP384R1()), ed25519.Ed25519PrivateKey.generate(), rsa.generate_private_key(65537, 2048)], ids=["es384", "ed25519", "ps256"])  # fmt: skip
def test_every_kind_of_key_signs_in_the_limited_process_which_never_has_it(pool, key):
    ca, pem = certified(key)
    assert keys.troubles(ca.chain, pem, NOW) == []
    seen = []

    def by(data):
        seen.append(data)
        return keys.signer(pem)(data)

    job = credential.job("image/jpeg", Statement("x", "digitalCapture"), ca.chain, keys.algorithm(key))
    assert "PRIVATE" not in str(job)
    data = pool.sign(samples.jpeg(), job, by)
    assert len(seen) == 1
    made = looked(data, Options((TrustList("own", "2026-01-01", ca.root),)))
    assert made.findings[0].validity is Validity.VALID


def test_an_edit_names_the_file_it_was_made_of(pool):
    ca = samples.ca()
    said = Statement("new", parent=b"x", parent_title="old.jpg", actions=({"action": "c2pa.edited.metadata"},))
    data = pool.sign(samples.jpeg(), credential.job("image/jpeg", said, ca.chain, "es256"), keys.signer(ca.key), parent=samples.signed())
    drawn = looked(data).findings[0].data["graph"]
    assert [node["title"] for node in drawn["nodes"]] == ["new", "photo"]
    assert [edge["relation"] for edge in drawn["edges"]] == ["parentOf"]
    assert pool.sign(samples.jpeg(), credential.job("image/jpeg", Statement("y", "digitalCapture"), ca.chain, "es256"), keys.signer(ca.key))


def test_what_the_library_refuses_is_said_and_the_process_lives_on(pool):
    ca = samples.ca()
    job = credential.job("image/jpeg", Statement("x", "digitalCapture"), ca.chain, "es256")
    with pytest.raises(Refused):
        pool.sign(b"no picture", job, keys.signer(ca.key))
    assert pool.look("x.jpg", content=samples.jpeg()).size


def test_a_request_asks_for_signing_content_and_nothing_else():
    pem = keys.make()
    request = x509.load_pem_x509_csr(keys.request(pem, "Ada Sample", "Sample Press", "CH").encode())
    assert request.is_signature_valid
    assert request.public_key() == keys.load(pem).public_key()
    assert testca.C2PA_SIGNING in request.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value


def locked():
    return keys.load(keys.make()).private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"pw")).decode()  # fmt: skip


@pytest.mark.parametrize(
    ("pem", "word"),
    [
        ("", "no private key"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "no private key"),
        (samples.ca().chain, "no private key"),
        (locked(), "password"),
        (keys.text(rsa.generate_private_key(65537, 1024)), "too short"),
        (keys.text(ec.generate_private_key(ec.SECP256K1())), "secp256k1"),
        (keys.text(dsa.generate_private_key(1024)), "cannot sign"),
    ],
)
def test_keys_that_cannot_sign(pem, word):
    with pytest.raises(keys.Unfit, match=word):
        keys.load(pem)


def test_a_locked_key_opens_with_its_password():
    pem = locked()
    assert keys.load(pem, "pw")
    with pytest.raises(keys.Unfit):
        keys.load(pem, "other")


def test_everything_that_is_wrong_with_a_chain_is_told():
    ca, key = samples.ca(), keys.make()
    leaf, issuer = x509.load_pem_x509_certificates(ca.chain.encode())
    pems = [one.public_bytes(serialization.Encoding.PEM).decode() for one in (leaf, issuer)]
    assert "not that of the key" in keys.troubles(ca.chain, key, NOW)[0]
    assert "expired" in keys.troubles(ca.chain, ca.key, NOW + timedelta(days=4000))[0]
    assert "clock" in keys.troubles(ca.chain, ca.key, NOW - timedelta(days=30))[0]
    assert any("was not issued by" in one for one in keys.troubles(pems[1] + pems[0], ca.key, NOW))
    assert any("authority" in one for one in keys.troubles(pems[1], ca.issuer_key, NOW))
    wrong = testca.make(NOW, purposes=(x509.oid.ExtendedKeyUsageOID.SERVER_AUTH,))
    assert any("not made for signing content" in one for one in keys.troubles(wrong.chain, wrong.key, NOW))
    bare = testca.make(NOW, purposes=())
    assert any("not made for signing content" in one for one in keys.troubles(bare.chain, bare.key, NOW))
    with pytest.raises(keys.Unfit, match="no certificate"):
        keys.tidy("nothing")
    with pytest.raises(keys.Unfit, match="9 certificates"):
        keys.certificates(pems[0] * 9)
    assert keys.tidy(ca.chain + ca.root) == keys.tidy(ca.chain)
    assert keys.facts(ca.chain).subject.startswith("Test signer")
