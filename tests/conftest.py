"""For all tests: rubbish is collected in the main thread only, as in the program.

Many tests run a server in a thread beside Qt objects; a collection over there would destroy timers and models
of an earlier test in the wrong thread, and some later test would die of it.
"""

import gc

import pytest

from occ_desktop.runtime.garbage import collect_what_is_due


def pytest_configure(config: pytest.Config) -> None:
    del config
    gc.disable()


def pytest_runtest_logfinish(nodeid: str) -> None:
    del nodeid
    collect_what_is_due()
