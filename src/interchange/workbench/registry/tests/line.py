"""The command as the house's own would call it, without the floor above."""

import argparse

from interchange.workbench.registry import command


def main(arguments: list[str]) -> int:
    """`main(["registry", "verify", ...])`: the exit code."""
    parser = argparse.ArgumentParser()
    command.declare(parser)
    return command.run(parser.parse_args(arguments[1:]))
