"""A person who comes in the morning has the list before anything is loaded that the list does not need."""

import subprocess
import sys

_START = """
import sys
import occ_desktop.bootstrap.program
import occ_desktop.views.callbacks.room
print(*sys.modules)
"""
_WATCHED = f"""
import inspect
read, of = [], inspect.getsource
inspect.getsource = lambda module: (read.append(getattr(module, "__name__", "")), of(module))[1]
{_START}
print(*read)
"""
_LATER = (
    "httpx",
    "httpx_sse",
    "anyio",
    "keyring",
    "openpyxl",
    "lxml",
    "PIL",
    "certifi",
    "http.client",
    "plistlib",
    "pyqtgraph",
    "numpy",
    "occ_desktop.services.texting_history",
    "occ_desktop.services.texting_images",
    "occ_desktop.services.texting_link",
    "occ_desktop.services.texting_recipients",
    "occ_desktop.services.texting_sending",
    "occ_desktop.services.texting_templates",
    "occ_desktop.store.messages",
    "occ_desktop.store.rescue",
    "occ_desktop.views.login.window",
    "occ_desktop.views.assignment.room",
    "occ_desktop.views.stats.room",
    "occ_desktop.views.settings.room",
)


def _loaded() -> list[str]:
    told = subprocess.run([sys.executable, "-c", _START], stdout=subprocess.PIPE, text=True, check=True)
    return told.stdout.split()


def test_the_first_screen_loads_nothing_it_does_not_show() -> None:
    loaded = _loaded()
    assert "occ_desktop.store.cache" in loaded
    assert [name for name in _LATER if name in loaded] == []


def test_no_source_is_read_to_start() -> None:
    """PySide6 would read that of every module imported after it, for a feature of its own: at each start."""
    told = subprocess.run([sys.executable, "-c", _WATCHED], stdout=subprocess.PIPE, text=True, check=True)
    assert "occ_desktop" in told.stdout
    assert [name for name in told.stdout.splitlines()[-1].split() if name.startswith("occ_")] == []
