"""What one window does for the whole program: the tray with its badge and menu, notices, the sound.

Of several windows of a person only the main one has it, so that nothing is told twice.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.messages import Messages
from occ_desktop.ui.tray import Tray, bring_to_front
from occ_desktop.views.shell.badges import Badges
from occ_desktop.views.shell.notice_teller import NoticeTeller
from occ_desktop.views.shell.tray_wiring import TrayWiring


class Presence(QObject):
    """`chosen(object)`: the `Target` a notice leads to; `quit_chosen`: the person ends the program."""

    chosen = Signal(object)
    quit_chosen = Signal()

    def __init__(
        self,
        tray: Tray,
        window: QWidget,
        messages: Messages,
        services: Services,
        tasks: TaskOwner,
        zone: ZoneInfo,
        chime: Callable[[], None],
        badges: Badges,
        show_notices: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._tray = tray
        self._window = window
        self._services = services
        self._badges = badges
        self.teller = NoticeTeller(tray, messages, services, tasks, zone, chime)
        self._wiring = TrayWiring(tray, window, show_notices)
        self.teller.chosen.connect(self.chosen)
        self.teller.raised.connect(self._on_raised)
        self._wiring.quit_chosen.connect(self.quit_chosen)
        badges.counted.connect(tray.show_count)

    @property
    def goes_to_tray(self) -> bool:
        """Tell whether closing the window keeps the program in the tray."""
        return self._services.preferences.value.close_to_tray and self._tray.shown

    def explain_tray(self) -> None:
        """Tell, the first time only, that closing the window did not end the program."""
        if not self._services.preferences.value.tray_explained:
            self._services.preferences.change(tray_explained=True)
            self._wiring.say_still_here()

    def close(self) -> None:
        """Let go of the tray; it may serve another window."""
        self._badges.counted.disconnect(self._tray.show_count)
        self.teller.close()
        self._wiring.close()

    def _on_raised(self) -> None:
        bring_to_front(self._window)
