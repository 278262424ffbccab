"""Figures for Prometheus: counts and durations, with no label that names a person, a question or a page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from parcours_u.server.places import Places

__all__ = ["CONTENT_TYPE", "Figures"]

CONTENT_TYPE = CONTENT_TYPE_LATEST

_REASONS = {400: "malformed", 403: "forbidden", 404: "unknown", 409: "refused", 413: "too_large", 507: "store"}
# What is promised is 300 ms: the steps are close together around it.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)


class Figures:
    """The figures of one course server, in a registry of its own: Jupyter's stay Jupyter's."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self.kernels_culled = 0
        self._registry = registry
        self._kernels = Gauge("parcours_u_kernels", "Kernels that live now.", registry=registry)
        self._uptime = Gauge("parcours_u_uptime_seconds", "For how long the course has run.", registry=registry)
        self._saves = Counter("parcours_u_saves", "Answers saved, by outcome.", ["outcome"], registry=registry)
        self._save_seconds = Histogram(
            "parcours_u_save_seconds",
            "From a save's arrival to its being on the disk.",
            buckets=_SECONDS,
            registry=registry,
        )
        self._refusals = Counter(
            "parcours_u_refusals", "Requests that were refused, by reason.", ["reason"], registry=registry
        )
        self._places = Gauge("parcours_u_places", "Room for pages' kernels.", ["state"], registry=registry)
        self._waiting = Gauge("parcours_u_pages_waiting", "Pages that wait for a place.", registry=registry)
        self._culled = Counter("parcours_u_kernels_culled", "Kernels let go, by reason.", ["reason"], registry=registry)
        self._deposits = Counter("parcours_u_deposits", "Deposits made, by way.", ["way"], registry=registry)
        for outcome in ("saved", "conflict", "erased"):
            self._saves.labels(outcome)
        for reason in (*_REASONS.values(), "error"):
            self._refusals.labels(reason)
        for reason in ("gone", "forgotten", "room"):
            self._culled.labels(reason)
        for way in ("exchange", "zip"):
            self._deposits.labels(way)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Time a save; one that fails is counted among the refusals, not among the durations."""
        begun = time.perf_counter()
        yield
        self._save_seconds.observe(time.perf_counter() - begun)

    def saved(self, outcome: str) -> None:
        """Count a save: ``"saved"``, ``"conflict"`` when it was kept aside, ``"erased"`` when it was not, its journal being erased."""
        self._saves.labels(outcome).inc()

    def refused(self, status: int) -> None:
        """Count a request that was answered with an error."""
        self._refusals.labels(_REASONS.get(status, "error")).inc()

    def deposited(self, way: str) -> None:
        """Count a deposit, ``"exchange"`` or ``"zip"``."""
        self._deposits.labels(way).inc()

    def culled(self, reason: str) -> None:
        """Count a kernel that was let go: its page is ``"gone"``, or ``"forgotten"``, or another one needed the ``"room"``."""
        self._culled.labels(reason).inc()
        self.kernels_culled += 1

    def exposed(self, kernels: int, uptime_seconds: float, places: Places) -> bytes:
        """Return everything in Prometheus's text form."""
        self._kernels.set(kernels)
        self._places.labels("taken").set(places.taken)
        self._places.labels("free").set(places.free)
        self._waiting.set(places.waiting)
        self._uptime.set(uptime_seconds)
        return generate_latest(self._registry)
