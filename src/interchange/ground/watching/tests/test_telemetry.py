"""What leaves by OTLP, read by a collector of the test's own: spans and durations with routes, without paths, addresses or words of errors."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory

from interchange.ground.watching import telemetry
from interchange.ground.watching.requests import WatchMiddleware

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def collector():
    """A collector on loopback: {path: bodies}."""
    got: dict[str, list[bytes]] = {}

    class Take(BaseHTTPRequestHandler):
        def do_POST(self):
            got.setdefault(self.path, []).append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *about):
            pass

    server = HTTPServer(("127.0.0.1", 0), Take)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()


def test_spans_and_durations_leave_without_personal_data(collector, settings):
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    settings.OTLP_ENDPOINT, got = collector
    telemetry.begin("interchange-web")
    try:
        WatchMiddleware(lambda request: HttpResponse(status=500))(RequestFactory().get("/secret/ama@example.org/?q=QXspanZQ"))
        with pytest.raises(ValueError, match="QXspanZQ"), telemetry.span("schedule post.deliver"):
            raise ValueError("QXspanZQ")
    finally:
        telemetry.end()
    everything = b"".join(body for bodies in got.values() for body in bodies)
    assert b"QXspanZQ" not in everything
    assert b"ama@example.org" not in everything
    sent = ExportTraceServiceRequest.FromString(got["/v1/traces"][0])
    spans = {span.name: span for scope in sent.resource_spans[0].scope_spans for span in scope.spans}
    assert set(spans) == {"GET (nowhere)", "schedule post.deliver"}
    facts = {one.key: one.value.int_value or one.value.string_value for one in spans["GET (nowhere)"].attributes}
    assert (facts["http.route"], facts["http.response.status_code"]) == ("(nowhere)", 500)
    assert {one.key: one.value.string_value for one in spans["schedule post.deliver"].attributes}["error.type"] == "ValueError"
    figures = ExportMetricsServiceRequest.FromString(got["/v1/metrics"][-1])
    assert figures.resource_metrics[0].scope_metrics[0].metrics[0].name == "http.server.request.duration"


def test_it_is_off_by_default_and_says_what_is_missing(settings, monkeypatch):
    settings.OTLP_ENDPOINT = ""
    telemetry.begin("interchange-web")
    with telemetry.span("x") as made:
        assert made is None
    settings.OTLP_ENDPOINT = "http://127.0.0.1:9"
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ImproperlyConfigured, match=r"telemetry\.lock"):
        telemetry.begin("interchange-web")
