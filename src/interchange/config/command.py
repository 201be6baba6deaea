"""The `interchange` command: serves the house, looks after it, and reads and labels files."""

import argparse
import os
import sys
from collections.abc import Callable

from interchange.config import operating, work
from interchange.workbench.registry import command as registry
from interchange.workbench.signals import command as signals
from interchange.workbench.signals.writing import command as writing

Handler = Callable[[argparse.Namespace], int]

# name: (what it does, how its arguments are declared, what carries it out)
COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], object], Handler]] = {
    "run": (
        "serve the house and its worker; sets up what is missing first",
        lambda p: p.add_argument("--no-worker", action="store_true"),
        work.run,
    ),
    "web": ("serve pages alone, for systemd and containers; prepares nothing", lambda p: None, operating.web),
    "prepare": ("bring database, words and static files up to this version", lambda p: None, operating.prepare_house),
    "probe": ("ask this machine's web process whether it can serve", lambda p: None, operating.probe),
    "worker": ("run the background worker alone", lambda p: None, work.worker),
    "demo": (
        "build the demo world in an empty house",
        lambda p: p.add_argument("--rest", action="store_true", help="go on with the large call"),
        work.demo,
    ),
    "check": (
        "say whether everything the house needs is there; --deploy: and whether it is safe to let people in",
        lambda p: p.add_argument("--deploy", action="store_true"),
        operating.check,
    ),
    "inspect": ("say what files say about themselves: labels, credentials, reservations", signals.declare, signals.run),
    "label": ("write a label, and a credential if wanted, into a copy of a picture", writing.declare, writing.run),
    "registry": ("codes of works, lists asked, evidence and indexes checked", registry.declare, registry.run),
    "testca": ("make certificates for trying out credentials", writing.declare_ca, writing.run_ca),
    "keys": (
        "rotate: encrypt every key that signs anew, under the newest secret of the settings",
        lambda p: p.add_argument("what", choices=["rotate"]),
        work.keys,
    ),
    "journal": (
        "verify: read the whole journal and name every broken link",
        lambda p: (
            p.add_argument("what", choices=["verify"]),
            p.add_argument("file", nargs="?", help="an export of the journal instead of the database"),
        ),
        operating.journal,
    ),
    "transparency": (
        "count the transparency figures from the database, or from a journal that /journal/export.jsonl gave out; prints JSON",
        lambda p: p.add_argument("--journal", metavar="FILE", help="count this file instead of the database"),
        work.transparency,
    ),
    "bounce": ("take a returned mail from standard input", lambda p: None, work.bounce),
    "mailbox": (
        "take replies and returned mails from the mail server, by LMTP",
        lambda p: p.add_argument("--bind", default="127.0.0.1:8024", help="address and port to listen on"),
        work.mailbox,
    ),
    "retention": ("list what is kept too long; --do deletes it", lambda p: p.add_argument("--do", action="store_true"), work.retention),
    "backup": (
        "write database, files and keys into one encrypted archive; --verify reads one",
        lambda p: (
            p.add_argument("file", nargs="?", help="a new file, or a folder that gets a file named by the time"),
            p.add_argument(
                "--to", dest="recipient", metavar="AGE-KEY", help="public key to encrypt to, instead of the setting; 'nobody' for none"
            ),
            p.add_argument("--verify", action="store_true", help="read the whole archive and say whether it holds; needs no house"),
            p.add_argument("--identity", metavar="FILE", help="the private age key, to verify an encrypted archive"),
            p.add_argument("--make-key", metavar="FILE", help="write a new private key to this file and print the public one"),
        ),
        operating.backup,
    ),
    "restore": (
        "bring an archive back into an empty house",
        lambda p: (
            p.add_argument("file"),
            p.add_argument("--identity", metavar="FILE", help="the private age key"),
            p.add_argument("--send-letters", action="store_true", help="let letters that were due leave; else they wait for an officer"),
        ),
        operating.restore,
    ),
    "recount": ("count a round again from its signed file", lambda p: p.add_argument("file"), work.recount),
    "officer": (
        "add EMAIL: make the first administrator and officer, who gets a link that signs in once",
        lambda p: (
            p.add_argument("words", nargs="+", metavar="add EMAIL"),
            p.add_argument("--print-link", action="store_true", help="show the link here instead of mailing it"),
        ),
        operating.officer,
    ),
    "manage": ("hand the rest to Django's own commands", lambda p: p.add_argument("arguments", nargs=argparse.REMAINDER), work.manage),
}


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and carry it out; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
    parser = argparse.ArgumentParser(prog="interchange", description=__doc__)
    parts = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (what, declare, _) in COMMANDS.items():
        declare(parts.add_parser(name, help=what, description=what))
    given = parser.parse_args(arguments)
    return COMMANDS[given.command][2](given)


if __name__ == "__main__":
    sys.exit(main())
