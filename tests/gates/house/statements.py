"""What Member States file: for the Secretariat only, for States, withdrawn; drafts of answers, a clarification, rounds in preparation and open."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build import DAY, World, pdf
from interchange.ground.threads import actions as threads
from interchange.work.statements.actions import briefings, filing, rounds, treating
from interchange.work.statements.models import Round
from tests.gates.house import INSIDE, House
from tests.gates.house.states import speaking

OFFICE = ("officer", "administrator")


def build(house: House, world: World, at: datetime) -> None:
    """One of each, each with its word."""
    brazil, kenya, officer = speaking(house, "focal_point", at), speaking(house, "other_focal_point", at), world.officer

    def filed(actor, title: str, level: str, text: str = "How is this tested in a small office, and by whom?", **more):
        given = {"kind": "question", "title": title, "text": text, "level": level, "language": "en"}
        files = [SimpleUploadedFile("annex.pdf", pdf("annex"), content_type="application/pdf")]
        return filing.file_statement(actor, {**given, **more.pop("given", {})}, files=files, at=at, **more)

    word = house.secret("msconfidential", "a confidential statement", "focal_point", *OFFICE)
    kept = filed(brazil, f"Kept {word}", "restricted")
    word = house.secret("msstates", "a statement for Member States", "other_focal_point", "focal_point", *INSIDE)
    shared = filed(kenya, f"Shared {word}", "states")
    word = house.secret("mswithdrawn", "the words of a withdrawn statement", "focal_point", *OFFICE)
    gone = filed(brazil, f"Gone {word}", "public")
    filing.withdraw(brazil, gone.pk, at=at)
    word = house.secret("msclarify", "what the Secretariat asked a State", "focal_point", "officer")
    treating.acknowledge(officer, kept.pk, at=at)
    treating.ask_back(officer, kept.pk, text=f"Which {word}?", at=at)
    word = house.secret("mstalk", "what a State and the Secretariat say about a statement", "other_focal_point", *OFFICE)
    threads.say(kenya, shared, text=word, at=at)
    word = house.secret("msdraft", "the draft of an answer", "officer", "administrator")
    treating.acknowledge(officer, shared.pk, at=at)
    treating.draft_answer(officer, shared.pk, text=f"Draft {word}", at=at)
    public = filed(brazil, "A public question", "public")

    def prepared(title: str, level: str, begun: datetime) -> Round:
        closes_on = (begun + 40 * DAY).date()
        given = {"title": title, "note": "Please say what would not work, and why.", "level": level, "closes_on": closes_on}
        made = rounds.prepare_round(officer, given, at=begun)
        file = SimpleUploadedFile("paper.pdf", pdf("paper"), content_type="application/pdf")
        rounds.add_paper(officer, made.pk, title=title, language="en", rendering="", file=file, at=begun)
        return made

    word = house.secret("msround", "a round in preparation", *OFFICE)
    coming = prepared(f"Coming {word}", "public", at)
    word = house.secret("msstatesround", "a round for Member States", "focal_point", "other_focal_point", *INSIDE)
    closed = rounds.open_round(officer, prepared(f"States {word}", "states", at).pk, at=at)
    running = rounds.open_round(officer, prepared("A public round", "public", at - 10 * DAY).pk, at=at - 10 * DAY)
    word = house.secret("mscomment", "a confidential comment in a round", "other_focal_point", *OFFICE)
    comment = filed(kenya, f"Comment {word}", "restricted", given={"kind": "comment"}, round_id=running.pk)
    open_one = filed(brazil, "An open comment", "public", given={"kind": "comment"}, round_id=running.pk)
    word = house.secret("msdisposition", "what becomes of a comment, before it is published", "officer")
    treating.dispose(officer, open_one.pk, code="noted", reason=f"Because {word}.", at=at + timedelta(seconds=1))

    word = house.secret("msbriefing", "a briefing in preparation", "officer", "administrator")
    days = {"first_day": (at - 5 * DAY).date(), "last_day": at.date()}
    draft = briefings.begin_briefing(officer, title=f"Draft {word}", level="public", **days, at=at)
    word = house.secret("msbriefed", "a briefing for Member States", "focal_point", "other_focal_point", *INSIDE)
    told = briefings.begin_briefing(officer, title=f"Told {word}", level="states", **days, at=at)
    briefings.save_briefing(officer, told.pk, text=f"What was done: {word}.", revision=1, at=at)
    briefings.release_briefing(officer, told.pk, at=at)
    for name in ("briefing", "edit_briefing", "briefing_paper"):
        house.kwargs[f"statements:{name}"] = {"in-preparation": {"pk": draft.pk}, "for-states": {"pk": told.pk}}

    things = {"confidential": kept, "for-states": shared, "withdrawn": gone, "public": public, "comment": comment}
    house.kwargs["statements:statement"] = {name: {"pk": one.pk} for name, one in things.items()}
    house.kwargs["statements:attachment"] = {name: {"pk": one.pk, "file": one.attachments.get().pk} for name, one in things.items()}
    three = {"in-preparation": coming, "for-states": closed, "public": running}
    for name in ("round", "edit_round", "comment", "log"):
        house.kwargs[f"statements:{name}"] = {key: {"pk": one.pk} for key, one in three.items()}
    house.kwargs["statements:paper"] = {key: {"pk": one.pk, "paper": one.papers.get().pk} for key, one in three.items()}
