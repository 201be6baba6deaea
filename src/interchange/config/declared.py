"""Settings as declarations: each says once its kind, its default and what it is for.

`docs/settings.md` and `interchange check --deploy` are written from what was declared, so neither can name a setting that is not
read, or leave one out. A secret may be given as a file instead (`INTERCHANGE_SECRET_KEY_FILE`), as containers and systemd hand secrets
over: it then stands neither in the environment nor in the output of `ps` or `systemctl show`.
"""

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from environs import Env, EnvError

PREFIX = "INTERCHANGE_"
# Names of their own: inside the class below, `str` and its kin are methods.
Text: TypeAlias = str
Flag: TypeAlias = bool
Number: TypeAlias = int
Words: TypeAlias = list[str]


@dataclass(frozen=True)
class Setting:
    """One variable: its name without the prefix, kind, default in words, meaning, and the part of the manual it stands in."""

    name: str
    kind: str
    default: str
    says: str
    part: str
    secret: bool = False

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name


@dataclass
class Declarations:
    """Reads variables and remembers what was asked for. Two settings of one name are a mistake (`ValueError`)."""

    env: Env = field(default_factory=lambda: Env(prefix=PREFIX))
    known: dict[str, Setting] = field(default_factory=dict)
    part: str = ""

    def begin(self, part: Text) -> None:
        """What follows stands in this part of the manual."""
        self.part = part

    def str(self, name: Text, default: Text, says: Text = "", *, shown: Text | None = None, secret: Flag = False) -> Text:
        """A text. With `secret`, also from the file that `<NAME>_FILE` names; a file that cannot be read is a mistake (`EnvError`)."""
        self._declare(name, "text", default if shown is None else shown, says, secret)
        given: Text = (self._from_file(name) if secret else "") or self.env.str(name, default)
        return given

    def _from_file(self, name: Text) -> Text:
        path = self.env.str(f"{name}_FILE", "")
        if not path:
            return ""
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as failure:
            raise EnvError(f"{PREFIX}{name}_FILE: {path} cannot be read ({type(failure).__name__})") from failure

    def bool(self, name: Text, default: Flag, says: Text = "", *, shown: Text | None = None) -> Flag:
        """Yes or no."""
        self._declare(name, "yes or no", ("on" if default else "off") if shown is None else shown, says)
        given: Flag = self.env.bool(name, default)
        return given

    def int(self, name: Text, default: Number, says: Text = "", *, shown: Text | None = None) -> Number:
        """A whole number."""
        self._declare(name, "number", f"{default}" if shown is None else shown, says)
        given: Number = self.env.int(name, default)
        return given

    def list(self, name: Text, default: Words, says: Text = "", *, shown: Text | None = None, secret: Flag = False) -> Words:
        """Several words with commas between."""
        self._declare(name, "list", ", ".join(default) if shown is None else shown, says, secret)
        written = self._from_file(name) if secret else ""
        given: Words = [one.strip() for one in written.split(",") if one.strip()] or self.env.list(name, default)
        return given

    def json(self, name: Text, default: Any, says: Text = "", *, shown: Text | None = None) -> Any:
        """Data as JSON."""
        self._declare(name, "JSON", f"{default}" if shown is None else shown, says)
        return self.env.json(name, default)

    def mail(self, name: Text, default: Text, says: Text = "", *, shown: Text | None = None) -> Mapping[Text, Any]:
        """A mail server's address, as a mapping of Django's settings."""
        from dj_email_url import parse

        return parse(self.str(name, default, says, shown=shown, secret=True))

    def elsewhere(self, name: Text, default: Text, says: Text) -> None:
        """A variable that another module reads: declared here so that the manual has it."""
        self._declare(name, "text", default, says)

    def unknown(self, environment: Iterable[Text] | None = None) -> Iterable[tuple[Text, Text]]:
        """Variables with our prefix that nobody declared, each with the nearest one that there is ("" where none is near): typing errors."""
        names = {setting.variable for setting in self.known.values()}
        names |= {f"{setting.variable}_FILE" for setting in self.known.values() if setting.secret}
        for given in sorted(os.environ if environment is None else environment):
            if given.startswith(PREFIX) and given not in names:
                yield given, next(iter(difflib.get_close_matches(given, names, n=1)), "")

    def _declare(self, name: Text, kind: Text, default: Text, says: Text, secret: Flag = False) -> None:
        if name in self.known:
            raise ValueError(f"the setting {name!r} is declared already")
        self.known[name] = Setting(name, kind, default, says, self.part, secret)
