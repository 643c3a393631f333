"""Pairs of timings taken in turn, so that a machine whose speed drifts drifts for both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One promise: our median and the peer's (seconds), their ratio, and the ratio promised."""

    name: str
    ours: float
    peer: float
    peer_name: str
    promised: float

    @property
    def ratio(self) -> float:
        """Ours divided by the peer's."""
        return self.ours / self.peer if self.peer else float("inf")

    def __str__(self) -> str:
        both = f"{_said(self.ours)} beside {_said(self.peer)} ({self.peer_name})"
        return f"{self.name}: {both} = {self.ratio:.2f}x"

    @property
    def kept(self) -> bool:
        """Tell whether the promise holds; at small size that means nothing."""
        return self.ratio <= self.promised

    @property
    def verdict(self) -> str:
        """Say what was promised and whether it holds."""
        return f"promised <= {self.promised:g}x: {'kept' if self.kept else 'BROKEN'}"


def _said(taken: float) -> str:
    return f"{taken * 1e6:,.1f} µs" if taken < 1e-4 else f"{taken * 1000:,.1f} ms"


@dataclass(frozen=True)
class Figure:
    """One promise about a number: it is at most ``limit``, or exactly that."""

    name: str
    value: float
    limit: float
    unit: str
    exactly: bool = False

    def __str__(self) -> str:
        return f"{self.name}: {self.value:,.4g} {self.unit}"

    @property
    def kept(self) -> bool:
        """Tell whether the promise holds; at small size that means nothing."""
        return self.value == self.limit if self.exactly else self.value <= self.limit

    @property
    def verdict(self) -> str:
        """Say what was promised and whether it holds."""
        sign = "=" if self.exactly else "<="
        return f"promised {sign} {self.limit:,g} {self.unit}: {'kept' if self.kept else 'BROKEN'}"


def seconds(work: Callable[[], Any]) -> float:
    """Time one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def computed(work: Callable[[], Any]) -> float:
    """Return the seconds one call computes in all threads: what others do on a busy machine is not in it."""
    start = time.process_time()
    work()
    return time.process_time() - start


def paired(ours: Any, peer: Any, rounds: int, timed: Callable[[Any], float] = seconds) -> tuple[float, float]:
    """Run both in turn, once to warm up and then ``rounds`` times; return the medians of ``timed``."""
    timed(ours)
    timed(peer)
    pairs = [(timed(ours), timed(peer)) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)
