"""What one room opens of another without knowing it: history registration, key sheet, settings' outside."""

import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QWidget

from occ_desktop.bootstrap.fonts import has_korean_font
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.system.autostart import system_autostart
from occ_desktop.ui.download_job import DownloadJob
from occ_desktop.ui.tray import Tray
from occ_desktop.views.settings.outside import Outside
from occ_desktop.views.shell.window import ShellWindow


def open_history(services: Services, tasks: TaskOwner, parent: QWidget) -> None:
    """Open the history registration for no callback over a window."""
    from occ_desktop.views.history.dialog import HistoryDialog

    dialog = HistoryDialog(services, tasks, parent)
    if isinstance(parent, ShellWindow):
        dialog.registered.connect(parent.messages.done)
        dialog.press = parent.press
    dialog.show()


def open_download(tasks: TaskOwner, job: DownloadJob, parent: QWidget) -> None:
    """Open the dialog that saves a search as a spreadsheet."""
    from occ_desktop.views.download.dialog import DownloadDialog

    DownloadDialog(job, tasks, parent).show()


def open_keys(services: Services, tasks: TaskOwner, parent: QWidget) -> None:
    """Open the sheet of all keys over a window."""
    from occ_desktop.views.help.sheet import open_key_sheet
    from occ_desktop.views.parts.keys import key_map

    open_key_sheet(tasks, parent, key_map(services.preferences.value.keys))


def start_command(profile: str) -> tuple[str, ...]:
    """Return the command line that starts this program again."""
    own = Path(sys.argv[0])
    start = (
        (str(own.resolve()),) if own.name.startswith("occ-desktop") else (sys.executable, "-m", "occ_desktop")
    )
    return start if profile == "default" else (*start, "--profile", profile)


def settings_outside(
    *,
    version: str,
    profile: str,
    tray: Tray,
    chime: Callable[[], None],
    erase: Callable[[], None],
    show_keys: Callable[[], None],
) -> Outside:
    """Return what the settings room may do outside itself."""
    return Outside(
        version=version,
        autostart=system_autostart(Path(platformdirs.user_config_dir())),
        command=start_command(profile),
        tray_shown=lambda: tray.shown,
        fonts_found=has_korean_font(),
        try_sound=chime,
        erase=erase,
        show_keys=show_keys,
    )
