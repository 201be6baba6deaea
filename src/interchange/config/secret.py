"""The signing key of a house that is not in production: made once, kept in the data folder, readable by its owner only."""

import os
import secrets
from pathlib import Path


def kept_secret(folder: Path) -> str:
    """Return the secret kept in `folder`, making it at the first call; two processes that start at once agree on one."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "secret-key"
    if not path.exists():
        draft = folder / f"secret-key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # fails where another process was first; then theirs holds
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
