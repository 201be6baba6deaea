"""What an archive is made of, and how its parts are named and hashed. Knows neither database nor Django."""

import hashlib
from pathlib import Path
from typing import Any

FORMAT = 2
ABOUT, MANIFEST = "about.json", "manifest.json"
FILES, KEYS = "files", "keys"
SECRET_KEY = f"{KEYS}/secret-key"
UNFINISHED = "restore-unfinished"  # stands in the data folder from the first change of a restore to its last
Manifest = dict[str, dict[str, Any]]


def hashed(path: Path) -> dict[str, Any]:
    """SHA-256 (hex) and size in bytes of a file."""
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "size": path.stat().st_size}


def differences(folder: Path, manifest: Manifest) -> list[str]:
    """Each part that is missing, changed, or not in the manifest."""
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {ABOUT, MANIFEST}
    faults = [f"{name} is missing" for name in sorted(set(manifest) - there)]
    faults += [f"{name} is not in the manifest" for name in sorted(there - set(manifest))]
    return faults + [f"{name} was changed" for name in sorted(there & set(manifest)) if hashed(folder / name) != manifest[name]]
