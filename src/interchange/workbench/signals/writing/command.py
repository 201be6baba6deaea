"""`interchange label`: a label and, if wanted, a credential into a copy of a picture. `interchange testca`: certificates for trying it out."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of `label`."""
    parser.add_argument("file", help="a JPEG, PNG or WebP; it is not changed")
    parser.add_argument("--out", metavar="FILE", help="where the labelled copy goes; without it only the changes are shown")
    parser.add_argument(
        "--source-type", default="", metavar="TYPE", help="IPTC Digital Source Type, for example trainedAlgorithmicMedia; - removes it"
    )
    parser.add_argument("--ai-system", default="", help="IPTC: the AI system that was used")
    parser.add_argument("--ai-version", default="", help="IPTC: its version")
    parser.add_argument("--prompt", default="", help="IPTC: the prompt, or how it was made")
    parser.add_argument("--prompt-writer", default="", help="IPTC: who wrote the prompt")
    parser.add_argument("--aigc", default="", metavar="JSON", help='GB 45438-2025, for example {"Label": "1", "ContentProducer": "..."}')
    parser.add_argument("--data-mining", default="", metavar="VALUE", help="PLUS, for example DMI-PROHIBITED-GENAIMLTRAINING")
    parser.add_argument("--tdm", default="", choices=["0", "1"], help="TDMRep: 1 reserves text and data mining")
    parser.add_argument("--tdm-policy", default="", metavar="ADDRESS", help="TDMRep: where a licence is offered")
    parser.add_argument(
        "--sign", nargs=2, metavar=("CHAIN", "KEY"), help="sign with C2PA: PEM files of the chain (signer first) and of the P-256 key"
    )
    parser.add_argument(
        "--staple", metavar="FILE", help="put the issuer's answer about the certificate (OCSP, DER) into the credential, with --sign"
    )
    parser.add_argument("--break-credential", action="store_true", help="label a signed file although that breaks its credential")


def declare_ca(parser: argparse.ArgumentParser) -> None:
    """The arguments of `testca`."""
    parser.add_argument("folder", help="where root.pem (for a trust list), chain.pem, key.pem and issuer-key.pem go")
    parser.add_argument(
        "--revoke", action="store_true", help="revoke the certificate of the folder: writes revoked.crl (beside a trust list) and revoked.ocsp (for --staple)"
    )  # fmt: skip


def run(given: argparse.Namespace) -> int:
    """Show what changes, write the copy, read it back; 2 if it cannot be done."""
    from interchange.workbench.signals.writing import credential, label, stapling
    from interchange.workbench.signals.writing.images import NotWritable

    try:
        content = Path(given.file).read_bytes()
        chosen = label.Label(
            given.source_type,
            given.ai_system,
            given.ai_version,
            given.prompt,
            given.prompt_writer,
            json.loads(given.aigc) if given.aigc else {},
            given.data_mining,
            given.tdm,
            given.tdm_policy,
        )
        for change in label.preview(content, chosen):
            sys.stdout.write(f"{change.name}: {change.before or '(nothing)'} -> {change.after or '(nothing)'}\n")
        if not given.out:
            return 0
        made = label.write(content, chosen, break_credential=given.break_credential)
        result = made.content
        if given.sign:
            chain, key = (Path(path).read_text() for path in given.sign)
            said = credential.Statement(Path(given.file).name, given.source_type)
            result = credential.sign(result, credential.media_type(result), said, chain, key)
            if given.staple:
                result = stapling.staple(result, Path(given.staple).read_bytes())
        Path(given.out).write_bytes(result)
    except (NotWritable, ValueError, OSError) as wrong:
        sys.stderr.write(f"interchange: {wrong}\n")
        return 2
    sys.stdout.write(f"Everything but the XMP is unchanged (SHA-256 {made.media_sha256}).\n")
    return _back(given.out)


def _back(path: str) -> int:
    from interchange.workbench.signals import printing
    from interchange.workbench.signals.inspecting import inspect

    sys.stdout.write("\n".join(printing.lines(inspect(path))) + "\n")
    return 0


def run_ca(given: argparse.Namespace) -> int:
    """Write the certificates; never over others."""
    from interchange.workbench.signals.writing import testca

    folder = Path(given.folder)
    if given.revoke:
        return _revoke(folder)
    try:
        made = testca.make(datetime.now(UTC)).save(folder)
    except FileExistsError as taken:
        sys.stderr.write(f"interchange: {taken} is there already; choose another folder\n")
        return 2
    sys.stdout.write(f"Wrote {', '.join(made)} to {folder}. No list vouches for these certificates: they are for trying out.\n")
    return 0


def _revoke(folder: Path) -> int:
    """Write the issuer's list of revoked certificates and its answer about the signer, both with the signer revoked as of now."""
    from interchange.workbench.signals.writing import testca

    at = datetime.now(UTC)
    try:
        chain, key = (folder / "chain.pem").read_text(), (folder / "issuer-key.pem").read_text()
        made = {
            "revoked.crl": testca.revocation_list(chain, key, at, since=at),
            "revoked.ocsp": testca.status(chain, key, at, since=at),
        }
    except (OSError, ValueError) as wrong:
        sys.stderr.write(f"interchange: {wrong}\n")
        return 2
    for name, data in made.items():
        (folder / name).write_bytes(data)
    sys.stdout.write(f"Wrote {', '.join(made)} to {folder}.\n")
    return 0
