"""Records a second in and out: a BibTeX file imported, the same records harvested by OAI-PMH over loopback with a foreign client.

    python -m benchmarks.exchange [--records 20000]                         (SQLite, in a folder of its own)
    python -m scripts.postgres .venv/bin/python -m benchmarks.exchange      (PostgreSQL, embedded)

Goals: import at least 1,000 records/s with 1 kB abstracts; harvest at least 5,000 records/s with a library client. Each figure stands beside
what it can at best be in the same run: the same rows written by bulk_create alone, the same bytes fetched without reading them.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time

WORDS = [
    "watermark",
    "provenance",
    "label",
    "licence",
    "registry",
    "model",
    "training",
    "creator",
    "society",
    "fingerprint",
    "hash",
    "standard",
]


def library(count: int) -> str:
    """A BibTeX file of made-up works, every tenth with accents in LaTeX's writing."""
    dice = random.Random(7)
    entries = []
    for number in range(count):
        family = r"M{\"u}ller" if number % 10 == 0 else f"Example{number % 997}"
        abstract = " ".join(dice.choice(WORDS) + str(dice.randrange(900)) for _word in range(85))
        title = " ".join(dice.choice(WORDS).capitalize() + str(dice.randrange(99)) for _word in range(7))
        entries.append(
            f"@article{{k{number}, author = {{{family}, Ada and Other{number % 89}, Bob}}, title = {{{{{title} {number}}}}}, journal = {{Journal of Examples}},"
            f" volume = {{{number % 40 + 1}}}, pages = {{1--9}}, year = {{{2000 + number % 26}}}, doi = {{10.1000/bench.{number}}}, abstract = {{{abstract}}}}}"
        )
    return "\n\n".join(entries)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="interchange-bench-") as folder:
        os.environ |= {"INTERCHANGE_DEMO": "1", "INTERCHANGE_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "interchange.config.settings"}
        import django

        django.setup()
        run(given.records)
    return 0


def run(count: int) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection, transaction

    from interchange.config.work import prepare
    from interchange.ground import clock
    from interchange.ground.accounts.models import Person
    from interchange.ground.policy.viewer import Viewer
    from interchange.ground.policy.vocabulary import Role
    from interchange.knowledge.repository.exchange import importing
    from interchange.knowledge.repository.models import ImportJob, Record, Version
    from interchange.knowledge.repository.oai import fragments

    prepare()
    officer = Viewer(person_id=Person.objects.create(email="bench@example.org").pk, roles=frozenset({Role.OFFICER}))
    text = library(count).encode()
    print(
        f"{connection.vendor}: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; {count} records, a file of {len(text) / 1e6:.1f} MB",
        flush=True,
    )

    job = importing.begin(officer, SimpleUploadedFile("bench.bib", text), topics=["labelling"], sectors=[], at=clock.now())
    begun, spent = time.perf_counter(), time.process_time()
    importing._prepare(job)
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    while importing.file_chunk(job.pk) == "running":
        pass
    filed, spent = time.perf_counter() - begun, time.process_time() - spent
    job = ImportJob.objects.get(pk=job.pk)
    assert job.made == count, (job.made, job.known, job.failed, job.problems[:3])
    rate = count / (read + filed)
    print(f"import      {rate:8.0f} records/s  (read {count / read:.0f}/s, filed {count / filed:.0f}/s; {count / spent:.0f} a second of its own processor time; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB)")  # fmt: skip

    some = list(Version.objects.filter(record__origin="import").select_related("record")[: min(count, 5000)])
    begun = time.perf_counter()
    with transaction.atomic():
        for place, version in enumerate(some):
            version.record.pk, version.record.slug, version.record.current_id, version.record.state = None, f"bare-{place}", None, "working"
        Record.objects.bulk_create([version.record for version in some], batch_size=250)
        for version in some:
            version.pk, version.record_id = None, version.record.pk
        Version.objects.bulk_create(some, batch_size=250)
        transaction.set_rollback(True)
    bare = len(some) / (time.perf_counter() - begun)
    print(f"  bare rows {bare:8.0f} records/s  (two tables, nothing else): the import reaches {rate / bare:.0%} of it")

    begun = time.perf_counter()
    made = fragments.refresh(clock.now())
    print(f"fragments   {made / (time.perf_counter() - begun):8.0f} records/s  (once a record, in the worker)")
    provider(made)
    harvest(made)


def provider(count: int) -> None:
    """The provider without a server around it."""
    from interchange.ground import clock
    from interchange.knowledge.repository.oai.provider import reply

    begun, spent, arguments = time.perf_counter(), time.process_time(), [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")]
    while True:
        text = reply(arguments, clock.now())
        start = text.rfind("<resumptionToken")
        token = text[text.find(">", start) + 1 :].split("<")[0] if start > 0 else ""
        if not token:
            break
        arguments = [("verb", "ListRecords"), ("resumptionToken", token)]
    print(f"provider    {count / (time.perf_counter() - begun):8.0f} records/s  ({count / (time.process_time() - spent):.0f} a second of its own processor time)")  # fmt: skip


def harvest(count: int) -> None:
    import requests
    from sickle import Sickle

    from benchmarks.throughput import free_port, serve

    port = free_port()
    base = f"http://127.0.0.1:{port}"
    process = serve("interchange.config.wsgi:application", port, dict(os.environ) | {"INTERCHANGE_BASE_URL": base})
    try:
        for prefix in ("oai_dc", "datacite"):
            begun = time.perf_counter()
            got = sum(1 for _record in Sickle(f"{base}/oai").ListRecords(metadataPrefix=prefix))
            with_client = time.perf_counter() - begun
            assert got == count, (got, count)
            begun, size, parameters = time.perf_counter(), 0, {"verb": "ListRecords", "metadataPrefix": prefix}
            with requests.Session() as session:
                while True:
                    answer = session.get(f"{base}/oai", params=parameters)
                    size += len(answer.content)
                    start = answer.text.rfind("<resumptionToken")
                    token = answer.text[answer.text.find(">", start) + 1 :].split("<")[0] if start > 0 else ""
                    if not token:
                        break
                    parameters = {"verb": "ListRecords", "resumptionToken": token}
            alone = time.perf_counter() - begun
            print(
                f"harvest     {count / with_client:8.0f} records/s  {prefix} with Sickle; {count / alone:.0f} records/s ({size / alone / 1e6:.0f} MB/s)"
                f" without reading them: the client's own work is {1 - alone / with_client:.0%} of the time"
            )
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    sys.exit(main())
