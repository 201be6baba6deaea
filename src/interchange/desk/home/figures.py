"""The whole house as figures for Prometheus: read from the database at each look, so that every web process says the same."""

import hmac
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry

from interchange.desk.home import readiness
from interchange.ground import clock
from interchange.ground.jobs import queries as jobs
from interchange.ground.jobs.worker import alive
from interchange.ground.journal.models import Head
from interchange.ground.post import queries as post
from interchange.ground.watching import meters

TYPE = "text/plain; version=0.0.4; charset=utf-8"


class House(Collector):
    """What a house is asked for. Counts and ages only: no names, no addresses, no numbers of things."""

    def collect(self) -> Iterator[Metric]:
        """Each figure with its meaning."""
        at = clock.now()
        ready = GaugeMetricFamily("interchange_ready", "1 where this sign of readiness is well, else 0", labels=["sign"])
        found = readiness.signs(at)
        for sign in found:
            ready.add_metric([sign.name], int(sign.ok))
        yield ready
        yield GaugeMetricFamily("interchange_disk_free_bytes", "Bytes left in the data folder", value=readiness.free_bytes())
        if found[0].ok:
            yield from self._from_the_database(at)

    def _from_the_database(self, at: datetime) -> Iterator[Metric]:
        since = post.oldest_waiting(at)
        waits = at - since if since else timedelta(0)
        waiting, failed = jobs.tasks()
        head = Head.objects.filter(pk=1).values_list("seq", flat=True).first()
        letters = GaugeMetricFamily("interchange_letters", "Letters that have not come to an end, by state", labels=["state"])
        for state, count in sorted(post.by_state().items()):
            letters.add_metric([state], count)
        yield letters
        yield GaugeMetricFamily("interchange_outbox_age_seconds", "How long the oldest letter waits for us", value=waits.total_seconds())
        yield GaugeMetricFamily("interchange_workers", "Workers seen in the last two minutes", value=len(alive(at)))
        yield GaugeMetricFamily("interchange_tasks_waiting", "Tasks in the queue", value=waiting)
        yield GaugeMetricFamily("interchange_tasks_failed", "Tasks given up", value=failed)
        yield GaugeMetricFamily("interchange_schedules_failing", "Schedules that failed last time or are late", value=len(jobs.failing(at)))
        late = jobs.late_by(at).total_seconds()
        yield GaugeMetricFamily("interchange_schedule_late_seconds", "How far the schedule that waits longest is behind", value=late)
        yield GaugeMetricFamily("interchange_journal_links", "Links of the journal; never falls", value=head or 0)


HOUSE = CollectorRegistry(auto_describe=False)
HOUSE.register(House())


def names() -> set[str]:
    """The name of every figure, for those who write alert rules."""
    return {family.name for registry in (HOUSE, meters.REGISTRY) for family in registry.collect()}


def may_read(header: str) -> bool:
    """Whether an Authorization header brings the token of `INTERCHANGE_METRICS_TOKEN`; compared in constant time."""
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(header.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())


def text() -> bytes:
    """All figures in the text format."""
    return generate_latest(HOUSE) + generate_latest(meters.REGISTRY)
