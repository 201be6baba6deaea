"""Records for tests, made in few statements as imports make them."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from interchange.ground import clock
from interchange.ground.accounts.models import Person
from interchange.ground.files.models import StoredFile
from interchange.knowledge.repository import filing
from interchange.knowledge.repository.drafts import Creator
from interchange.knowledge.repository.models import Record, RecordFile, Version

DAY = timedelta(days=1)


def record(slug: str, *, at=None, level="public", embargo_until=None, **values) -> Record:
    """One published record."""
    moment = at or clock.now() - DAY
    fields = {
        "title": f"Record {slug}", "summary": f"What {slug} is about.", "year": 2024, "topics": ["labelling"], "sectors": ["music"],
        "creators": [Creator(family="Example", given="Ada", orcid="0000-0002-1825-0097").plain()], "licence": "CC-BY-4.0",
        "identifiers": [], "venue": "Journal of Examples 12(3), 4-5",
    } | values  # fmt: skip
    made = Record(slug=slug, created_at=moment, datestamp=moment, level=level, embargo_until=embargo_until)
    version = Version(state="published", created_at=moment, published_at=moment, **fields)
    filing.file_new([(made, version)], at=moment)
    return made


def records(count: int, *, at=None, start: int = 0, **values) -> list[Record]:
    """Many published records, in one go."""
    moment = at or clock.now() - DAY
    pairs = []
    for number in range(start, start + count):
        fields = {
            "title": f"Number {number:05d} of many", "summary": "Words " * 20, "year": 2020, "topics": ["provenance"], "sectors": [],
            "creators": [Creator(family="Many", given=str(number)).plain()], "identifiers": [],
        } | values  # fmt: skip
        made = Record(slug=f"many-{number}", created_at=moment, datestamp=moment)
        pairs.append((made, Version(state="published", created_at=moment, published_at=moment, **fields)))
    filing.file_new(pairs, at=moment)
    return [made for made, _version in pairs]


def file(to: Record, *, level="public", embargo_until=None, name="paper.pdf", content=b"%PDF-1.4 example") -> RecordFile:
    """A file of the record's current version."""
    owner, _made = Person.objects.get_or_create(email="owner@example.org")
    stored = StoredFile.objects.create(
        purpose="repository",
        owner=owner,
        name=name,
        media_type="application/pdf",
        size=len(content),
        sha256="ab" * 32,
        stored_at=clock.now(),
    )
    default_storage.save(stored.path, ContentFile(content))
    return RecordFile.objects.create(version=to.current, stored=stored, level=level, embargo_until=embargo_until, added_at=clock.now())


def end(ended: Record, *, at=None) -> Record:
    """Withdraw a record as the room does."""
    moment = at or clock.now()
    ended.state, ended.ended_at, ended.ended_kind, ended.ended_reason = "withdrawn", moment, "error", "Deposited by mistake."
    filing.file_record(ended, ended.current, at=moment)
    return ended


def hide_starter() -> None:
    """As if the starter collection had never been public, so that a test knows what is there."""
    Record.objects.update(public_since=None)
