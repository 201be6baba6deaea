"""`interchange inspect`: the same report as Python gives, for files and folders, and safe for a terminal."""

import json

import jsonschema
import pytest

from interchange.config.command import main
from interchange.workbench.signals import Options, inspect, schema
from interchange.workbench.signals.inspecting import files
from interchange.workbench.signals.tests import samples


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "b.jpg").write_bytes(samples.signed())
    (tmp_path / "inner" / "a.png").write_bytes(samples.png(texts={"parameters": samples.PARAMETERS}))
    (tmp_path / "link.jpg").symlink_to(tmp_path / "b.jpg")
    return tmp_path


def test_command_python_and_bytes_give_the_same_report(folder, capsys):
    path = folder / "b.jpg"
    assert main(["inspect", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == inspect(path).json() == inspect(path.read_bytes(), name="b.jpg").json() == inspect(path, isolated=False).json()
    jsonschema.validate(told, schema.load("report.schema.json"))


def test_a_folder_in_json_lines(folder, capsys):
    assert main(["inspect", str(folder), "--jsonl", "--jobs", "2"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["path"] for one in told] == [str(folder / "b.jpg"), str(folder / "inner" / "a.png")]
    assert [one["report"]["summary"]["origin"] for one in told] == ["says-captured", "says-ai"]


def test_the_links_of_a_folder_are_not_followed(folder):
    assert [path.name for path in files([folder])] == ["b.jpg", "a.png"]


def test_plain_text(folder, capsys):
    assert main(["inspect", str(folder / "b.jpg")]) == 0
    told = capsys.readouterr().out
    assert "The file says that it was captured" in told
    assert "+ The content is, byte for byte, what was signed." in told


def test_trust_lists_and_codes(folder, capsys):
    lists = folder / "lists"
    lists.mkdir()
    (lists / "own.pem").write_text(samples.ca().root)
    assert main(["inspect", str(folder / "b.jpg"), "--json", "--codes", "--trust", str(lists)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["findings"][0]["validity"] == "valid"
    assert len(told["subject"]["sha256"]) == 64


def test_lists_named_by_the_setting(folder, capsys, monkeypatch):
    lists = folder / "lists"
    lists.mkdir()
    (lists / "own.pem").write_text(samples.ca().root)
    monkeypatch.setenv("INTERCHANGE_TRUST_LISTS", str(lists))
    assert main(["inspect", str(folder / "b.jpg"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"][0]["validity"] == "valid"


def test_exit_codes(folder, capsys):
    assert main(["inspect", str(folder / "nothing.jpg")]) == 1
    assert main(["inspect", str(folder / "b.jpg"), "--trust", str(folder / "nothing")]) == 2
    assert "trust lists" in capsys.readouterr().err


def test_a_file_cannot_steer_the_terminal(folder, capsys):
    (folder / "evil.png").write_bytes(samples.png(samples.xmp(dc_title="x\u202ey\u009b31m"), texts={"iscc": "a"}, size=(9, 9)))
    assert main(["inspect", str(folder / "evil.png"), "--no-pixels"]) == 0
    told = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\u009b"} & set(told)


def test_options_travel_to_the_process_and_back():
    from interchange.workbench.signals import options

    chosen = Options((samples.own_list(),), codes=True, pixels=False, added=False)
    assert options.of_data(json.loads(json.dumps(chosen.data()))) == chosen


def test_label_sign_and_read_back(folder, capsys):
    own = folder / "ca"
    assert main(["testca", str(own)]) == 0
    assert main(["testca", str(own)]) == 2
    assert (own / "key.pem").stat().st_mode & 0o777 == 0o600
    (folder / "x.jpg").write_bytes(samples.jpeg())
    words = [
        "label",
        str(folder / "x.jpg"),
        "--source-type",
        "trainedAlgorithmicMedia",
        "--aigc",
        samples.AIGC,
        "--data-mining",
        "DMI-PROHIBITED",
        "--tdm",
        "1",
    ]
    assert main(words) == 0
    assert "Iptc4xmpExt:DigitalSourceType: (nothing) -> http" in capsys.readouterr().out
    out = folder / "y.jpg"
    assert main([*words, "--out", str(out), "--sign", str(own / "chain.pem"), str(own / "key.pem")]) == 0
    assert (folder / "x.jpg").read_bytes() == samples.jpeg()
    made = inspect(out, options=Options(lists_of(own)))
    assert made.findings[0].validity.value == "valid"
    assert {one.scheme for one in made.findings} >= {"c2pa", "iptc-digital-source-type", "gb-45438", "plus-data-mining", "tdmrep"}
    assert made.summary.origin == "says-ai"
    assert len(made.summary.agreements) == 1


def test_a_certificate_is_revoked_and_readers_say_so(folder, capsys, tmp_path):
    own, lists, out = folder / "ca", tmp_path / "lists", folder / "z.jpg"
    (folder / "x.jpg").write_bytes(samples.jpeg())
    assert main(["testca", str(own), "--revoke"]) == 2
    assert main(["testca", str(own)]) == 0
    assert main(["testca", str(own), "--revoke"]) == 0
    lists.mkdir()
    (lists / "own.pem").write_text((own / "root.pem").read_text())
    words = [
        "label",
        str(folder / "x.jpg"),
        "--source-type",
        "digitalCapture",
        "--sign",
        str(own / "chain.pem"),
        str(own / "key.pem"),
        "--out",
        str(out),
    ]
    assert main([*words, "--staple", str(own / "revoked.ocsp")]) == 0
    capsys.readouterr()
    assert main(["inspect", str(out), "--trust", str(lists)]) == 0
    assert "Revoked: an answer of the certificate's issuer" in capsys.readouterr().out
    assert main(words) == 0
    (lists / "own.crl").write_bytes((own / "revoked.crl").read_bytes())
    capsys.readouterr()
    assert main(["inspect", str(out), "--trust", str(lists)]) == 0
    assert "Revoked: the list of revoked certificates beside “own”" in capsys.readouterr().out


def lists_of(own):
    from interchange.workbench.signals import trust

    return (trust.read(own / "root.pem"),)


@pytest.mark.parametrize(
    "wrong",
    [
        ["--source-type", "banana"],
        ["--aigc", "{not json"],
        ["--out", "/nonexistent/x.jpg"],
        ["--out", "x.jpg", "--sign", "/nonexistent", "/nonexistent"],
    ],
)
def test_labels_that_cannot_be_written(folder, capsys, wrong):
    (folder / "x.jpg").write_bytes(samples.jpeg())
    assert main(["label", str(folder / "x.jpg"), *wrong]) == 2
    assert capsys.readouterr().err.startswith("interchange: ")


def test_a_signed_pdf_gets_no_credential():
    from interchange.workbench.signals.writing import credential

    with pytest.raises(ValueError, match="PAdES"):
        credential.sign(
            samples.pdf(signed=True), "application/pdf", credential.Statement("x", "digitalCapture"), samples.ca().chain, samples.ca().key
        )
