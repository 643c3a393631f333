"""A shell window with rooms that only note what the frame tells them."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Frame, KeyHint, Place, Target
from occ_desktop.ui.tray import Tray
from occ_desktop.views.shell.doors import Doors
from occ_desktop.views.shell.window import ShellWindow

FIRST = Target(Place.CALLBACK_LIST)


class NotingRoom(QWidget):
    """Notes what it is told."""

    def __init__(
        self, services: Services, tasks: TaskOwner, frame: Frame, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.services, self.tasks, self.frame = services, tasks, frame
        self.told: list[Any] = []

    def entered(self, arguments: dict[str, str]) -> None:
        self.told.append(("entered", arguments))
        self.frame.set_position("1-3 of 3")
        self.frame.set_keys([KeyHint("F2", "Connect")])

    def left(self) -> None:
        self.told.append("left")

    def closed(self) -> None:
        self.told.append("closed")


@dataclass
class Opened:
    """What the shell asked others to open."""

    histories: list[QWidget] = field(default_factory=list)
    sheets: list[QWidget] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    chimes: list[bool] = field(default_factory=list)

    def doors(self) -> Doors:
        return Doors(
            history=self.histories.append,
            keys=self.sheets.append,
            extras=(("second", "Second window"),),
            on_extra=self.extras.append,
            chime=lambda: self.chimes.append(True),
        )


@dataclass
class Shell:
    """A window on the screen and what it opened."""

    window: ShellWindow
    opened: Opened
    tray: Tray

    def room(self, place: Place) -> NotingRoom:
        found = self.window.host.room(place)
        assert isinstance(found, NotingRoom)
        return found

    def go(self, place: Place, **arguments: str) -> None:
        self.window.navigate(Target(place, arguments))

    def close(self) -> None:
        self.window.finish()
        self.window.leave()
        self.window.deleteLater()
        self.tray.stop()


def open_shell(services: Services, tasks: TaskOwner, start: Target = FIRST) -> Shell:
    """Open the shell for the person who is logged in, at 1280x720; `Shell.close` it while the loop runs."""
    opened, tray = Opened(), Tray()
    rooms = dict.fromkeys(Place, NotingRoom)
    window = ShellWindow(services, tasks, rooms, tray=tray, doors=opened.doors(), start=start)
    window.resize(1280, 720)
    window.show()
    return Shell(window, opened, tray)
