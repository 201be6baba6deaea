"""Write the parts of the manual that the code knows best: who may say which verb, which options and which settings there are.

    python -m scripts.manual [--check]

With `--check` nothing is written; the exit code says whether the manual is true.
"""

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"


def permissions() -> str:
    """docs/permissions.md: every role, and every verb with those who may say it at all."""
    from interchange.ground.policy.rules import RULES
    from interchange.ground.policy.viewer import VISITOR, Viewer
    from interchange.ground.policy.vocabulary import STAFF_ROLES, Role

    lines = [
        "# Roles and permissions",
        "",
        "Written by `python -m scripts.manual` from the rules themselves; a gate fails when it is out of date.",
        "",
        "## Roles",
        "Staff roles sleep until the person has signed in with a second factor.",
        "",
        "| Role | Name | Staff |",
        "|---|---|---|",
        *(f"| `{role.value}` | {role.label} | {'yes' if role in STAFF_ROLES else 'no'} |" for role in Role),
        "",
        "## Verbs",
        "“Everyone” includes visitors. “Some things only” means that the row filter in the room's `policy.py` decides which. "
        "“Conflict” names the file whose recorded conflicts hide the thing from the person.",
        "",
        "| Verb | Who may say it | To what | Conflict |",
        "|---|---|---|---|",
    ]
    for verb, rule in sorted(RULES.items()):
        if rule.who(VISITOR):
            who = "everyone"
        elif rule.who(Viewer(person_id=0)):
            who = "everyone who has signed in"
        else:
            named = [str(role.label) for role in Role if rule.who(Viewer(person_id=0, roles=frozenset({role})))]
            scoped = [
                str(role.label)
                for role in Role
                if role.label not in named and rule.who(Viewer(person_id=0, scoped=frozenset({(role, "any:thing")})))
            ]
            who = ", ".join(named + scoped) or "the house itself"
        what = f"{rule.model._meta.verbose_name}, some things only" if rule.model else "-"
        lines.append(f"| `{verb}` | {who} | {what} | {rule.conflict[0] if rule.conflict else '-'} |")
    return "\n".join(lines) + "\n"


def options() -> str:
    """docs/options.md: every number that a Secretariat may set, its default and why."""
    from interchange.ground.vocabulary.options import DEFINITIONS

    lines = [
        "# Options",
        "",
        "The framework paper of the network is not public, so these points are settings with defaults of ours. They are changed on the "
        "page `/settings/options/`, with a reason. Written by `python -m scripts.manual`.",
        "",
        "| Option | Default | What it is | Why this default |",
        "|---|---|---|---|",
        *(f"| `{key}` | {entry.default} | {entry.label} | {entry.why} |" for key, entry in sorted(DEFINITIONS.items())),
    ]
    return "\n".join(lines) + "\n"


def settings() -> str:
    """docs/settings.md: every variable of the environment, from its own declaration in the settings module."""
    from interchange.config.settings import env

    secrets = ", ".join(f"`{one.variable}`" for one in env.known.values() if one.secret)
    lines = [
        "# Settings",
        "",
        "Everything that differs between places comes from the environment. Defaults suit a first look on one's own machine; for a real network "
        "[install.md](install.md) names what to set and `interchange check --deploy` what is unsafe or missing. Written by `python -m scripts.manual` "
        "from the declarations in `config/settings.py`.",
        "",
        f"Secrets may be given as files instead: with `_FILE` after the name, the variable names the file. These are secrets: {secrets}.",
    ]
    part = None
    for one in env.known.values():
        if one.part != part:
            part = one.part
            lines += ["", f"## {part}", "| Variable | Default | Meaning |", "|---|---|---|"]
        plain = one.default and not any(mark in one.default for mark in " `")
        default = f"`{one.default}`" if plain and one.default not in {"on", "off"} else one.default or "empty"
        lines.append(f"| `{one.variable}` | {default} | {one.says} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check the files; returns the exit code."""
    stale = 0
    for name, text in (("permissions.md", permissions()), ("options.md", options()), ("settings.md", settings())):
        path = DOCS / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                sys.stderr.write(f"docs/{name} is out of date: run python -m scripts.manual\n")
                stale = 1
        else:
            path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interchange.config.settings")
    os.environ.setdefault("INTERCHANGE_DEMO", "1")
    django.setup()
    sys.exit(main())
