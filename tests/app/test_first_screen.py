"""A person who comes in the morning has the list before anything is loaded that the list does not need."""

import subprocess
import sys

_START = """
import sys
import occ_desktop.bootstrap.program
import occ_desktop.views.callbacks.room
print(*sys.modules)
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


def test_what_is_not_qt_comes_before_it() -> None:
    """PySide6 reads the source of every module that is imported after it: a tenth of a second, each start."""
    loaded = _loaded()
    late = [name for name in loaded[loaded.index("PySide6.QtCore") :] if name.split(".")[0] == "sqlalchemy"]
    assert late == []
