"""robots.txt as RFC 9309 has it, and the lines that other schemes put there."""

import time

import pytest
from protego import Protego

from interchange.workbench.signals.reservations import crawling, robots
from interchange.workbench.signals.reservations.crawlers import missing, register
from interchange.workbench.signals.reservations.patterns import matches, normal
from interchange.workbench.signals.reservations.statements import Target

# (file, crawler, path, may be fetched): RFC 9309 sections 2.1 and 2.2, and its examples of section 5
VECTORS = [
    ("", "FooBot", "/x", True),
    ("user-agent: FooBot\ndisallow: /\n", "FooBot", "/x", False),
    ("user-agent: FooBot\ndisallow: /\n", "foobot", "/x", False),
    ("user-agent: FooBot\ndisallow: /\n", "BarBot", "/x", True),
    ("disallow: /\nuser-agent: FooBot\nallow: /\n", "FooBot", "/x", True),
    ("user-agent: Alpha\nuser-agent: Beta\ndisallow: /x\n", "Beta", "/x/y", False),
    ("user-agent: Alpha\ndisallow: /x\nuser-agent: Beta\ndisallow: /z\nuser-agent: Alpha\ndisallow: /y\n", "Alpha", "/y", False),
    ("user-agent: Alpha\ndisallow: /x\nuser-agent: Beta\ndisallow: /z\nuser-agent: Alpha\ndisallow: /y\n", "Alpha", "/x", False),
    ("user-agent: Alpha\ndisallow: /x\nuser-agent: Beta\ndisallow: /z\nuser-agent: Alpha\ndisallow: /y\n", "Alpha", "/z", True),
    ("user-agent: Alpha\nsitemap: https://e.example/s\nuser-agent: *\ndisallow: /\n", "Alpha", "/", False),
    ("user-agent: *\ndisallow: /\nuser-agent: Alpha\nallow: /\n", "Alpha", "/x", True),
    ("user-agent: *\ndisallow: /\nuser-agent: Alpha\ndisallow:\n", "Alpha", "/x", True),
    ("user-agent: Alpha\ndisallow: /x/page.html\nallow: /x/\n", "Alpha", "/x/page.html", False),
    ("user-agent: Alpha\nallow: /x\ndisallow: /x\n", "Alpha", "/x", True),
    ("user-agent: Alpha\nallow: /page\ndisallow: /*.html\n", "Alpha", "/page.html", False),
    ("user-agent: Alpha\ndisallow: /foo$\n", "Alpha", "/foo", False),
    ("user-agent: Alpha\ndisallow: /foo$\n", "Alpha", "/foo/", True),
    ("user-agent: Alpha\ndisallow: /foo # but not /bar\n", "Alpha", "/foo", False),
    ("user-agent: Alpha\ndisallow: /X\n", "Alpha", "/x", True),
    ("user-agent: Alpha\ndisallow: /\u30c4\n", "Alpha", "/%E3%83%84", False),
    ("user-agent: Alpha\ndisallow: /%62%61%7A\n", "Alpha", "/baz", False),
    ("user-agent: Alpha\ndisallow: /a%3Cd\n", "Alpha", "/a%3cd", False),
    ("user-agent: Alpha\ndisallow: /?q=\n", "Alpha", "/?q=1", False),
    ("user-agent: Alpha\ndisallow: /\n", "Alpha", "/robots.txt", True),
    ("user-agent: MyBot/2.1\ndisallow: /\n", "MyBot", "/x", False),
]


@pytest.mark.parametrize(("text", "token", "path", "allowed"), VECTORS)
def test_the_rules_of_rfc_9309(text, token, path, allowed):
    assert robots.read(text).access(token, path).allowed is allowed
    assert robots.read(text.replace("\n", "\r\n")).access(token, path).allowed is allowed
    assert robots.read(text.replace("\n", "\r")).access(token, path).allowed is allowed
    assert robots.read(b"\xef\xbb\xbf" + text.encode()).access(token, path).allowed is allowed


def test_an_independent_parser_agrees_where_it_follows_the_rfc():
    for text, token, path, allowed in VECTORS:
        if "sitemap" in text or "%62" in text or path == "/robots.txt" or "/2.1" in text:
            continue  # Protego ends groups at other records, and does not unescape
        assert Protego.parse(text).can_fetch(f"https://e.example{path}", token) is allowed, text


def test_the_deciding_line_is_told():
    found = robots.read("User-agent: GPTBot\nAllow: /open\nDisallow: /\n").access("GPTBot", "/closed")
    assert (found.allowed, found.line, found.rule, found.by) == (False, 3, "/", "GPTBot")


def test_what_is_wrong_is_told_with_its_line():
    read = robots.read("Disallow: /early\nUser-agent: *\nDissallow: /a\nDisallow /b\nDisallow: c\nUser-agent:\nnonsense\n")
    told = {note.place: note.kind for note in read.notes}
    assert told == {
        "line 1": "refused",
        "line 3": "refused",
        "line 4": "refused",
        "line 5": "deviation",
        "line 6": "refused",
        "line 7": "hint",
    }
    assert robots.read("<!DOCTYPE html><title>404</title>").notes[0].kind == "refused"
    assert robots.read("user-agent: *".encode("utf-16")).groups == []


def test_conflicting_groups_are_read_as_one_and_told():
    read = robots.read("User-agent: a\nDisallow: /x\n\nUser-agent: A\nAllow: /x\n")
    assert read.access("a", "/x").allowed
    words = " ".join(note.words for note in read.notes)
    assert "2 groups name" in words
    assert "contradict each other" in words


def test_a_group_of_usage_lines_alone_is_read_both_ways():
    read = robots.read("User-agent: a\nContent-Usage: train-ai=n\nUser-agent: b\nDisallow: /\n")
    assert [one.value for one in read.usage("a", "content-usage")[0]] == ["train-ai=n"]
    assert read.usage("b", "content-usage")[0] == []
    assert not read.access("a", "/x").allowed  # RFC 9309 knows no Content-Usage, so both names head one group
    assert any("for one" in note.words for note in read.notes)


def test_no_more_than_500_kib_is_read():
    text = "User-agent: *\n" + "#" * robots.SIZE_LIMIT + "\nDisallow: /\n"
    read = robots.read(text)
    assert read.access("a", "/x").allowed
    assert any(note.kind == "deviation" for note in read.notes)


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [("/a*b", "/axxb", True), ("/a*b$", "/ab", True), ("/a*b$", "/abc", False), ("*", "/x", True), ("/*$", "/x", True), ("/a**b", "/ab", True), ("$", "/", False), ("/ab*bc$", "/abc", False)],
)  # fmt: skip
def test_patterns(pattern, path, covered):
    assert matches(normal(pattern), normal(path)) is covered


def test_hostile_patterns_take_linear_time():
    def seconds(size):
        pattern, path = normal("/" + "*a" * size + "b"), normal("/" + "a" * size * 2)
        found = []
        for _ in range(20):
            start = time.perf_counter()
            matches(pattern, path)
            found.append(time.perf_counter() - start)
        return min(found)

    assert seconds(8000) < 60 * seconds(800)  # ten times longer; quadratic would be a hundred


def test_every_crawler_has_an_operator_a_source_and_a_known_purpose():
    known = register()
    assert known.date
    assert len(known.crawlers) >= 70
    assert len({one.token.casefold() for one in known.crawlers}) == len(known.crawlers)
    assert all(one.operator and one.source.startswith("https://") and set(one.purposes) <= set(crawling.LABELS) for one in known.crawlers)
    assert {one.token for one in known.crawlers if one.control} >= {"Google-Extended", "Applebot-Extended"}
    assert missing({"GPTBot": {}, "NewBot/1.0": {}})[0] == ["NewBot/1.0"]
    assert "CCBot" in missing({"GPTBot": {}})[1]


def test_what_is_asked_of_the_known_crawlers():
    some = crawling.read(robots.read("User-agent: GPTBot\nDisallow: /\n"), Target())
    assert some.statements == []
    assert [note.kind for note in some.notes] == ["partial"]
    every = crawling.read(robots.read("User-agent: *\nDisallow: /\n"), Target())
    assert {one.code for one in every.statements} >= {"all-away:training", "all-away:search", "all-away:user"}
    assert not any(one.direct for one in every.statements)
    control = crawling.read(robots.read("User-agent: Google-Extended\nDisallow: /\n"), Target())
    assert [(one.agent, one.direct) for one in control.statements] == [("Google-Extended", True)]


def test_parsers_that_disagree_are_shown():
    text = "User-agent: *\nCrawl-delay: 5\n\nUser-agent: GPTBot\nDisallow: /\n"
    read = robots.read(text)
    assert not read.access("CCBot", "/").allowed
    assert "Parsers disagree" in crawling.second_opinion(text, read, Target("https://e.example/"))[0].words
    assert crawling.second_opinion("User-agent: *\nDisallow: /\n", robots.read("User-agent: *\nDisallow: /\n"), Target()) == []
