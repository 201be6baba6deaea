"""C2PA: four statements, the weakest link, rings of ingredients, reservations, what is inherited."""

import time
from datetime import UTC, datetime

import pytest

from interchange.workbench.signals import Options, inspect, trust
from interchange.workbench.signals.model import Claim, Outcome, Use, Validity
from interchange.workbench.signals.readers.c2pa import graph, reading, verdict
from interchange.workbench.signals.tests import samples
from interchange.workbench.signals.trust import TrustList
from interchange.workbench.signals.writing import credential, testca
from interchange.workbench.signals.writing.credential import Statement

TRUSTED = Options((samples.own_list(),))


def report(data: bytes, options: Options = TRUSTED, name: str = "x.jpg"):
    return inspect(data, name=name, options=options, isolated=False)


def checks(made) -> dict[str, Outcome]:
    return {check.name: check.outcome for one in made.findings if one.code == "credential" for check in one.checks}


def test_an_honest_file_of_a_known_signer():
    made = report(samples.signed())
    assert checks(made) == {
        "content-hash": Outcome.YES,
        "signature": Outcome.YES,
        "signer": Outcome.YES,
        "time": Outcome.YES,
        "chain": Outcome.YES,
    }
    assert made.findings[0].validity is Validity.VALID
    signer = next(check for check in made.findings[0].checks if check.name == "signer")
    assert (signer.source, signer.source_date) == ("own list", "2026-01-01")
    assert made.summary.origin == "says-captured"
    assert "Whether it is true, no check can tell" in made.summary.lines[0]


def test_reservations_in_the_credential():
    (made,) = [one for one in report(samples.signed()).findings if one.scheme == "cawg-training-mining"]
    assert (made.claim, made.uses, made.validity) == (Claim.RESERVED, (Use.GENERATIVE_TRAINING,), Validity.VALID)


@pytest.mark.parametrize("options", [Options(), Options((TrustList("another", "2026-02-02", testca.make(samples.NOW).root),))])
def test_an_unknown_signer_is_untrusted_and_nothing_worse(options):
    made = report(samples.signed(), options)
    told = checks(made)
    assert made.findings[0].validity is Validity.UNTRUSTED
    assert (told["content-hash"], told["signature"], told["signer"]) == (
        Outcome.YES,
        Outcome.YES,
        Outcome.NO if options.lists else Outcome.UNKNOWN,
    )
    assert made.summary.origin == "says-captured"


def test_the_second_list_that_knows_the_signer_is_named():
    other = TrustList("another", "2026-02-02", testca.make(samples.NOW).root)
    signer = next(
        check for check in report(samples.signed(), Options((other, samples.own_list()))).findings[0].checks if check.name == "signer"
    )
    assert signer.source == "own list"


def changed(data: bytes) -> bytes:
    """One byte of the picture turned."""
    made = bytearray(data)
    made[-100] ^= 1
    return bytes(made)


def test_a_changed_picture_fails_its_hash_and_its_claims_leave_the_answer():
    made = report(changed(samples.signed()))
    assert checks(made)["content-hash"] is Outcome.NO
    assert checks(made)["signature"] is Outcome.YES
    assert made.findings[0].validity is Validity.INVALID
    assert made.summary.origin == "nothing-said"
    assert any("Left out of the answer" in line for line in made.summary.lines)


def test_a_changed_statement_breaks_the_signature_not_the_content():
    made = report(samples.signed().replace(b"notAllowed", b"NOTallowed"))
    assert checks(made)["signature"] is Outcome.NO


def test_signing_again_on_top_does_not_hide_the_broken_link():
    broken = changed(samples.signed())
    laundered = credential.sign(broken, "image/jpeg", Statement("again", parent=broken), samples.ca().chain, samples.ca().key)
    made = report(laundered)
    told = checks(made)
    assert (told["content-hash"], told["signer"], told["chain"]) == (Outcome.YES, Outcome.YES, Outcome.NO)
    inherited = [one for one in made.findings if one.claim is Claim.CAPTURED]
    assert [one.validity for one in inherited] == [Validity.INVALID]
    assert made.summary.origin == "nothing-said"
    assert any("does not repair" in line for line in made.summary.lines)


def test_a_part_made_by_ai_is_a_part():
    part = samples.signed("trainedAlgorithmicMedia")
    whole = credential.sign(
        samples.jpeg(),
        "image/jpeg",
        Statement("collage", "digitalCapture", parts=(("flower", part, "image/jpeg"),)),
        samples.ca().chain,
        samples.ca().key,
    )
    made = report(whole)
    assert made.summary.origin == "says-captured"
    assert [one.about for one in made.findings if one.claim is Claim.MADE_BY_AI] == ["flower"]
    assert any("flower" in line for line in made.summary.lines)
    drawn = made.findings[0].data["graph"]
    assert len(drawn["nodes"]) == 2
    assert [edge["relation"] for edge in drawn["edges"]] == ["componentOf"]


def test_an_edited_file_inherits_how_its_parent_was_made():
    parent = samples.signed("trainedAlgorithmicMedia")
    edited = credential.sign(
        parent,
        "image/jpeg",
        Statement("edited", parent=parent, actions=({"action": "c2pa.cropped"},)),
        samples.ca().chain,
        samples.ca().key,
    )
    made = report(edited)
    assert made.summary.origin == "says-ai"
    assert Claim.EDITED in {one.claim for one in made.findings}
    assert checks(made)["chain"] is not Outcome.NO


def test_credential_and_metadata_that_contradict_each_other():
    packet = samples.xmp(Iptc4xmpExt_DigitalSourceType=samples.SOURCE + "trainedAlgorithmicMedia")
    made = report(samples.signed("digitalCapture", packet))
    assert made.summary.origin == "contradiction"
    (one,) = made.summary.contradictions
    assert one.words == "According to XMP it was made by AI; according to C2PA it was captured by a camera or recorder."
    by_id = {finding.id: finding.claim for finding in made.findings}
    assert {by_id[number] for number in one.findings} == {Claim.MADE_BY_AI, Claim.CAPTURED}


def test_an_unknown_source_type_is_refused_by_us_though_the_library_signs_it():
    with pytest.raises(ValueError, match="banana"):
        credential.manifest(Statement("x", "banana"))


def test_self_signed_and_wrong_purpose():
    own = testca.make(samples.NOW, self_signed=True)
    made = report(credential.sign(samples.jpeg(), "image/jpeg", Statement("x", "digitalCapture"), own.chain, own.key))
    assert made.findings[0].validity is Validity.UNTRUSTED
    wrong = testca.make(samples.NOW, purposes=(testca.x509.oid.ExtendedKeyUsageOID.SERVER_AUTH,))
    with pytest.raises(Exception, match=r"(?i)certificate"):
        credential.sign(samples.jpeg(), "image/jpeg", Statement("x", "digitalCapture"), wrong.chain, wrong.key)


def results(success=(), failure=(), informational=()):
    return verdict.status(
        {
            "success": [{"code": code} for code in success],
            "failure": [{"code": code} for code in failure],
            "informational": [{"code": code} for code in informational],
        }
    )


@pytest.mark.parametrize(
    ("found", "when", "outcome", "words"),
    [
        (
            results(["claimSignature.insideValidity", "timeStamp.validated", "timeStamp.trusted"]),
            "2025-01-01",
            Outcome.YES,
            "a time stamp says so",
        ),
        (results(["claimSignature.insideValidity", "timeStamp.validated"]), "2025-01-01", Outcome.YES, "nobody vouches"),
        (results(["claimSignature.insideValidity"]), "", Outcome.YES, "not proven"),
        (results(failure=["signingCredential.expired"]), "", Outcome.NO, "no sign of forgery"),
        (results(failure=["signingCredential.expired"]), "2025-01-01", Outcome.NO, "no authority"),
        (
            results(failure=["claimSignature.outsideValidity"]),
            "2035-01-01",
            Outcome.NO,
            "before or after",
        ),  # a clock ahead of the certificate
        (results(), "", Outcome.UNKNOWN, "could not be told"),
    ],
)
def test_expired_is_not_forged(found, when, outcome, words):
    check = verdict.time(found, when)
    assert check.outcome is outcome
    assert words in check.words
    assert verdict.validity(results(failure=["signingCredential.expired"]), trusted=False) is Validity.UNTRUSTED


def test_a_revoked_certificate():
    assert verdict.signer(results(failure=["signingCredential.ocsp.revoked"]), "X", [], None).outcome is Outcome.NO
    assert verdict.validity(results(failure=["signingCredential.ocsp.revoked"]), trusted=False) is Validity.INVALID


def test_a_ring_of_ingredients_ends():
    made = {
        "active_manifest": "a",
        "manifests": {
            "a": {"title": "A", "ingredients": [{"title": "B", "active_manifest": "b", "relationship": "parentOf", "label": "i"}]},
            "b": {
                "title": "B",
                "ingredients": [
                    {"title": "A", "active_manifest": "a", "relationship": "parentOf", "label": "i"},
                    {"title": "lost", "relationship": "componentOf"},
                ],
            },
        },
    }
    drawn = graph.drawn(made)
    assert [node["id"] for node in drawn["nodes"]] == ["a", "b", "b#1"]
    assert len(graph.parts(made)) == 3
    assert [name for name, _, _ in graph.lineage(made["manifests"], "a")] == ["a", "b"]
    assert list(reading.findings(made, Options(), None))


@pytest.mark.parametrize("made", [{}, {"manifests": 5}, {"active_manifest": "x", "manifests": {"x": {"assertions": [1, {"label": "c2pa.actions", "data": {"actions": [None]}}], "ingredients": ["y"]}}}, {"validation_results": {"activeManifest": {"failure": [3]}}}])  # fmt: skip
def test_stores_of_nonsense(made):
    assert next(iter(reading.findings(made, Options(), None))).code == "credential"


@pytest.mark.parametrize("kind", ["image/png", "image/webp"])
def test_other_pictures(kind):
    made = report(samples.signed("trainedAlgorithmicMedia", b"", kind), name="x")
    assert made.findings[0].validity is Validity.VALID
    assert made.summary.origin == "says-ai"


def test_trust_lists_of_a_folder(tmp_path):
    (tmp_path / "own.pem").write_text("# comment\n" + samples.ca().root)
    (tmp_path / "stamps-TSA.pem").write_text(testca.make(samples.NOW).root)
    (tmp_path / "own.allowed.pem").write_text(samples.ca().chain)
    (made,) = trust.folder(tmp_path)
    assert (made.name, made.anchors.count("BEGIN"), made.allowed) == ("own", 2, samples.ca().chain)
    (tmp_path / "bad.pem").write_text("no certificate")
    with pytest.raises(ValueError, match="bad"):
        trust.folder(tmp_path)


def test_a_trust_list_in_the_json_of_etsi(tmp_path):
    body = "".join(samples.ca().root.split("\n")[1:-2])
    services = [
        {"ServiceInformation": {"ServiceStatus": f"http://x/{word}", "ServiceDigitalIdentity": {"X509Certificates": [{"val": body}]}}}
        for word in ("trusted", "withdrawn")
    ]
    data = {
        "LoTE": {
            "ListAndSchemeInformation": {"SchemeName": [{"value": "The List"}], "ListIssueDateTime": "2026-08-05T00:00:00Z"},
            "TrustedEntitiesList": [{"TrustedEntityServices": services}],
        }
    }
    (tmp_path / "list.json").write_text(trust.json.dumps(data))
    (made,) = trust.folder(tmp_path)
    assert (made.name, made.date, made.anchors.count("BEGIN")) == ("The List", "2026-08-05", 1)
    assert report(samples.signed(), Options((made,))).findings[0].validity is Validity.VALID


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        ({"assertion.dataHash.mismatch": "hash mismatch"}, Outcome.NO),
        ({"assertion.dataHash.mismatch": "data hash exclusion does not match the manifest location in the asset"}, Outcome.UNKNOWN),
        ({"assertion.dataHash.malformed": "x"}, Outcome.UNKNOWN),
        ({}, Outcome.UNKNOWN),
    ],
)
def test_what_the_content_hash_can_tell(failure, outcome):
    assert verdict.content(verdict.Status({}, {}, failure)).outcome is outcome


samples.expiring()  # made when this module is read, looked at last


def test_a_certificate_that_has_expired_since():
    data, root, expires = samples.expiring()
    time.sleep(max(0.0, (expires - datetime.now(UTC)).total_seconds() + 1))
    made = report(data, Options((TrustList("own list", "2026-01-01", root),)))
    told = checks(made)
    assert (told["content-hash"], told["signature"], told["time"]) == (Outcome.YES, Outcome.YES, Outcome.NO)
    assert made.findings[0].validity is Validity.UNTRUSTED
    assert made.summary.origin == "says-captured"
    assert "signingCredential.expired" in {reason.code for reason in made.findings[0].reasons}
