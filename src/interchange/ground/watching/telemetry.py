"""Traces and figures by OpenTelemetry (OTLP over HTTP), where `INTERCHANGE_OTLP_ENDPOINT` says so; else nothing is loaded and nothing costs.

Spans: one a request, one a run of a schedule, one a task. Attributes follow OpenTelemetry's semantic conventions for HTTP servers
(`http.request.method`, `http.route`, `http.response.status_code`); none is a path, a query, a network address or a person.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from interchange import __version__

_tracer: Any = None
_duration: Any = None


def begin(service: str) -> None:
    """Start sending, once a process, as `interchange-web` or `interchange-worker`. Raises `ImproperlyConfigured` where the packages are not installed."""
    global _tracer, _duration
    if not settings.OTLP_ENDPOINT or _tracer is not None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as missing:
        raise ImproperlyConfigured(
            "INTERCHANGE_OTLP_ENDPOINT is set, but OpenTelemetry is not installed: pip install -r requirements/telemetry.lock"
        ) from missing
    address = settings.OTLP_ENDPOINT.rstrip("/")
    about = Resource.create({"service.name": service, "service.version": __version__})
    spans = TracerProvider(resource=about)
    spans.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{address}/v1/traces")))
    reader = PeriodicExportingMetricReader(OTLPMetricExporter(endpoint=f"{address}/v1/metrics"), export_interval_millis=15_000)
    figures = MeterProvider(resource=about, metric_readers=[reader])
    _tracer = spans.get_tracer("interchange")
    _duration = figures.get_meter("interchange").create_histogram(
        "http.server.request.duration", unit="s", description="Duration of HTTP server requests."
    )
    _open[:] = [spans, figures]


_open: list[Any] = []


def end() -> None:
    """Send what is left and stop."""
    global _tracer, _duration
    for provider in _open:
        provider.shutdown()
    _open.clear()
    _tracer = _duration = None


@contextlib.contextmanager
def span(name: str, **attributes: str | int) -> Iterator[Any]:
    """A piece of work as a span; yields it (None where nothing is sent). An error marks the span with its class, not with its words."""
    if _tracer is None:
        yield None
        return
    with _tracer.start_as_current_span(name, attributes=attributes, record_exception=False, set_status_on_exception=False) as made:
        try:
            yield made
        except Exception as failure:
            from opentelemetry.trace import StatusCode

            made.set_attribute("error.type", type(failure).__name__)
            made.set_status(StatusCode.ERROR)
            raise


def answered(made: Any, route: str, method: str, status: int, seconds: float, number: str) -> None:
    """Complete the span of a request, and count it."""
    if made is None:
        return
    facts = {"http.request.method": method, "http.route": route, "http.response.status_code": status}
    made.update_name(f"{method} {route}")
    made.set_attributes({**facts, "interchange.request": number})
    if status >= 500:
        from opentelemetry.trace import StatusCode

        made.set_status(StatusCode.ERROR)
    _duration.record(seconds, facts)
