"""The disclosure that a record comes to: what may honestly be said, and no more. Pure: rows in, words out.

Source types follow the IPTC's Digital Source Type NewsCodes; which one fits is derived from what became of each step. The contribution summary follows what
registration offices ask for: what a person made, and what a machine made that is still in the work. What that is worth in law is for the office to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interchange.workbench.making.models import Making, MakingFile, Step
from interchange.workbench.making.vocabulary import Became, FileRole, How
from interchange.workbench.signals.sourcetypes import BASE
from interchange.workbench.signals.writing.label import Label


@dataclass(frozen=True)
class System:
    """An AI system that had a part, with what it gave."""

    name: str
    gave: tuple[str, ...]


@dataclass(frozen=True)
class Disclosure:
    """What a record comes to."""

    source_type: str  # a concept of the IPTC's list
    headline: str
    lines: tuple[str, ...]
    by_person: tuple[str, ...]
    by_machine: tuple[str, ...]  # generated and still in the work
    systems: tuple[System, ...] = ()
    files: Sequence[MakingFile] = field(default_factory=tuple)

    @property
    def uses_ai(self) -> bool:
        """Whether anything that an AI system gave is in the work."""
        return self.source_type in {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"}


def named(step: Step) -> str:
    """A tool with its version and who provides it: "Sample Model 2 (Sample Labs)"."""
    name = f"{step.tool} {step.version}".strip()
    return f"{name} ({step.provider})" if step.provider else name


def source_type(making: Making, steps: Sequence[Step]) -> str:
    """The IPTC's concept that fits. Nothing generated: made by a person. All of it generated and nothing done by a person: made by a model."""
    generated = [one for one in steps if one.how == How.AI and one.became != Became.DROPPED]
    if not generated:
        return "digitalCreation"
    by_person = [one for one in steps if one.how != How.AI and one.became != Became.DROPPED]
    changed = any(one.became == Became.CHANGED for one in generated)
    return "compositeWithTrainedAlgorithmicMedia" if by_person or changed else "trainedAlgorithmicMedia"


def disclosure(making: Making, steps: Sequence[Step], files: Sequence[MakingFile]) -> Disclosure:
    """The statement, the summary and the source type of a record."""
    concept = source_type(making, steps)
    ai = [one for one in steps if one.how == How.AI]
    inside = [one for one in ai if one.became != Became.DROPPED]
    systems: dict[str, list[str]] = {}
    for one in inside:
        systems.setdefault(named(one), []).append(one.get_gave_display())
    who = making.credit
    if not steps:
        headline = _("Nothing is recorded yet of how this work was made.")
    elif concept == "digitalCreation" and not ai:
        headline = _("Made by %(who)s. No AI system was used, as far as this record tells.") % {"who": who}
    elif concept == "digitalCreation":
        headline = _("Made by %(who)s. AI systems were tried; nothing that they gave is in the work.") % {"who": who}
    elif concept == "trainedAlgorithmicMedia":
        headline = _("Generated with AI at the request of %(who)s, and used as it came.") % {"who": who}
    else:
        headline = _(
            "Made by %(who)s with the help of AI: some of it was generated and then chosen, changed or put together by a person."
        ) % {"who": who}
    lines = [
        _("%(system)s gave: %(what)s.") % {"system": system, "what": ", ".join(dict.fromkeys(gave)).lower()}
        for system, gave in systems.items()
    ]
    dropped = len(ai) - len(inside)
    if dropped and inside:
        said = ngettext("What %(n)d more AI step gave is not in the work.", "What %(n)d more AI steps gave is not in the work.", dropped)
        lines.append(said % {"n": dropped})
    lines.append(_("This is what the maker says; nobody has checked it."))
    return Disclosure(
        concept, headline, tuple(lines), tuple(_by_person(making, steps)), tuple(_by_machine(steps)),
        tuple(System(name, tuple(dict.fromkeys(gave))) for name, gave in systems.items()), files,
    )  # fmt: skip


def _by_person(making: Making, steps: Sequence[Step]) -> list[str]:
    found = [making.conceived] if making.conceived else []
    for one in steps:
        if one.how != How.AI and one.became != Became.DROPPED:
            words = one.what or one.get_gave_display()
            found.append(_("%(what)s (with %(tool)s)") % {"what": words, "tool": named(one)} if one.how == How.TOOL and one.tool else words)
        elif one.how == How.AI and one.became == Became.CHANGED:
            found.append(
                _("Changed what %(tool)s gave: %(what)s") % {"tool": named(one), "what": one.chosen or one.get_gave_display().lower()}
            )
        elif one.how == How.AI and one.chosen and one.became == Became.KEPT:
            found.append(_("Chose from what %(tool)s gave: %(what)s") % {"tool": named(one), "what": one.chosen})
    return found


def _by_machine(steps: Sequence[Step]) -> list[str]:
    return [
        _("%(gave)s by %(tool)s, %(became)s")
        % {"gave": one.get_gave_display(), "tool": named(one), "became": one.get_became_display().lower()}
        for one in steps
        if one.how == How.AI and one.became != Became.DROPPED
    ]


def shown_prompts(steps: Sequence[Step]) -> list[Step]:
    """The steps whose prompt may be told."""
    return [one for one in steps if one.prompt and one.prompt_shown]


def label(making: Making, steps: Sequence[Step]) -> Label:
    """What belongs into the file's metadata (IPTC Photo Metadata Standard 2025.1): source type, systems, and the prompts that may be told."""
    inside = [one for one in steps if one.how == How.AI and one.became != Became.DROPPED]
    systems = dict.fromkeys(one.tool for one in inside)
    versions = dict.fromkeys(one.version for one in inside if one.version)
    prompts = shown_prompts(inside)
    return Label(
        source_type=source_type(making, steps),
        ai_system="; ".join(systems)[:NAME],
        ai_version="; ".join(versions)[:VERSION],
        prompt="\n\n".join(one.prompt for one in prompts)[:PROMPT],
        prompt_writer=making.credit if prompts else "",
    )


NAME, VERSION, PROMPT = 200, 80, 4000  # as the bench writes them


def as_data(making: Making, steps: Sequence[Step], files: Sequence[MakingFile]) -> dict[str, Any]:
    """The disclosure for programs: schema.org with the IPTC's source type. Prompts that are private are not in it."""
    told = disclosure(making, steps, files)
    shown = {one.pk for one in shown_prompts(steps)}
    return {
        "@context": "https://schema.org/",
        "@type": "CreativeWork",
        "name": making.title,
        "creator": {"@type": "Person", "name": making.credit},
        "digitalSourceType": f"{BASE}{told.source_type}",
        "creditText": told.headline,
        "abstract": " ".join(told.lines),
        "associatedMedia": [
            {"@type": "MediaObject", "name": one.name, "encodingFormat": one.media_type, "contentSize": str(one.size), "sha256": one.sha256, "additionalType": one.role}
            for one in files
        ],
        "contribution": {"byPerson": list(told.by_person), "byMachine": list(told.by_machine)},
        "step": [
            {
                "@type": "HowToStep", "position": number, "how": one.how, "gave": one.gave, "became": one.became, "text": one.what,
                "instrument": named(one), "choice": one.chosen, **({"prompt": one.prompt} if one.pk in shown else {}),
            }
            for number, one in enumerate(steps, 1)
        ],
    }  # fmt: skip


def finals(files: Sequence[MakingFile]) -> list[MakingFile]:
    """The files that are the work itself."""
    return [one for one in files if one.role == FileRole.FINAL]
