"""From a customer's request to its row on a supervisor's screen, beside the second within which it must show.

And the desk's own part of it: from the event's arrival until the list was painted with the row in it.

A real server process with the sample centre, the real client with its encrypted cache and its window.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.measure import Line

LIMIT = 1.0
REPAINTED = 0.150


def run(*, small: bool) -> Iterator[Line]:
    """Yield the median and the worst of many requests, one after the other."""
    requests = 3 if small else 60
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.live_ours", folder, str(requests)]
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    said = json.loads(answer.stdout)
    taken, painted = sorted(said["taken"]), sorted(said["painted"])
    yield Line("request to row on another desk, median", taken[len(taken) // 2], LIMIT, "limit", 1.0)
    yield Line(f"request to row on another desk, worst of {requests}", taken[-1], LIMIT, "limit", 1.0)
    p99 = painted[min(len(painted) - 1, int(len(painted) * 0.99))]
    yield Line(f"event to row painted, p99 of {requests}", p99, REPAINTED, "limit", 1.0)
