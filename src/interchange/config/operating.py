"""What the `interchange` commands do that look after a house: prepare, check, back up, bring back, let the first officer in."""

import argparse
import os
from pathlib import Path

from interchange.config.work import ask, open_house, prepare, say, serving


def web(given: argparse.Namespace) -> int:
    """Serve pages and nothing else, in the place of this process: for systemd and containers, which look after processes themselves."""
    open_house()
    command = serving()
    from django.db import connections

    connections.close_all()
    os.execv(command[0], command)  # noqa: S606 - our own interpreter, our own words


def prepare_house(given: argparse.Namespace) -> int:
    """Bring database, words and static files up to this version; refuses while a restore is unfinished."""
    open_house()
    prepare()
    say("The house is prepared.")
    return 0


def probe(given: argparse.Namespace) -> int:
    """Ask this machine's web process whether it can serve, as a container's health check does; exit code 1 where it cannot."""
    status = ask("/readyz?for=web")
    say("ready" if status == 200 else f"not ready ({status or 'no answer'})")
    return 0 if status == 200 else 1


def check(given: argparse.Namespace) -> int:
    """Print what is there and what is not; with `--deploy` also what a real network must not be run with, each with its remedy."""
    open_house()
    from interchange.config.health import examine

    findings = list(examine())
    if given.deploy:
        from interchange.config.deploy import inspect

        findings += inspect()
    for finding in findings:
        mark = "ok " if finding.ok else "NO " if finding.grave else "?? "
        say(f"{mark} {finding.what:<22} {finding.detail}")
        if not finding.ok and finding.remedy:
            say(f"{'':<26} -> {finding.remedy}")
    grave = sum(not finding.ok and finding.grave for finding in findings)
    if given.deploy:
        doubts = sum(not finding.ok and not finding.grave for finding in findings)
        say(f"\n{len(findings)} looked at: {grave} to mend before anybody is let in, {doubts} to think over.")
    return 1 if grave else 0


def journal(given: argparse.Namespace) -> int:
    """Verify the chain of the database, or of an export that `/journal/export.jsonl` gave out, from whatever version."""
    if given.file:
        from interchange.ground.journal.links import walk

        try:
            with Path(given.file).open(encoding="utf-8") as lines:
                count, broken = walk(lines)
        except (OSError, ValueError) as wrong:
            say(f"{given.file} cannot be read: {wrong}")
            return 65
        for seq in broken:
            say(f"link {seq}: does not hold")
        say(f"{count} links read, {len(broken)} faults found")
        return 1 if broken else 0
    open_house()
    from interchange.ground.journal.chain import verify

    count, faults = verify()
    for fault in faults:
        say(f"link {fault.seq}: {fault.what}")
    say(f"{count} links read, {len(faults)} faults found")
    return 1 if faults else 0


def backup(given: argparse.Namespace) -> int:
    """Write the archive, or with `--verify` read one; says what is in it. Exit code 1 where it does not hold."""
    if given.make_key:
        from interchange.config.archive.sealing import make_key

        say(make_key(Path(given.make_key)))
        return 0
    if not given.file:
        raise SystemExit("interchange: name the file or folder of the backup")
    if given.verify:
        from interchange.config.archive.verifying import verify

        faults, facts = verify(Path(given.file), identity=Path(given.identity) if given.identity else None)
        for line in (*facts, *(f"FAULT {fault}" for fault in faults)):
            say(line)
        return 1 if faults else 0
    open_house()
    from interchange.config.archive.writing import write

    say(write(Path(given.file), recipient=given.recipient))
    return 0


def restore(given: argparse.Namespace) -> int:
    """Bring a house back into an empty place, and let no letter leave it that perhaps has left already."""
    open_house()
    from interchange.config.archive.reading import read

    say(read(Path(given.file), identity=Path(given.identity) if given.identity else None, prepare=prepare, send_letters=given.send_letters))
    return 0


def officer(given: argparse.Namespace) -> int:
    """Give somebody the roles of administrator and officer: how a new house gets its first staff."""
    open_house()
    prepare()
    from interchange.ground import clock
    from interchange.ground.accounts.actions import make_link, person_for, send_link
    from interchange.ground.accounts.vocabulary import LINK_LIFE
    from interchange.ground.errors import Refused
    from interchange.ground.policy.actions import grant_role
    from interchange.ground.policy.viewer import SYSTEM
    from interchange.ground.policy.vocabulary import Role

    at = clock.now()
    email = given.words[-1]
    if len(given.words) > 2 or given.words[:-1] not in ([], ["add"]):
        raise SystemExit("interchange: write `interchange officer add EMAIL`")
    try:
        person = person_for(email, at=at)
    except Refused as refused:
        raise SystemExit(f"interchange: {refused}") from None
    for role in (Role.ADMINISTRATOR, Role.OFFICER):
        grant_role(SYSTEM, person.pk, role, at=at, reason="Made by command at the house's own machine.")
    say(f"{person.email} is administrator and officer.")
    if given.print_link:
        say(
            f"A link that signs in once, within {int(LINK_LIFE.total_seconds() // 3600)} hours:\n{make_link(person.email, '/desk/', at=at)}"
        )
    else:
        send_link(person.email, "/desk/", at=at)
        say("A link that signs in once leaves by mail as soon as a worker runs (--print-link shows one here).")
    say("Nothing of the Secretariat opens before a second factor is set up: the first page after signing in says how.")
    return 0
