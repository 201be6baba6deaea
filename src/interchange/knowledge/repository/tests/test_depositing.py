"""Depositing, curating, publishing; versions; merges and withdrawals. Bad input beside each."""

import pytest

from interchange.ground.errors import NotAllowed, NotAMove, Refused, Stale
from interchange.ground.journal.chain import verify
from interchange.ground.policy.rules import allows
from interchange.ground.policy.viewer import VISITOR
from interchange.ground.policy.vocabulary import ConflictReason
from interchange.ground.post.models import Letter
from interchange.knowledge.repository import actions, duplicates, queries
from interchange.knowledge.repository.models import Record, Version
from interchange.knowledge.repository.tests import world
from interchange.knowledge.repository.tests.world import DAY
from interchange.knowledge.repository.vocabulary import CHECKS, RecordState, VersionState


def fields(refused):
    return {problem.field for problem in refused.value.problems}


def test_from_nothing_to_published(people, at):
    version = actions.start(people.ada, at=at)
    with pytest.raises(Refused) as refused:
        actions.submit(people.ada, version.pk, rights=False, at=at)
    assert fields(refused) == {"title", "summary", "creators", "year", "topics", "ai_use", "identifiers", "rights"}
    raw = {
        "title": "Marks in pictures", "summary": "Counts what is left of marks after five common edits.", "year": "2025", "topics": ["labelling"],
        "creators": [{"shown": "Writer, Ada", "orcid": "0000-0002-1825-0097", "affiliation": "Ada Lab", "ror": "05dxps055"}],
        "ai_use": "none", "identifiers": "doi:10.1234/Marks.1\nhttps://example.org/marks", "licence": "cc by 4.0", "keywords": "one, two; one",
    }  # fmt: skip
    saved = actions.save(people.ada, version.pk, raw, revision=1, at=at)
    assert saved.creators == [
        {"family": "Writer", "given": "Ada", "orcid": "0000-0002-1825-0097", "affiliation": "Ada Lab", "ror": "https://ror.org/05dxps055"}
    ]
    assert (saved.licence, saved.keywords, saved.identifiers[0]) == ("CC-BY-4.0", ["one", "two"], ["doi", "10.1234/Marks.1"])
    assert actions.submit(people.ada, version.pk, rights=True, at=at).state == VersionState.SUBMITTED
    assert actions.submit(people.ada, version.pk, rights=True, at=at).state == VersionState.SUBMITTED  # a second click
    with pytest.raises(Refused) as refused:
        actions.accept(people.officer, version.pk, at=at)
    assert {f"outcome_{key}" for key in CHECKS} <= fields(refused)
    for key in CHECKS:
        actions.check(people.officer, version.pk, key, "ok", at=at)
    actions.accept(people.officer, version.pk, at=at)
    record = actions.publish(people.officer, version.pk, at=at).record
    record.refresh_from_db()
    assert record.slug == "writer-2025-marks-pictures"
    assert record.state == RecordState.PUBLISHED
    assert allows(VISITOR, "record.view", record)
    assert {letter.template for letter in Letter.objects.filter(person_id=people.ada.person_id)} == {
        "repository.received",
        "repository.published",
    }
    assert verify()[1] == []


@pytest.mark.parametrize(
    ("raw", "field", "words"),
    [
        ({"creators": [{"shown": "Writer, Ada", "orcid": "0000-0002-1825-0098"}]}, "creators", "check digit"),
        ({"creators": [{"shown": "Writer, Ada", "ror": "05dxps056"}]}, "creators", "check digits"),
        ({"creators": [{"shown": "", "orcid": "0000-0002-1825-0097"}]}, "creators", "no name"),
        ({"identifiers": "10.1234"}, "identifiers", "slash"),
        ({"identifiers": "978-3-16-148410-1"}, "identifiers", "check digit"),
        ({"identifiers": "see my home page"}, "identifiers", "not an identifier"),
        ({"licence": "do what you like"}, "licence", "not an SPDX"),
        ({"year": "20x5"}, "year", "not a year"),
        ({"year": "3025"}, "year", "not a year"),
        ({"topics": ["astrology"]}, "topics", "not in the list"),
        ({"language": "Klingon!"}, "language", "language code"),
        ({"title": "x" * 301}, "title", "301 characters"),
        ({"tools": "c2pa, §§"}, "tools", "not the name"),
    ],
)
def test_bad_metadata_names_field_rule_and_remedy_and_saves_nothing(people, at, raw, field, words):
    version = world.deposited(people.ada, at)
    before = version.title
    with pytest.raises(Refused) as refused:
        actions.save(people.ada, version.pk, {"title": "New title", **raw}, revision=None, at=at)
    problem = next(one for one in refused.value.problems if one.field == field)
    assert words in problem.rule
    assert problem.remedy
    version.refresh_from_db()
    assert version.title == before


def test_two_tabs(people, at):
    version = world.deposited(people.ada, at)
    actions.save(people.ada, version.pk, {"title": "From the first tab"}, revision=version.revision, at=at)
    with pytest.raises(Stale) as stale:
        actions.save(people.ada, version.pk, {"title": "From the second tab"}, revision=version.revision, at=at)
    assert stale.value.current.title == "From the first tab"


def test_an_embargo_in_the_past_or_too_long_is_refused(people, at):
    version = world.deposited(people.ada, at)
    for until, words in ((at - DAY, "in the past"), (at + 5000 * DAY, "at most")):
        with pytest.raises(Refused, match=words):
            actions.save(people.ada, version.pk, {"level": "public", "embargo_until": until}, revision=None, at=at)
        with pytest.raises(Refused, match=words):
            actions.add_file(people.ada, version.pk, world.upload(), embargo_until=until, at=at)
    actions.save(people.ada, version.pk, {"embargo_until": at + DAY}, revision=None, at=at)
    with pytest.raises(Refused, match="passed meanwhile"):
        actions.submit(people.ada, version.pk, rights=True, at=at + 2 * DAY)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!doctype html><html><body>not a paper</body></html>", "not a PDF"),
        (b"PK\x03\x04 zip bomb", "not a PDF"),
        (b"", "empty"),
        (b"%PDF-1.7\ngarbage", "damaged"),
        (world.pdf() + b"\nPK\x05\x06" + b"\0" * 18, "something else"),
    ],
)
def test_hostile_files_are_named_and_nothing_is_kept(people, at, content, words):
    version = world.deposited(people.ada, at)
    with pytest.raises(Refused, match=words) as refused:
        actions.add_file(people.ada, version.pk, world.upload(content), at=at)
    assert fields(refused) == {"file"}
    assert not version.files.exists()


def test_an_encrypted_pdf_and_one_that_is_too_large_are_refused(people, at, settings):
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(world.pdf())))
    writer.encrypt("secret", algorithm="AES-256-R5")
    out = BytesIO()
    writer.write(out)
    version = world.deposited(people.ada, at)
    with pytest.raises(Refused, match="encrypted"):
        actions.add_file(people.ada, version.pk, world.upload(out.getvalue()), at=at)
    from interchange.ground.vocabulary.models import Option

    Option.objects.create(key="repository.file-mb", value=1, changed_at=at)
    with pytest.raises(Refused, match="larger than 1 MB"):
        actions.add_file(people.ada, version.pk, world.upload(world.pdf() + b"\n" * 1_000_001), at=at)


def test_the_same_file_twice_and_a_file_of_others(people, at):
    version = world.deposited(people.ada, at, content=world.pdf())
    with pytest.raises(Refused, match="here already"):
        actions.add_file(people.ada, version.pk, world.upload(), at=at)
    file = version.files.get()
    with pytest.raises(NotAllowed):
        actions.remove_file(people.ben, file.pk, at=at)
    actions.remove_file(people.ada, file.pk, at=at)
    actions.remove_file(people.ada, file.pk, at=at)
    assert not version.files.exists()


def test_what_a_file_says_fills_empty_fields_only(people, at):
    version = world.deposited(people.ada, at, title="", summary="", identifiers=[], content=world.pdf())
    done = actions.take_proposals(people.ada, version.files.get().pk, at=at)
    assert done.title == "A Paper on Marks"
    assert done.identifiers == [["doi", "10.1234/abc.5"]]
    actions.save(people.ada, version.pk, {"title": "My own title"}, revision=None, at=at)
    assert actions.take_proposals(people.ada, version.files.get().pk, at=at).title == "My own title"


LONG = [" ".join(f"Sentence {n} compares watermark detector number {n} with others under noise." for n in range(40))]


def test_duplicates_by_identifier_title_words_and_file(people, at):
    good = world.published(
        people.officer, people.ada, at, title="Études of THE marks", identifiers=[("doi", "10.1234/AbC")], content=world.pdf(parts=LONG)
    )
    for more, why in (
        ({"title": "Something else", "identifiers": [("doi", "10.1234/aBc")]}, "DOI"),
        ({"title": "etudes of the Märks".replace("ä", "a")}, "same title"),
        ({"title": "Otherwise", "summary": good.current.summary + " again", "identifiers": []}, ""),
        ({"title": "With the file", "content": world.pdf(parts=LONG)}, "same file"),
        ({"title": "With nearly the file", "content": world.pdf(parts=LONG) + b"\n"}, "nearly the same text"),
    ):
        twins = duplicates.of_version(people.ben, world.deposited(people.ben, at, **more))
        if why:
            assert any(twin.record.pk == good.pk and why in twin.why for twin in twins), (more, twins)


def test_a_duplicate_identifier_is_stopped_at_submission_and_again_at_publication(people, at):
    first = world.deposited(people.ada, at, title="First", identifiers=[("doi", "10.1234/same")])
    second = world.deposited(people.ben, at, title="Second of them", identifiers=[("doi", "10.1234/SAME")])
    actions.submit(people.ben, second.pk, rights=True, at=at)
    for key in CHECKS:
        actions.check(people.officer, second.pk, key, "ok", at=at)
    actions.accept(people.officer, second.pk, at=at)
    world.through(people.officer, people.ada, first, at)
    with pytest.raises(Refused, match="Another record bears"):
        actions.publish(people.officer, second.pk, at=at)
    third = world.deposited(people.ben, at, title="Third", identifiers=[("doi", "10.1234/same")])
    with pytest.raises(Refused, match="here already"):
        actions.submit(people.ben, third.pk, rights=True, at=at)


def test_changes_are_asked_with_reasons_that_the_depositor_reads(people, at):
    version = world.deposited(people.ada, at)
    actions.submit(people.ada, version.pk, rights=True, at=at)
    with pytest.raises(Refused, match="needs a reason"):
        actions.check(people.officer, version.pk, "summary", "problem", at=at)
    actions.check(people.officer, version.pk, "summary", "problem", reason="It does not say how many.", at=at)
    with pytest.raises(Refused):
        actions.ask_changes(people.officer, version.pk, reason=" ", at=at)
    back = actions.ask_changes(people.officer, version.pk, reason="Say how many.", at=at)
    assert back.state == VersionState.CHANGES_ASKED
    letter = Letter.objects.get(person_id=people.ada.person_id, template="repository.changes-asked")
    assert "Say how many." in letter.body
    actions.save(people.ada, version.pk, {"summary": "It says now that there are twelve of them, and where."}, revision=None, at=at)
    assert actions.submit(people.ada, version.pk, rights=True, at=at).state == VersionState.SUBMITTED
    with pytest.raises(NotAllowed):
        actions.save(people.ada, version.pk, {"title": "Too late"}, revision=None, at=at)


def test_nobody_curates_their_own_deposit(people, at):
    mine = world.deposited(world.Viewer(person_id=people.officer.person_id, roles=people.officer.roles), at)
    actions.submit(people.officer, mine.pk, rights=True, at=at)
    with pytest.raises(NotAllowed):
        actions.check(people.officer, mine.pk, "scope", "ok", at=at)
    actions.check(people.second, mine.pk, "scope", "ok", at=at)


def test_refused_deposits_are_discarded_with_a_letter(people, at):
    version = world.deposited(people.ada, at)
    actions.submit(people.ada, version.pk, rights=True, at=at)
    actions.refuse(people.officer, version.pk, reason="It is about policy.", at=at)
    version.refresh_from_db()
    assert (version.state, version.record.state) == (VersionState.DISCARDED, RecordState.DISCARDED)
    with pytest.raises(NotAMove):
        actions.refuse(people.officer, version.pk, reason="Again.", at=at)


def test_reviewers_with_a_part_in_it_are_neither_offered_nor_taken(people, at):
    same_house = world.person("dan@example.org", world.Role.MEMBER, organisation="ada lab", family="Neighbour")
    author = world.person("eve@example.org", world.Role.MEMBER, given="Ada", family="Writer")
    version = world.deposited(people.ada, at)
    actions.submit(people.ada, version.pk, rights=True, at=at)
    offered = {one.person.pk for one in queries.candidates(people.officer, version, at=at)}
    assert {people.ben.person_id, people.cleo.person_id} <= offered
    assert not offered & {people.ada.person_id, same_house.person_id, author.person_id}
    for person, words in (
        (people.ada, "depositor"),
        (same_house, "Same organisation"),
        (author, "authors"),
        (people.guest, "not an active member"),
    ):
        with pytest.raises(Refused, match=words):
            actions.ask_review(people.officer, version.pk, person.person_id, at=at)


def test_a_recused_reviewer_is_shut_out_at_once(people, at):
    version = world.deposited(people.ada, at, content=world.pdf(), level="restricted")
    actions.submit(people.ada, version.pk, rights=True, at=at)
    review = actions.ask_review(people.officer, version.pk, people.ben.person_id, at=at)
    file = version.files.get()
    assert allows(people.ben, "version.view", version)
    assert allows(people.ben, "record-file.read", file)
    actions.step_aside(people.ben, review.pk, reason=ConflictReason.CO_AUTHOR, at=at)
    assert not allows(people.ben, "version.view", version)
    assert not allows(people.ben, "record-file.read", file)
    assert not allows(people.ben, "record.view", version.record)
    with pytest.raises(NotAllowed):
        actions.file_review(people.ben, review.pk, verdict="accept", remark="", at=at)
    Version.objects.get(pk=version.pk).reviews.all().delete()
    with pytest.raises(Refused, match="conflict"):
        actions.ask_review(people.officer, version.pk, people.ben.person_id, at=at)


def test_a_review_is_filed_once_and_read_without_a_name(people, at):
    version = world.deposited(people.ada, at)
    actions.submit(people.ada, version.pk, rights=True, at=at)
    review = actions.ask_review(people.officer, version.pk, people.ben.person_id, at=at)
    with pytest.raises(Refused) as refused:
        actions.file_review(people.ben, review.pk, verdict="changes", remark="", at=at)
    assert fields(refused) == {"remark"}
    done = actions.file_review(people.ben, review.pk, verdict="changes", remark="More numbers.", note="Weak.", at=at)
    again = actions.file_review(people.ben, review.pk, verdict="accept", remark="", at=at)
    assert (done.verdict, again.verdict) == ("changes", "changes")
    assert not allows(people.ada, "review.view", review)


def test_a_new_version_leaves_the_old_one_as_it_was(people, at):
    record = world.published(people.officer, people.ada, at, content=world.pdf())
    first = record.current
    second = actions.new_version(people.ada, record.pk, at=at)
    assert actions.new_version(people.ada, record.pk, at=at).pk == second.pk
    assert second.files.count() == 1
    with pytest.raises(Refused, match="already"):
        actions.new_version(people.officer, record.pk, at=at)
    actions.remove_file(people.ada, second.files.get().pk, at=at)
    actions.add_file(people.ada, second.pk, world.upload(world.pdf(title="Second edition of the paper")), at=at)
    with pytest.raises(Refused, match="What is new"):
        actions.submit(people.ada, second.pk, rights=True, at=at)
    actions.save(people.ada, second.pk, {"title": "Marks in pictures, again", "changes": "More pictures."}, revision=None, at=at)
    record = world.through(people.officer, people.ada, second, at)
    assert record.current_id == second.pk
    assert record.slug == Record.objects.get(pk=record.pk).slug
    first.refresh_from_db()
    assert first.title == "Marks in pictures and how they travel"
    assert first.files.count() == 1
    assert ("Title", first.title, "Marks in pictures, again") in queries.version_diff(first, record.current)


def test_anybody_of_the_members_may_propose_a_version_of_a_starter_record(people, at):
    record = Record.objects.get(slug="christ-2024-undetectable")
    proposed = actions.new_version(people.ada, record.pk, at=at)
    actions.save(people.ada, proposed.pk, {"licence": "CC-BY-4.0", "ai_use": "none", "changes": "Licence added."}, revision=None, at=at)
    done = world.through(people.officer, people.ada, proposed, at)
    assert done.current.licence == "CC-BY-4.0"
    with pytest.raises(NotAllowed):
        actions.new_version(people.guest, record.pk, at=at)


def test_a_correction_keeps_what_was_said_before(people, at):
    record = world.published(people.officer, people.ada, at)
    with pytest.raises(Refused, match="needs a reason"):
        actions.correct(people.officer, record.pk, {"title": "Right"}, reason="", at=at)
    with pytest.raises(NotAllowed):
        actions.correct(people.ada, record.pk, {"title": "Right"}, reason="Mine.", at=at)
    actions.correct(people.officer, record.pk, {"title": "Right"}, reason="A typing error.", at=at)
    one = record.current.corrections.get()
    assert (one.before, one.after) == ({"title": "Marks in pictures and how they travel"}, {"title": "Right"})


def test_withdrawal_leaves_a_tombstone_and_shuts_files(people, at, client):
    record = world.published(people.officer, people.ada, at, content=world.pdf())
    file = record.current.files.get()
    with pytest.raises(Refused, match="reason"):
        actions.withdraw(people.officer, record.pk, kind="error", reason="", at=at)
    actions.withdraw(people.officer, record.pk, kind="error", reason="Deposited by mistake, sorry.", at=at)
    assert not allows(VISITOR, "record.list", record)
    assert not allows(VISITOR, "record-file.read", file)
    page = client.get(record.url)
    assert page.status_code == 410
    assert "Deposited by mistake, sorry." in page.content.decode()
    assert client.get(file.url).status_code == 404
    record.refresh_from_db()
    assert record.public_ended_at == at


def test_a_merged_record_leads_on_and_hands_over_what_the_good_one_lacks(people, at, client):
    good = world.published(people.officer, people.ada, at, title="The good one", identifiers=[("url", "https://example.org/good")])
    twin = world.published(people.officer, people.ben, at, title="The twin", identifiers=[("doi", "10.1234/twin")])
    older = world.published(people.officer, people.ben, at, title="Older twin", identifiers=[("arxiv", "2301.00001")])
    actions.merge(people.officer, older.pk, twin.pk, reason="One work.", at=at)
    actions.merge(people.officer, twin.pk, good.pk, reason="The same paper.", at=at)
    assert actions.merge(people.officer, twin.pk, good.pk, reason="Again.", at=at).merged_into_id == good.pk
    for record in (twin, older):
        page = client.get(record.url)
        assert (page.status_code, page["Location"]) == (301, good.url)
    good.refresh_from_db()
    assert good.current.doi == "10.1234/twin"
    with pytest.raises(Refused, match="itself"):
        actions.merge(people.officer, good.pk, good.pk, reason="x", at=at)
    assert not allows(VISITOR, "record.list", twin)


def test_a_practice_card_is_short_and_whole(people, at):
    version = actions.start(people.ada, world.draft("Three checks before publishing", kind="practice", summary="", identifiers=[]), at=at)
    with pytest.raises(Refused) as refused:
        actions.submit(people.ada, version.pk, rights=True, at=at)
    assert fields(refused) == {"card_what", "card_where_used", "card_evidence", "card_limits"}
    card = {
        "card_what": "Three checks.",
        "card_where_used": "At two desks.",
        "card_evidence": "1,200 pictures.",
        "card_limits": "Screenshots.",
    }
    actions.save(people.ada, version.pk, card, revision=None, at=at)
    record = world.through(people.officer, people.ada, version, at)
    assert record.current.card["limits"] == "Screenshots."


def test_only_members_and_staff_deposit(people, at):
    for viewer in (people.guest, people.state, VISITOR):
        with pytest.raises(NotAllowed):
            actions.start(viewer, at=at)
