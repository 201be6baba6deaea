"""The repository: records of every level and state, files that are closed, work on the curators' desk, what readers keep to themselves."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from interchange.desk.demo.build import DAY, World
from interchange.desk.demo.build.repository import paper
from interchange.ground.policy.viewer import Viewer
from interchange.ground.policy.vocabulary import ConflictReason, Role
from interchange.ground.search import saving
from interchange.knowledge.repository import actions, tasks, texts
from interchange.knowledge.repository.drafts import Creator, Draft
from interchange.knowledge.repository.models import Record, Version
from interchange.knowledge.repository.vocabulary import CHECKS
from interchange.network.membership.models import Membership
from tests.gates.house import INSIDE, House

DESK = ("officer", "chair")


class Builder:
    """Deposits of members of the gates' world."""

    def __init__(self, world: World, at: datetime) -> None:
        self.officer, self.at = world.officer, at
        self.one, self.six, self.seven = (self._member(number) for number in (1, 6, 7))

    def _member(self, number: int) -> Viewer:
        person = Membership.objects.select_related("person").get(person__email=f"member{number:03}@example.org").person
        return Viewer(person_id=person.pk, roles=frozenset({Role.MEMBER}))

    def deposit(self, who: Viewer, title: str, *, text: str = "", level: str = "public", embargo=None, file=None, **more) -> Version:
        draft = Draft(
            title=title, summary=f"{title}: {text or 'what it is about'}, at some length, so that it is a summary.", year=2025,
            creators=[Creator(family="Exemplar", given="Ada")], topics=["labelling"], licence="CC-BY-4.0", ai_use="none",
            identifiers=[("url", f"https://example.org/{len(title)}-{title.split()[0].lower()}")], **more,
        )  # fmt: skip
        version = actions.start(who, draft, at=self.at)
        actions.save(who, version.pk, {"level": level, "embargo_until": embargo}, revision=None, at=self.at)
        if file is not None:
            content = paper(title, "Ada Exemplar", "A summary of the paper.", [("Part", file[0])])
            upload = SimpleUploadedFile(file[1], content)
            kept = actions.add_file(who, version.pk, upload, level=file[2], embargo_until=file[3], at=self.at)
            tasks.keep(kept.pk, texts.read(content))
        return version

    def publish(self, who: Viewer, version: Version) -> Record:
        actions.submit(who, version.pk, rights=True, at=self.at)
        for key in CHECKS:
            actions.check(self.officer, version.pk, key, "ok", at=self.at)
        actions.accept(self.officer, version.pk, at=self.at)
        record = actions.publish(self.officer, version.pk, at=self.at).record
        record.refresh_from_db()
        return record


def build(house: House, world: World, at: datetime) -> None:
    """Each restricted thing with a word of its own."""
    make, later = Builder(world, at), at + 40 * DAY
    one, six, seven, officer = make.one, make.six, make.seven, world.officer
    open_text = ("Everybody may read this page.", "open.pdf", "public", None)
    opened = make.publish(one, make.deposit(one, "Open marks", file=open_text))
    draft = house.secret("bigdraft", "a draft of a deposit", "member")
    in_the_making = make.deposit(one, f"Draft {draft}")
    word = house.secret("inside", "a record for members", *INSIDE)
    inside = make.publish(six, make.deposit(six, f"Members {word}", level="members"))
    word = house.secret("toanystate", "a record for Member States", *INSIDE, "focal_point", "other_focal_point")
    states = make.publish(six, make.deposit(six, f"States {word}", level="states"))
    word = house.secret("shutrecord", "a restricted record", *DESK)
    restricted = make.publish(six, make.deposit(six, f"Restricted {word}", level="restricted"))
    word = house.secret("embargoed", "a record under an embargo", *DESK)
    embargoed = make.publish(six, make.deposit(six, f"Embargoed {word}", embargo=later))
    page = house.secret("shutpage", "the text of a file under an embargo", *DESK)
    closed = make.publish(six, make.deposit(six, "Closed marks", file=(f"It says {page} here.", "shut.pdf", "public", later)))
    page = house.secret("ownpage", "the text of a restricted file", "member", *DESK)
    private = make.publish(one, make.deposit(one, "Private marks", file=(f"It says {page} here.", "own.pdf", "restricted", None)))
    shut, own = closed.current.files.get(), private.current.files.get()

    # On the curators' desk: one asked and filed, one stepped aside
    word = house.secret("waiting", "a deposit in curation", "member", *DESK)
    waiting = make.deposit(six, f"Waiting {word}", file=(f"Inside is {word}.", "waiting.pdf", "public", None))
    actions.submit(six, waiting.pk, rights=True, at=at)
    asked = actions.ask_review(officer, waiting.pk, one.me, at=at)
    note = house.secret("reviewnote", "a reviewer's note to the curators", *DESK, "member")
    actions.file_review(one, asked.pk, verdict="changes", remark="More numbers, please.", note=note, at=at)
    aside = actions.ask_review(officer, waiting.pk, seven.me, at=at)
    actions.step_aside(seven, aside.pk, reason=ConflictReason.CO_AUTHOR, at=at)

    # Ended
    gone = make.publish(six, make.deposit(six, "Gone marks"))
    actions.withdraw(officer, gone.pk, kind="error", reason="Deposited by mistake.", at=at)
    twin = make.publish(six, make.deposit(six, "Twin of the marks"))
    actions.merge(officer, twin.pk, opened.pk, reason="The same work.", at=at)

    # What people keep and ask
    word = house.secret("mylist", "the name of a private reading list", "member")
    mine = actions.make_list(one, title=f"List {word}", at=at)
    actions.add_to_list(one, mine.pk, inside.pk, at=at)
    shared = actions.make_list(six, title="Shared list", at=at)
    actions.change_list(six, shared.pk, title="Shared list", note="", level="public", at=at)
    for record in (opened, inside, embargoed):
        if record is not embargoed:
            actions.add_to_list(six, shared.pk, record.pk, at=at)
    actions.add_to_list(six, shared.pk, embargoed.pk, at=at)
    word = house.secret("mysearch", "the name of a saved search", "member")
    saving.save_search(one, "topic=labelling", title=f"Search {word}", place="repository", at=at)
    word = house.secret("housesearch", "the name of a saved search over everything", "member")
    saving.save_search(one, "q=labelling", title=f"Search {word}", alert="daily", at=at)
    word = house.secret("copywhy", "what a copy is needed for", "member", *DESK)
    copy = actions.ask_copy(seven, own.pk, purpose=f"For {word}.", at=at)
    actions.edit_collection(officer, "labels", title="Labels", description="", query="topic=labelling", at=at)

    records = {
        "open": {"slug": opened.slug}, "members-only": {"slug": inside.slug}, "for-states": {"slug": states.slug},
        "restricted": {"slug": restricted.slug}, "embargoed": {"slug": embargoed.slug}, "withdrawn": {"slug": gone.slug},
        "merged": {"slug": twin.slug}, "in-the-making": {"slug": in_the_making.record.slug},
    }  # fmt: skip
    few = {name: records[name] for name in ("open", "members-only", "embargoed", "withdrawn")}
    files = {"open-file": opened.current.files.get(), "closed-file": shut, "restricted-file": own, "file-in-curation": waiting.files.get()}
    name = "repository:{}".format
    house.kwargs[name("record")] = records
    for route in ("changes", "manage", "revise", "keep", "cite", "doi"):
        house.kwargs[name(route)] = few
    house.kwargs[name("version")] = {thing: {**kwargs, "number": 1} for thing, kwargs in few.items()}
    house.kwargs[name("record_as")] = {thing: {**kwargs, "suffix": "bib"} for thing, kwargs in records.items()}
    house.kwargs[name("file")] = {thing: {"slug": file.version.record.slug, "pk": file.pk} for thing, file in files.items()}
    house.kwargs[name("ask_copy")] = house.kwargs[name("file")]
    deposits = {"member-s-draft": {"pk": in_the_making.pk}, "in-curation": {"pk": waiting.pk}}
    for route in ("edit", "files", "curate"):
        house.kwargs[name(route)] = deposits
    house.kwargs[name("review")] = {"member-s-review": {"pk": asked.pk}, "recused-review": {"pk": aside.pk}}
    house.kwargs[name("copy")] = {"request": {"pk": copy.pk}}
    house.kwargs[name("reading_list")] = {"private-list": {"pk": mine.pk}, "shared-list": {"pk": shared.pk}}
    house.kwargs[name("list_as")] = {"private-list": {"pk": mine.pk, "suffix": "bib"}, "shared-list": {"pk": shared.pk, "suffix": "bib"}}
    house.kwargs[name("collection")] = {"labels": {"slug": "labels"}}
    house.kwargs[name("export")] = {"bibtex": {"suffix": "bib"}, "no-such-format": {"suffix": "xyz"}}
    house.kwargs["sitemap_part"] = {"records": {"section": "repository"}, "no-such-section": {"section": "none"}}
