"""Advice on a definition while it is written, after ISO 704:2022, clause 6. It never blocks: people decide. Pure Python."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interchange.knowledge.lexicon.recogniser import Hit, label_key, tokens
from interchange.knowledge.lexicon.recogniser.words import key

MOST_WORDS = 40
_OPENS_BADLY = re.compile(
    r"^(is|are|means|refers to|denotes|describes|this|it|when|where|if|whenever|a term|the term|term for|used (to|for|in|when)|how)\b",
    re.IGNORECASE,
)
_IS_WHEN = re.compile(r"\b(is|are) (when|where|if)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(an?|the)\s", re.IGNORECASE)
_EMPTY_GENUS = re.compile(
    r"^((any|some|every|all|kind|type|sort|form|way|ways|something|anything|thing|things|that|what|whatever)\b)(\s+of\b)?", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"^(not|no|non-\w+|absence|lack)\b|^(\w+\s){1,3}(that|which) (is|are|does|do|has|have|was|were) not\b", re.IGNORECASE
)
_OPEN_LIST = re.compile(r"\b(etc|and so on|and so forth|and the like)\b|…|\.\.\.", re.IGNORECASE)
_CHATTER = re.compile(
    r"\b(important|importantly|widely|usually|often|generally|typically|currently|nowadays|recently|basically|simply|obviously|famous|popular)\b",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"[.!?]\s+[A-ZÀ-Þ]")
_ABBREVIATIONS = re.compile(r"\b[A-Z][A-Z0-9]{1,7}s?\b")
_SPECIFIC = re.compile(
    r"\b(that|which|who|whose|whom|where|in|for|of|by|with|to|from|on|at|between|made|used|about|against|based|directed|concerned|added|set|given|obtained|held|under|\w+ed|\w+ing)\b"
)
_VERB_FIRST = re.compile(
    r"^(to [a-z]+|(ensure|allow|enable|provide|make|create|help|show|let|give|use|prove|mark|detect|find|protect)s?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One piece of advice: a stable code, what is the matter and what to do; `words` are the words it is about."""

    code: str
    text: str
    words: str = ""


def lint(
    definition: str,
    *,
    own: Iterable[str] = (),
    genera: Iterable[str] = (),
    hits: Sequence[Hit] = (),
    defined_by: Iterable[str] = (),
) -> list[Remark]:
    """Advice on a definition.

    `own`: the labels of the concept; `genera`: the labels of its broader concepts; `hits`: terms recognised in the definition;
    `defined_by`: labels of recognised terms whose own adopted definition uses this term (a circle of two). In the order of reading.
    """
    text = definition.strip()
    if not text:
        return [Remark("empty", _("Write what the concept is: the next wider concept first, then what sets it apart."))]
    return [*_shape(text), *_genus(text, list(genera)), *_circles(text, list(own), list(defined_by)), *_terms(text, hits, list(own))]


def _shape(text: str) -> list[Remark]:
    found = []
    if _NEXT_SENTENCE.search(text):
        found.append(Remark("one-sentence", _("Keep it to one phrase; further sentences belong into the note.")))
    elif text.endswith("."):
        found.append(Remark("full-stop", _("No full stop at the end: a definition is a phrase that can stand in place of the term.")))
    opening = _OPENS_BADLY.match(text)
    if opening:
        found.append(Remark("opening", _("Begin with what the thing is, not with “%s”.") % opening.group(0), opening.group(0)))
    elif found_when := _IS_WHEN.search(text):
        found.append(Remark("is-when", _("“%s” describes an occasion; say what it is.") % found_when.group(0), found_when.group(0)))
    if article := _ARTICLE.match(text):
        found.append(Remark("article", _("Leave out “%s” at the beginning.") % article.group(1), article.group(1)))
    first = text.split()[0]
    if first[:1].isupper() and first[1:].islower():
        found.append(Remark("capital", _("Begin with a small letter."), first))
    if (count := len(text.split())) > MOST_WORDS:
        found.append(
            Remark(
                "long",
                _("%(n)s words; above %(most)s few readers keep the thread. Move detail into the note.") % {"n": count, "most": MOST_WORDS},
            )
        )
    if _NEGATIVE.search(text):
        found.append(Remark("negative", _("Say what it is; what it is not belongs into the note.")))
    if listed := _OPEN_LIST.search(text):
        found.append(Remark("open-list", _("“%s” leaves the border open.") % listed.group(0), listed.group(0)))
    if chatter := _CHATTER.search(text):
        found.append(Remark("chatter", _("“%s” says nothing that sets the concept apart.") % chatter.group(0), chatter.group(0)))
    return found


def _genus(text: str, genera: list[str]) -> list[Remark]:
    found = []
    bare = _ARTICLE.sub("", text)
    if empty := _EMPTY_GENUS.match(bare):
        found.append(Remark("genus", _("“%s” is no wider concept: name the one that this belongs to.") % empty.group(0), empty.group(0)))
    elif _VERB_FIRST.match(bare):
        found.append(Remark("genus", _("Begin with a noun: the next wider concept.")))
    elif len(bare.split()) < 3 or not _SPECIFIC.search(bare.split(" ", 1)[1]):
        found.append(Remark("difference", _("After the wider concept, say what sets this one apart (“... that ...”).")))
    if genera and not found:
        opening = [key(token) for token in tokens(bare)[:12]]
        if not any(_within([key(token) for token in tokens(label)][-1:], opening) for label in genera):
            found.append(
                Remark(
                    "broader",
                    _("The broader concept is %s; the definition begins with something else.") % " / ".join(genera[:3]),
                    genera[0],
                )
            )
    return found


def _within(wanted: list[str], row: list[str]) -> bool:
    return bool(wanted) and any(row[at : at + len(wanted)] == wanted for at in range(len(row)))


def _circles(text: str, own: list[str], defined_by: list[str]) -> list[Remark]:
    row = label_key(text).split(" ")
    found = []
    for label in own:
        wanted = label_key(label).split(" ")
        if _within(wanted, row):
            found.append(Remark("circular", _("It explains “%s” by itself.") % label, label))
            break
    found += [
        Remark("circle-of-two", _("“%s” is itself explained by this term: one of the two must stand on other words.") % label, label)
        for label in dict.fromkeys(defined_by)
    ]
    return found


def _terms(text: str, hits: Sequence[Hit], own: list[str]) -> list[Remark]:
    found = []
    for hit in hits:
        if hit.entry.avoid and not hit.entry.everyday and not hit.entry.condition:
            written = text[hit.start : hit.end]
            found.append(Remark("deprecated-word", _("“%s” is a label to avoid.") % written, written))
    covered = {place for hit in hits for place in range(hit.start, hit.end)}
    known = {label.lower() for label in own}
    for short in _ABBREVIATIONS.finditer(text):
        if short.start() not in covered and short.group(0).lower() not in known:
            found.append(Remark("undefined", _("“%s” has no entry: define it, or write it out.") % short.group(0), short.group(0)))
    return found
