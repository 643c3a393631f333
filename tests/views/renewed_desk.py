"""A person's window with its real rooms, opened anew as the client does when another language is chosen."""

from typing import Any

from occ_desktop.bootstrap.rooms import rooms
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.tray import Tray
from occ_desktop.views.shell.window import ShellWindow
from views.shell_world import Opened

PLACES = (Place.CALLBACK_LIST, Place.ASSIGNMENT, Place.CANCELLATION, Place.STATISTICS, Place.SMS_SENDING)


class Desk:
    """Opens one window, then another that follows it."""

    def __init__(self, services: Services, tasks: TaskOwner) -> None:
        self._services, self._tasks = services, tasks
        self._tray = Tray()
        self.window = self._opened(None, {})

    def _opened(self, place: Place | None, carried: dict[Place, object]) -> ShellWindow:
        factories = {p: made for p, made in rooms().items() if p in PLACES}
        window = ShellWindow(
            self._services,
            self._tasks,
            factories,
            tray=self._tray,
            doors=Opened().doors(),
            start=Target(place or Place.CALLBACK_LIST),
            carried=carried,
        )
        window.resize(1376, 760)
        window.show()
        return window

    def renew(self) -> None:
        """Do what the client does when another language is chosen."""
        before = self.window
        place, carried = before.place, before.carried
        before.finish()
        before.hide()
        before.deleteLater()
        self.window = self._opened(place, carried)

    def room(self, place: Place) -> Any:
        if self.window.place is not place:
            self.window.navigate(Target(place))
        return self.window.host.room(place)

    def close(self) -> None:
        self.window.finish()
        self.window.leave()
        self.window.deleteLater()
        self._tray.stop()
