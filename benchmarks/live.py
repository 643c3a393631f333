"""From a customer's request to its row on a supervisor's screen, beside the second within which it must show.

A real server process with the sample centre, the real client with its encrypted cache and its window.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.measure import Line

LIMIT = 1.0


def run(*, small: bool) -> Iterator[Line]:
    """Yield the median and the worst of many requests, one after the other."""
    requests = 3 if small else 60
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.live_ours", folder, str(requests)]
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    taken = sorted(json.loads(answer.stdout))
    yield Line("request to row on another desk, median", taken[len(taken) // 2], LIMIT, "limit", 1.0)
    yield Line(f"request to row on another desk, worst of {requests}", taken[-1], LIMIT, "limit", 1.0)
