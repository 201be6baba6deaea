"""Encryption to a public key (age, X25519), as a stream: an archive is never on the disk in the clear, at writing."""

import os
import tarfile
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pyrage

MAGIC = b"age-encryption.org/v1"


def make_key(file: Path) -> str:
    """Write a new private key, readable by its owner only, and return its public half. An existing file is not overwritten."""
    identity = pyrage.x25519.Identity.generate()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SystemExit(f"interchange: {file} exists already") from None
    with os.fdopen(handle, "w") as out:
        out.write(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def is_recipient(words: str) -> bool:
    """Whether this is an age public key."""
    try:
        pyrage.x25519.Recipient.from_str(words)
    except pyrage.RecipientError:
        return False
    return True


def write(out: BinaryIO, fill: Callable[[tarfile.TarFile], None], recipient: str) -> None:
    """Let `fill` write a gzipped tar into `out`, encrypted to the recipient ("" for none). What `fill` raises is raised here."""
    if not recipient:
        with tarfile.open(fileobj=out, mode="w|gz") as archive:
            fill(archive)
        return
    reading, writing = os.pipe()
    failures: list[BaseException] = []

    def pour() -> None:
        try:
            with os.fdopen(writing, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|gz") as archive:
                fill(archive)
        except BaseException as failure:  # raised again below, in the thread that asked
            failures.append(failure)

    thread = threading.Thread(target=pour)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as pipe:
            pyrage.encrypt_io(pipe, out, [pyrage.x25519.Recipient.from_str(recipient)])
    finally:
        thread.join()
    if failures:
        raise failures[0]


def extract(file: Path, folder: Path, identity: Path | None) -> bool:
    """Unpack an archive into a folder; returns whether it was encrypted. Raises `SystemExit` in one line for what is none or cannot be opened."""
    with file.open("rb") as source:
        sealed = source.read(len(MAGIC)) == MAGIC
    if sealed and identity is None:
        raise SystemExit(f"interchange: {file} is encrypted; name the private key with --identity")
    opened = file
    try:
        if sealed and identity is not None:
            opened = folder.with_suffix(".tar.gz")
            _decrypt(file, opened, identity)
        with tarfile.open(opened, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError, zlib.error) as failure:
        raise SystemExit(f"interchange: {file} is no whole archive ({type(failure).__name__})") from failure
    finally:
        if opened != file:
            opened.unlink(missing_ok=True)
    return sealed


def _decrypt(file: Path, to: Path, identity: Path) -> None:
    key = _identity(identity)
    try:
        with file.open("rb") as source, os.fdopen(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            pyrage.decrypt_io(source, out, [key])
    except (pyrage.DecryptError, OSError) as failure:  # age authenticates each piece: a changed or cut-off one comes as an OSError
        raise SystemExit(f"interchange: {file} does not open with this key, or was changed or cut off") from failure


def _identity(file: Path) -> pyrage.x25519.Identity:
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line.startswith("AGE-SECRET-KEY-")))
    except (OSError, StopIteration, UnicodeDecodeError, pyrage.IdentityError):
        raise SystemExit(f"interchange: {file} holds no private age key") from None
