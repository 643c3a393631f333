"""For all tests: rubbish in the main thread only, files in memory, one compilation, the same examples.

Many tests run a server in a thread beside Qt objects; a collection over there would destroy timers and models
of an earlier test in the wrong thread, and some later test would die of it.
"""

import gc

import pytest
from hypothesis import settings

from occ_desktop.runtime.garbage import collect_what_is_due
from support.compiling import share_compilations
from support.memory import keep_files_in_memory

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None, print_blob=True)


def pytest_configure(config: pytest.Config) -> None:
    """Examples are the same in each run unless a profile is named: `make soak` explores."""
    gc.disable()
    keep_files_in_memory()
    share_compilations()
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("same")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker("property")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look no more at what was imported: it lives as long as the process."""
    del session
    gc.collect()
    gc.freeze()


def pytest_runtest_logfinish(nodeid: str) -> None:
    del nodeid
    collect_what_is_due()
