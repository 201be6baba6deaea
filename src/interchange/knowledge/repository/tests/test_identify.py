"""Identifiers, licences and likeness: pure."""

import pytest

from interchange.knowledge.repository import identify, licences, likeness
from interchange.knowledge.repository.drafts import Creator


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("10.1038/s41586-024-08025-4", "doi", "10.1038/s41586-024-08025-4"),
        (" https://doi.org/10.1145/3691626 ", "doi", "10.1145/3691626"),
        ("doi:10.1000/182.", "doi", "10.1000/182"),
        ("https://www.tandfonline.com/doi/full/10.1080/12345.2020.1", "doi", "10.1080/12345.2020.1"),
        ("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", "doi", None),
        ("arXiv:2301.10226v2", "arxiv", "2301.10226"),
        ("https://arxiv.org/pdf/2301.10226v1.pdf", "arxiv", "2301.10226"),
        ("hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("ISBN 978-3-16-148410-0", "isbn", "9783161484100"),
        ("0-306-40615-2", "isbn", "9780306406157"),
        ("https://example.org/paper", "url", "https://example.org/paper"),
        (
            "ISCC:KACYPXW445FTYNJ3CYSXHAFJMA2HUWULUNRFE3BLHRSCXYH2M5AEGQY",
            "iscc",
            "ISCC:KACYPXW445FTYNJ3CYSXHAFJMA2HUWULUNRFE3BLHRSCXYH2M5AEGQY",
        ),
    ],
)
def test_what_people_paste_is_recognised(text, scheme, value):
    found = identify.recognise(text)
    assert found is not None
    assert found.scheme == scheme
    if value is not None:
        assert (found.value, found.problem) == (value, "")


@pytest.mark.parametrize("text", ["", "a paper by somebody", "99.1038/x", "watermark 2024"])
def test_what_is_no_identifier_is_not_taken_for_one(text):
    assert identify.recognise(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10.1038", "slash"),
        ("10.10 38/abc", "blanks"),
        ("10.12/abc", "form of a DOI"),
        ("arXiv:2399.12345", "no month 99"),
        ("ISBN 978-3-16-148410-1", "check digit"),
        ("https:///nowhere", "web address"),
        ("https://user:secret@example.org/", "web address"),
    ],
)
def test_what_is_wrong_is_named(text, words):
    assert words in identify.recognise(text).problem


def test_orcid_and_ror_have_check_digits():
    assert identify.orcid("https://orcid.org/0000-0002-1825-0097").value == "0000-0002-1825-0097"
    assert not identify.orcid("000000021694233X").problem
    assert "check digit" in identify.orcid("0000-0002-1825-0098").problem
    assert not identify.ror("https://ror.org/05dxps055").problem
    assert not identify.ror("02nr0ka47").problem
    assert "check digits" in identify.ror("05dxps056").problem
    assert identify.ror("Caltech").problem


def test_one_identifier_in_two_writings_has_one_key():
    assert identify.key("doi", "10.1038/ABC") == identify.key("doi", "10.1038/abc")
    assert identify.key("url", "https://www.example.org/a/") == identify.key("url", "http://example.org/a")


def test_licences_are_spdx():
    assert licences.spdx("mit or apache-2.0") == "MIT OR Apache-2.0"
    assert licences.spdx("CC BY-NC-ND 4.0") == "CC-BY-NC-ND-4.0"
    assert licences.spdx("https://creativecommons.org/licenses/by/3.0/igo/") == "CC-BY-3.0-IGO"
    assert licences.spdx("all rights reserved") == ""
    assert licences.licence_of("W3C Document License") == ("", "W3C Document License")
    assert licences.address("CC-BY-3.0-IGO") == "https://creativecommons.org/licenses/by/3.0/igo/"


def test_titles_are_alike_without_case_accents_and_articles():
    assert likeness.title_key("Étude sur l’Été: THE marks") == likeness.title_key("etude sur l ete – marks")
    assert likeness.title_key("Marks one") != likeness.title_key("Marks two")


def test_fingerprints_of_near_texts_are_near_and_others_are_far():
    text = " ".join(f"sentence{n} about watermark number{n % 7} robust detector" for n in range(200))
    near = likeness.simhash(text.replace("sentence17 ", "sentence17b "))
    far = likeness.simhash(" ".join(f"chapter{n} lawful licence registry{n % 5}" for n in range(200)))
    one = likeness.simhash(text)
    assert likeness.distance(one, near) <= likeness.CLOSE < likeness.distance(one, far)
    assert set(likeness.bands(one).values()) & set(likeness.bands(near).values())
    assert likeness.simhash("too short") is None


def test_names_are_people_or_organisations():
    assert Creator.from_text("Lovelace, Ada") == Creator(family="Lovelace", given="Ada")
    assert Creator.from_text("World Intellectual Property Organization").name == "World Intellectual Property Organization"
    assert Creator.from_text("Lovelace, Ada").inverted == "Lovelace, Ada"


def test_a_text_of_more_different_words_than_counters_hold_has_a_fingerprint():
    words = [f"word{number}" for number in range(70_000)]
    found = likeness.simhash(words)
    assert found is not None
    assert likeness.distance(found, likeness.simhash([*words, "another"])) <= likeness.CLOSE
