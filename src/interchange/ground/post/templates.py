"""Letter templates: defined in code beside a text file, worded anew by officers, rendered as plain text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine, TemplateSyntaxError
from django.template.base import VariableNode
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from interchange.ground.errors import Refused
from interchange.ground.post.models import Wording
from interchange.ground.post.replies import Reply
from interchange.ground.post.vocabulary import Rhythm


@dataclass(frozen=True)
class Template:
    """A kind of letter: its key ("calls.receipt"), title, whether it is essential, and sample values for every merge field.

    `rhythm` is how often people hear of it who did not choose (not essential kinds only); `reply` says what an answer by mail does.
    """

    key: str
    title: str | Promise
    essential: bool
    sample: Mapping[str, Any]
    rhythm: Rhythm = Rhythm.INSTANT
    reply: Reply | None = None

    @property
    def file(self) -> str:
        """The text file in the room's templates."""
        room, name = self.key.split(".", 1)
        return f"{room}/letters/{name}.txt"


TEMPLATES: dict[str, Template] = {}
_engine = Engine(builtins=["django.templatetags.i18n"], autoescape=False)


def define(
    key: str,
    *,
    title: str | Promise,
    essential: bool = True,
    sample: Mapping[str, Any],
    rhythm: Rhythm = Rhythm.INSTANT,
    reply: Reply | None = None,
) -> Template:
    """Define a template (in a room's `letters.py`). Raises `ValueError` where the key is taken or an essential letter would wait for a digest."""
    if key in TEMPLATES:
        raise ValueError(f"a letter template {key!r} exists already")
    if essential and rhythm != Rhythm.INSTANT:
        raise ValueError(f"the letter {key!r} is essential: it leaves at once")
    TEMPLATES[key] = made = Template(key, title, essential, sample, rhythm, reply)
    return made


def text_of(key: str) -> tuple[str, str]:
    """Subject and body as they are worded now: the newest wording, else the file."""
    wording = Wording.objects.filter(template=key).order_by("-version").values_list("subject", "body").first()
    return wording or file_text(key)


def file_text(key: str) -> tuple[str, str]:
    """Subject and body of the template's file: a line "Subject: ...", an empty line, the text."""
    source = get_template(TEMPLATES[key].file).template.source  # type: ignore[attr-defined]
    head, _sep, body = source.partition("\n\n")
    return head.removeprefix("Subject:").strip(), body.strip() + "\n"


def fields_in(text: str) -> set[str]:
    """The merge fields named in a text."""
    return {match.split("|")[0].split(".")[0] for match in re.findall(r"{{\s*([\w.|]+)[^}]*}}", text)}


def render(key: str, context: Mapping[str, Any], *, text: tuple[str, str] | None = None) -> tuple[str, str]:
    """Subject (one line) and plain-text body. `base_url` and `network` are known to every letter. Raises `KeyError` for a missing field."""
    template = TEMPLATES[key]
    missing = set(template.sample) - set(context)
    if missing:
        raise KeyError(f"letter {key}: no value for {', '.join(sorted(missing))}")
    values = Context({"base_url": settings.BASE_URL, "network": "AIII Technical Exchange Network", **context}, autoescape=False)
    subject, body = (_engine.from_string(part).render(values) for part in text or text_of(key))
    return re.sub(r"\s+", " ", subject).strip()[:250], re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def check(key: str, subject: str, body: str) -> None:
    """Raise `Refused` for a wording that breaks: unknown merge fields, syntax, a subject over 250 characters or of two lines."""
    if "\n" in subject.strip() or not subject.strip():
        raise Refused.of("subject", _("The subject must be one line."), _("Take the line break out."))
    unknown = fields_in(subject + body) - set(TEMPLATES[key].sample) - {"base_url", "network"}
    if unknown:
        raise Refused.of(
            "body", _("Unknown merge field: %s.") % ", ".join(sorted(unknown)), _("Use only the fields listed beside the form.")
        )
    try:
        for part in (subject, body):
            parsed = _engine.from_string(part)
            for node in parsed.nodelist.get_nodes_by_type(VariableNode):
                if any(name.startswith("_") for name in str(node.filter_expression.var).split(".")):  # type: ignore[attr-defined]
                    raise TemplateSyntaxError("private names")
        render(key, TEMPLATES[key].sample, text=(subject, body))
    except TemplateSyntaxError as mistake:
        raise Refused.of("body", _("The text cannot be read: %s.") % mistake, _("Merge fields look like {{ name }}.")) from mistake
