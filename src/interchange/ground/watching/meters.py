"""Figures of this process, in Prometheus' terms (text format 0.0.4). Those of the whole house are read from the database at each look."""

import os

from prometheus_client import CollectorRegistry, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)
# One page a label: routes as they stand in the address book, never paths. `process` tells several web processes of one host apart.
SECONDS = Histogram(
    "interchange_request_seconds",
    "Seconds until an answer was ready, by route, method and class of status",
    ["route", "method", "status", "process"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def answered(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answer."""
    SECONDS.labels(route, method if method in METHODS else "other", f"{status // 100}xx", f"{os.getpid()}").observe(seconds)
