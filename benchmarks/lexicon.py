"""The lexicon at 10,000 concepts and 40,000 labels: recognition, a page with 100 kB of text, files of a release, the database.

    python -m scripts.postgres python -m benchmarks.lexicon --no-files
    python -m benchmarks.lexicon [--concepts 10000] [--megabytes 1.2] [--rounds 5] [--no-files] [--no-database]

Everything in one run and one process, on made-up words with a Zipf distribution. Goals: recognition at least ten times the best matcher
written in Python alone, and within twice the time of the bare Aho-Corasick automaton on the same text; a warm page costs at most 10 ms more;
files in seconds. Processor time is measured, since the machine may do other things. Exit code 1 where a goal is missed.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.world.lexicon import made_up, text_of

ROOT = Path(__file__).resolve().parents[1]


def prepare(folder: Path) -> None:
    os.environ |= {"INTERCHANGE_DEMO": "1", "INTERCHANGE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "interchange.config.settings"}
    os.environ.setdefault("INTERCHANGE_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ["INTERCHANGE_LOG_LEVEL"] = "ERROR"
    sys.path[:0] = [str(ROOT / "src")]
    import django

    django.setup()


class TrieMatcher:
    """What a good matcher in Python alone does: a trie of words in dictionaries, longest match (the algorithm of FlashText)."""

    def __init__(self, labels: list[str]) -> None:
        self.root: dict = {}
        for label in labels:
            node = self.root
            for word in label.split():
                node = node.setdefault(word, {})
            node[""] = label

    def find(self, text: str) -> list[tuple[int, int]]:
        spans = [(match.group(), match.start(), match.end()) for match in re.finditer(r"\w+", text.lower())]
        found, at, root = [], 0, self.root
        while at < len(spans):
            node, last, place = root, -1, at
            while place < len(spans):
                node = node.get(spans[place][0])
                if node is None:
                    break
                if "" in node:
                    last = place
                place += 1
            if last >= 0:
                found.append((spans[at][1], spans[last][2]))
                at = last
            at += 1
        return found


def best(rounds: int, work) -> float:
    """Seconds of processor time of the quickest of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--concepts", type=int, default=10_000)
    options.add_argument("--megabytes", type=float, default=1.2)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--no-files", action="store_true")
    options.add_argument("--no-database", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        missed = run(asked)
    print("\nmissed: " + ", ".join(missed) if missed else "\nevery goal met")
    return 1 if missed else 0


def run(asked) -> list[str]:
    contents, words, labels = made_up(asked.concepts)
    text = text_of(int(asked.megabytes * 1e6), words, labels)
    missed = recognition(asked, contents, labels, text)
    missed += page(asked, contents, text)
    if not asked.no_files:
        files(contents)
    if not asked.no_database:
        missed += database(contents)
    return missed


def entries_of(contents):
    from interchange.knowledge.lexicon.recogniser import Entry

    return [
        Entry(one.slug, label.text, avoid=label.status == "deprecated", replacement=one.slug) for one in contents for label in one.labels
    ]


def automata(labels: list[str], low: str):
    """Bare Aho-Corasick automata, leftmost longest, over the text in lower case: what they find also inside words."""
    import ahocorasick
    import ahocorasick_rs
    import daachorse

    tree = ahocorasick.Automaton()
    for label in labels:
        tree.add_word(label, label)
    tree.make_automaton()
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    compact = ahocorasick_rs.AhoCorasick(labels, matchkind=kind, implementation=ahocorasick_rs.Implementation.ContiguousNFA)
    states = ahocorasick_rs.AhoCorasick(labels, matchkind=kind, implementation=ahocorasick_rs.Implementation.DFA)
    double = daachorse.CharwiseDoubleArrayAhoCorasick(labels, match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST)
    return {
        "pyahocorasick, `iter_long`": lambda: list(tree.iter_long(low)),
        "ahocorasick-rs, contiguous": lambda: compact.find_matches_as_indexes(low),
        "ahocorasick-rs, DFA": lambda: states.find_matches_as_indexes(low),
        "daachorse, by character": lambda: double.find(low),
    }


def recognition(asked, contents, labels, text) -> list[str]:
    from interchange.knowledge.lexicon.recogniser import Matcher
    from interchange.knowledge.lexicon.recogniser.context import settled

    start = time.process_time()
    matcher = Matcher(entries_of(contents))
    built = time.process_time() - start
    trie = TrieMatcher(labels)
    size = len(text) / 1e6
    hits = matcher.find(text)
    ours = best(asked.rounds, lambda: matcher.find(text))
    accented = text.replace(". ", " \u2013 ", 2000)
    wide = best(asked.rounds, lambda: matcher.find(accented))
    ours_settled = best(asked.rounds, lambda: settled(matcher.find(text), text))
    bare = {name: (best(asked.rounds, work), len(work())) for name, work in automata(labels, text.lower()).items()}
    theirs = min(seconds for seconds, _count in bare.values())
    python = best(asked.rounds, lambda: trie.find(text))
    from ahocorapy.keywordtree import KeywordTree
    from flashtext import KeywordProcessor

    tenth = text[: len(text) // 10]
    processor = KeywordProcessor()
    processor.add_keywords_from_list(labels)
    flash = best(1, lambda: processor.extract_keywords(tenth, span_info=True)) * 10
    tree = KeywordTree(case_insensitive=True)
    for label in labels:
        tree.add(label)
    tree.finalize()
    corapy = best(1, lambda: list(tree.search_all(tenth))) * 10
    part = text[: len(text) // 60]
    alternation = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, labels), key=len, reverse=True)) + r")\b", re.IGNORECASE)
    regex = best(1, lambda: alternation.findall(part)) * 60
    rows = [
        ("recogniser (borders, inflection, case, offsets)", ours, len(hits)),
        ("recogniser, hits settled (homographs, names, everyday words)", ours_settled, len(hits)),
        ("recogniser, the same text with signs beyond ASCII", wide, 0),
        *((f"bare automaton: {name}", seconds, count) for name, (seconds, count) in bare.items()),
        ("FlashText 2.7, Python alone", flash, 0),
        ("ahocorapy, Python alone", corapy, 0),
        (
            "a trie of exact words written for this comparison, Python alone; no case, inflection or borders of its own",
            python,
            len(trie.find(text)),
        ),
        ("`re` alternation (measured on a sixtieth)", regex, 0),
    ]
    try:
        import flashtext2

        keywords = flashtext2.KeywordProcessor(case_sensitive=False)
        for label in labels:
            keywords.add_keyword(label)
        rows.append(("flashtext2 (compiled, for comparison)", best(asked.rounds, lambda: keywords.extract_keywords_with_span(text)), 0))
    except ImportError:
        pass
    print(f"{asked.concepts:,} concepts, {len(labels):,} labels; built in {built:.2f} s; text of {size:.2f} MB\n")
    print("| Matcher | MB/s | hits |\n|---|---:|---:|")
    for name, seconds, count in rows:
        print(f"| {name} | {size / seconds:.1f} | {count or ''} |")
    published = min(flash, corapy, regex)
    print(
        f"\n{published / ours:.1f} times the best published matcher in Python alone ({python / ours:.1f} times the trie of exact words); {ours / theirs:.2f} times the time of the quickest bare automaton"
    )
    return [
        name for name, met in (("ten times Python", published / ours >= 10), ("twice the bare automaton", ours / theirs <= 2)) if not met
    ]


def page(asked, contents, text) -> list[str]:
    """A page with 100 kB of Markdown: rendering alone, first time with terms, and warm."""
    from interchange.ground.text import linking as text_linking
    from interchange.ground.text.render import _render, render
    from interchange.knowledge.lexicon import linking
    from interchange.knowledge.lexicon.recogniser import Matcher

    pages = {one.slug: linking.Page(one.slug, one.preferred, "", one.adopted.text) for one in contents}
    linking._kept["now"] = linking.Book(1, Matcher(entries_of(contents)), pages)
    linking._looked[0] = time.monotonic() + 10_000
    text_linking.define("lexicon", edition=linking.edition, link=linking.link)
    sentences = text[:100_000].split(". ")
    markdown = "\n\n".join(f"## Part {n}\n\n" + ". ".join(sentences[n : n + 12]) for n in range(0, len(sentences), 12))
    cold_render = best(1, lambda: _render.__wrapped__(markdown, 2))
    render(markdown)
    html = str(render(markdown))
    added_cold = best(asked.rounds, lambda: linking.link(html, ""))
    text_linking.linked(markdown)
    fresh = [str(bytearray(markdown.encode()), "utf-8") for _ in range(20)]  # as read from the database: equal, not the same
    warm = best(asked.rounds, lambda: [text_linking.linked(one) for one in fresh]) / 20
    plain = best(asked.rounds, lambda: [render(one) for one in fresh]) / 20
    added = (warm - plain) * 1000
    print(f"\n100 kB of text: rendering {cold_render * 1000:.0f} ms once; terms add {added_cold * 1000:.1f} ms once, {added:.3f} ms warm")
    return [] if added <= 10 else ["a warm page"]


def files(contents) -> None:
    """A release in each format, with progress."""
    from interchange.knowledge.lexicon import exports
    from interchange.knowledge.lexicon.exports import booklet, skos, tbx

    known = {one.slug for one in contents}
    entries = {one.slug: (one.within(known), "agreed") for one in contents}
    edition = skos.Edition(1, "Bench", datetime(2027, 1, 1, tzinfo=UTC), "https://bench.example")
    print("\n| File | seconds | MB | notes of progress |\n|---|---:|---:|---:|")
    writers = {
        **{kind: (lambda note, kind=kind: skos.write(entries, edition, kind, note)) for kind in ("ttl", "nt", "rdf", "jsonld")},
        "tbx": lambda note: tbx.write(entries, edition, note),
        "csv": lambda note: exports.table(entries, note),
        "json": lambda note: exports.data(entries, edition, note),
        "pdf": lambda note: booklet.write(entries, edition, note),
    }
    for kind, write in writers.items():
        notes = [0]

        def note(done, notes=notes):
            notes[0] += 1

        start = time.process_time()
        body = write(note)
        print(f"| {kind} | {time.process_time() - start:.1f} | {len(body) / 1e6:.1f} | {notes[0]:,} |")


def database(contents) -> list[str]:
    """Loading, a release with its files and their progress, the book of a process, pages and suggestions, with everything in the database."""
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from interchange.config.work import prepare as ready

    ready()
    from interchange.ground.policy.viewer import SYSTEM
    from interchange.ground.text import linking as text_linking
    from interchange.knowledge.lexicon import linking
    from interchange.knowledge.lexicon.actions.loading import load_starter
    from interchange.knowledge.lexicon.actions.releasing import make_file, make_release
    from interchange.knowledge.lexicon.models import ReleaseFile
    from interchange.network.calls.models import Call

    def took(work) -> tuple[float, float]:
        clock, processor = time.perf_counter(), time.process_time()
        work()
        return time.perf_counter() - clock, time.process_time() - processor

    print(f"\ndatabase: {connection.vendor}")
    print("loaded in {:.1f} s ({:.1f} s of our processor)".format(*took(lambda: load_starter(contents, at=timezone.now()))))
    release = make_release(SYSTEM, title="Bench", at=timezone.now())
    for kind in ("ttl", "tbx", "csv"):
        times = took(lambda kind=kind: make_file(release.pk, kind, at=timezone.now()))
        row = ReleaseFile.objects.get(release=release, format=kind)
        print("release as {}: {:.1f} s ({:.1f} s of our processor), {:,} concepts".format(kind, *times, row.done))
    linking.forget()
    print(f"a process reads the lexicon in {took(linking.book)[0]:.2f} s")
    words = [label.text for one in contents[:400] for label in one.labels]
    text = "\n\n".join(" ".join(words[n % 1500 : n % 1500 + 12]) + "." for n in range(9_000))[:100_000]
    call = Call.objects.order_by("pk").first()
    if call is not None:
        Call.objects.filter(pk=call.pk).update(body=text, state="published", published_at=timezone.now(), opens_at=timezone.now())
    client = Client(headers={"host": "127.0.0.1"})
    missed = []
    if call is not None:
        address = f"/calls/{call.slug}/"
        first = took(lambda: client.get(address, headers={"cookie": "sessionid=x"}))[1]
        warm = best(15, lambda: client.get(address, headers={"cookie": "sessionid=x"}))
        linkers = dict(text_linking._LINKERS)
        text_linking._LINKERS.clear()
        client.get(address, headers={"cookie": "sessionid=x"})
        plain = best(15, lambda: client.get(address, headers={"cookie": "sessionid=x"}))
        text_linking._LINKERS.update(linkers)
        added = (warm - plain) * 1000
        print(
            f"{address} with 100 kB of text: {first * 1000:.0f} ms first, {warm * 1000:.1f} ms warm, {plain * 1000:.1f} ms without terms: {added:.1f} ms more"
        )
        missed += ["a warm page with the database"] if added > 10 else []
    for address in (
        "/lexicon/",
        f"/lexicon/?q={contents[7].preferred.split()[0]}",
        "/lexicon/c42",
        "/api/v1/lexicon/suggest?q=ba",
        "/lexicon/c42.ttl",
    ):
        client.get(address)
        seconds = best(5, lambda address=address: client.get(address, headers={"cookie": "sessionid=x"}))
        print(f"{address}: {seconds * 1000:.0f} ms")
    return missed


if __name__ == "__main__":
    sys.exit(main())
