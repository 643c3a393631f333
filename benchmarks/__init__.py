"""Speed promises, each measured beside its limit or a peer in the same run, and told as a ratio."""

import sys
from pathlib import Path

# The server's benchmarks start the same PostgreSQL cluster and build the same organisations as its tests.
sys.path.append(str(Path(__file__).parents[1] / "tests"))
