"""What somebody who has none of our code needs to check a bundle: Python's library and the program openssl. `python stranger.py BUNDLE KEY AUTHORITY`."""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path


def check(bundle: str, key: str, authority: str) -> list[str]:
    """What is wrong; nothing where it holds."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder)
            names = set(archive.namelist())
        here = Path(folder)
        seal, listed = (json.loads((here / name).read_bytes()) for name in ("seal.json", "manifest.json"))
        digests = {name: one["sha256"] for name, one in listed["files"].items()} | {
            name: value for name, value in seal.items() if name != "format"
        }
        for name, digest in digests.items():
            if hashlib.sha256((here / name).read_bytes()).hexdigest() != digest:
                wrong.append(name)
        wrong += sorted(names - set(digests) - {"seal.json", "seal.sig", "key.pem"})
        commands = [
            ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", "seal.json", "-sigfile", "seal.sig"],
            ["openssl", "ts", "-verify", "-in", "timestamp.tsr", "-data", "manifest.json", "-CAfile", authority],
        ]
        wrong += [command[1] for command in commands if subprocess.run(command, cwd=folder, capture_output=True).returncode]
    return wrong


if __name__ == "__main__":
    found = check(*sys.argv[1:4])
    sys.exit(f"wrong: {', '.join(found)}" if found else 0)
