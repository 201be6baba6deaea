"""What members of the demo world gave the repository, in every state that a deposit can be in."""

import json
from datetime import datetime
from typing import Any

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build.applying import DAY, Builder
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.search import saving
from interchange.knowledge.repository import actions
from interchange.knowledge.repository.drafts import Creator, Draft
from interchange.knowledge.repository.models import Record, Version
from interchange.knowledge.repository.vocabulary import CHECKS
from interchange.network.membership.models import Membership

PAPER = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(margin: 2.4cm, numbering: "1")
#set text(size: 10.5pt)
#text(size: 18pt, weight: "bold", data.title)

#data.authors

*Abstract.* #data.summary

#for part in data.parts [
  #pagebreak(weak: true)
  = #part.at(0)
  #part.at(1)
]
"""
CARD = {
    "what": "Before a picture goes to an agency, three marks are checked by machine: the embedded credential, the IPTC field for AI use, and a visual fingerprint.",
    "where_used": "In two made-up picture desks, for about four thousand pictures a week.",
    "evidence": "Of 1,200 pictures drawn at random, 1,187 were sorted as two editors would have sorted them.",
    "limits": "Screenshots lose the credential. Pictures under 200 pixels have no usable fingerprint.",
}


def paper(title: str, authors: str, summary: str, parts: list[tuple[str, str]]) -> bytes:
    """A PDF of some pages, as a made-up paper."""
    data = json.dumps({"title": title, "authors": authors, "summary": summary, "parts": parts})
    return bytes(typst.compile(PAPER.encode(), sys_inputs={"data": data}))


class Repository(Builder):
    """Deposits of the demo world."""

    def _giver(self, number: int) -> Viewer:
        person = Membership.objects.select_related("person").get(person__email=f"member{number:03}@example.org").person
        return Viewer(person_id=person.pk, roles=frozenset({Role.MEMBER}), time_zone=person.time_zone or None)

    def _draft(self, title: str, summary: str, *authors: str, **more: Any) -> Draft:
        values: dict[str, Any] = {
            "year": self.now.year, "topics": ["provenance"], "sectors": ["cross-sector"], "licence": "CC-BY-4.0", "ai_use": "none",
            "venue": "Made-up Workshop on Marks and Rights", "keywords": ["demo world"],
        } | more  # fmt: skip
        return Draft(title=title, summary=summary, creators=[Creator.from_text(author) for author in authors], **values)

    def _deposit(self, who: Viewer, draft: Draft, *, at: datetime, parts: list[tuple[str, str]] | None = None, **access: Any) -> Version:
        version = actions.start(who, draft, at=at)
        if parts is not None:
            content = paper(draft.title, ", ".join(one.shown for one in draft.creators), draft.summary, parts)
            upload = SimpleUploadedFile(f"{draft.title.split(':')[0].lower().replace(' ', '-')[:40]}.pdf", content)
            actions.add_file(who, version.pk, upload, at=at, **access)
        return version

    def _take(self, version: Version, *, at: datetime) -> Version:
        """Submitted, checked, accepted, published."""
        owner = Viewer(person_id=version.created_by_id, roles=frozenset({Role.MEMBER}))
        actions.submit(owner, version.pk, rights=True, at=at)
        for key in CHECKS:
            actions.check(self.officer, version.pk, key, "ok", at=at + DAY / 24)
        actions.accept(self.officer, version.pk, at=at + DAY)
        return actions.publish(self.officer, version.pk, at=at + DAY)

    def repository(self) -> None:
        """Every state, some lists, collections and requests."""
        self.say("  deposits, reviews and reading lists in the repository ...")
        now = self.now
        ada, ben, cleo = self._giver(1), self._giver(6), self._giver(8)
        published = self._open_ones(ada, ben, now)
        self._in_curation(ada, ben, cleo, now)
        self._ended(ada, ben, now)
        for order, (slug, title, text, query) in enumerate(COLLECTIONS):
            actions.edit_collection(self.officer, slug, title=title, description=text, query=query, order=order, at=now - 20 * DAY)
        reading = actions.make_list(ada, title="For the next session", note="What we should all have read.", at=now - 5 * DAY)
        actions.change_list(ada, reading.pk, title=reading.title, note=reading.note, level="members", at=now - 5 * DAY)
        starter = Record.objects.filter(slug__in=["zhang-2024-watermarks-in-the-sand", "c2pa-2026-spec-2-4"])
        for record in [*starter, published]:
            actions.add_to_list(ada, reading.pk, record.pk, note="Section 4 above all." if record == published else "", at=now - 4 * DAY)
        saving.save_search(
            ada, "q=watermark&topic=labelling", title="Watermarks and labels", alert="weekly", place="repository", at=now - 4 * DAY
        )
        saving.save_search(ada, "q=topic:labelling is:open", title="Open now on labelling", alert="daily", at=now - 4 * DAY)

    def _open_ones(self, ada: Viewer, ben: Viewer, now: datetime) -> Record:
        """Published: with two versions, under an embargo, for members only, a practice card."""
        draft = self._draft(
            "Marks that travel: how credentials survive eight editing tools",
            "Follows one hundred pictures with signed credentials through eight editing and publishing tools and counts where the credentials are kept, rewritten or lost.",
            "Exemplar, Ada", "Sample, Ben", tools=["c2pa"], sectors=["photography", "news"],
        )  # fmt: skip
        first = self._deposit(ada, draft, at=now - 60 * DAY, parts=PARTS)
        published: Record = self._take(first, at=now - 60 * DAY).record
        second = actions.new_version(ada, published.pk, at=now - 12 * DAY)
        better = {
            "summary": f"{draft.summary} A second round repeats the count with newer editions of the tools.",
            "changes": "Second round of tests added.",
            "keywords": ["demo world", "content credentials"],
        }
        actions.save(ada, second.pk, better, revision=None, at=now - 12 * DAY)
        self._take(second, at=now - 12 * DAY)
        closed = self._deposit(
            ben,
            self._draft("Fingerprints at scale: a cost model for forty million recordings", "Estimates what matching forty million recordings costs in storage, time and money, from measurements on one million.", "Sample, Ben", topics=["enforcement"], sectors=["music"]),
            at=now - 40 * DAY, parts=PARTS[:1], level="public", embargo_until=now + 90 * DAY,
        )  # fmt: skip
        record = self._take(closed, at=now - 40 * DAY).record
        file = closed.files.get()
        actions.ask_copy(
            ada, file.pk, purpose="I am writing the map's entry on fingerprints and would like to check the numbers.", at=now - 3 * DAY
        )
        inside = self._deposit(
            ada,
            self._draft("Notes on three identifier registries", "Compares how three registries keep identifiers alive when their owners move or merge.", "Exemplar, Ada", topics=["licensing"], kind="report", ai_use="assisted"),
            at=now - 30 * DAY, parts=PARTS[1:],
        )  # fmt: skip
        actions.save(ada, inside.pk, {"level": "members"}, revision=None, at=now - 30 * DAY)
        self._take(inside, at=now - 30 * DAY)
        card = self._draft(
            "Three marks before a picture leaves the desk",
            "",
            "Sample, Ben",
            kind="practice",
            card=CARD,
            sectors=["news", "photography"],
            topics=["labelling", "provenance"],
        )
        self._take(self._deposit(ben, card, at=now - 25 * DAY), at=now - 25 * DAY)
        actions.correct(
            self.officer, record.pk, {"keywords": ["demo world", "fingerprinting"]}, reason="A keyword was missing.", at=now - 20 * DAY
        )
        return published

    def _in_curation(self, ada: Viewer, ben: Viewer, cleo: Viewer, now: datetime) -> None:
        """A draft, one submitted with a recused reviewer, one with changes asked, one accepted."""
        self._deposit(
            ada, self._draft("Half a thought on opt-out vocabularies", "", "Exemplar, Ada", topics=["rights-reservation"]), at=now - 2 * DAY
        )
        waiting = self._deposit(
            ben,
            self._draft("Inaudible marks under compression: a replication", "Repeats a published test of audio watermarks with five codecs and finds the same order but larger losses.", "Sample, Ben", topics=["labelling"], sectors=["music"]),
            at=now - 6 * DAY, parts=PARTS[:1],
        )  # fmt: skip
        actions.submit(ben, waiting.pk, rights=True, at=now - 6 * DAY)
        asked = actions.ask_review(self.officer, waiting.pk, cleo.me, at=now - 5 * DAY)
        actions.step_aside(cleo, asked.pk, reason=ConflictReason.CO_AUTHOR, at=now - 4 * DAY)
        actions.ask_review(self.officer, waiting.pk, ada.me, at=now - 4 * DAY)
        back = self._deposit(
            ada,
            self._draft("A register of registers", "Lists the registers of rights information that answer questions by machine, and how.", "Exemplar, Ada", kind="dataset", topics=["licensing"], identifiers=[("url", "https://example.org/registers")]),
            at=now - 9 * DAY,
        )  # fmt: skip
        actions.submit(ada, back.pk, rights=True, at=now - 9 * DAY)
        actions.check(
            self.officer, back.pk, "summary", "problem", reason="The summary does not say how many registers there are.", at=now - 8 * DAY
        )
        actions.ask_changes(
            self.officer,
            back.pk,
            reason="Please say in the summary how many registers are listed, and when each was looked at.",
            at=now - 8 * DAY,
        )
        ready = self._deposit(
            ben,
            self._draft("Reading reserved rights from four file formats", "Describes where four formats keep a reservation of rights and how it is read back.", "Sample, Ben", topics=["rights-reservation"], identifiers=[("url", "https://example.org/four-formats")]),
            at=now - 4 * DAY,
        )  # fmt: skip
        actions.submit(ben, ready.pk, rights=True, at=now - 4 * DAY)
        for key in CHECKS:
            actions.check(self.officer, ready.pk, key, "ok", at=now - 3 * DAY)
        actions.accept(self.officer, ready.pk, at=now - 3 * DAY)

    def _ended(self, ada: Viewer, ben: Viewer, now: datetime) -> None:
        """One withdrawn, one merged."""
        gone = self._deposit(
            ben,
            self._draft("An early count of labels", "Counts labels on a sample of pages; superseded, since the sample was drawn wrongly.", "Sample, Ben", topics=["labelling"], identifiers=[("url", "https://example.org/early-count")]),
            at=now - 50 * DAY,
        )  # fmt: skip
        record = self._take(gone, at=now - 50 * DAY).record
        actions.withdraw(
            self.officer,
            record.pk,
            kind="author",
            reason="The author found that the sample was drawn wrongly and asks not to cite it.",
            at=now - 10 * DAY,
        )
        known = Record.objects.filter(slug="kirchenbauer-2023-watermark-llm").first()
        if known is not None:
            twin = self._deposit(
                ada,
                self._draft("A watermark for large language models", "The conference paper on favouring a random subset of tokens, deposited a second time under another address.", "Kirchenbauer, John", topics=["labelling"], identifiers=[("url", "https://example.org/twin")]),
                at=now - 35 * DAY,
            )  # fmt: skip
            actions.merge(
                self.officer,
                self._take(twin, at=now - 35 * DAY).record_id,
                known.pk,
                reason="The same paper; the other record has its arXiv number.",
                at=now - 33 * DAY,
            )


COLLECTIONS = [
    ("watermarks", "Watermarks", "Marks hidden in text, sound and pictures, and attacks on them.", "q=watermark"),
    ("standards", "Standards", "What is agreed, by whom.", "kind=standard"),
    ("music", "For music", "Works about recorded music and its makers.", "sector=music"),
]
PARTS = [
    (
        "Method",
        "One hundred pictures were signed, sent through eight tools, and read back. Each pass was repeated three times, on two computers, with the tools' own settings. A credential counts as kept when its signature still verifies and its list of actions has grown by the edit that was made.",
    ),
    (
        "Results",
        "Five tools kept the credential; two rewrote it without naming the edit; one lost it whenever the picture was resized. Soft bindings found the lost credential again in nine of ten cases. The numbers are made up, like all people in this world.",
    ),
]
