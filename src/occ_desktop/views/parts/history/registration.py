"""One history being registered: its form, and who fills, keeps and registers what is typed into it.

Where the form stands (a dialog, the customer panel) it does not know.
"""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.views.parts.history.entry import HistoryEntry
from occ_desktop.views.parts.history.presenter import HistoryPresenter
from occ_desktop.views.parts.history.view import HistoryView


class HistoryRegistration(QObject):
    """Begins with `start()`. `registered(str)`: the sentence that says so; `ended()`: the form may go, since
    that was done or the person wants it closed. ``callback_id`` None: about no callback.
    """

    registered = Signal(str)
    ended = Signal()

    def __init__(
        self,
        services: Services,
        tasks: TaskOwner,
        callback_id: str | None,
        where: QWidget | None = None,
        *,
        narrow: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.filled = False  # what stands in the form means something
        self.presenter = made = HistoryPresenter(services, tasks, callback_id, self)
        self.view = view = HistoryView(made.service_choices(), where, narrow=narrow)
        made.filled.connect(self._on_filled)
        made.refused.connect(view.show_refused)
        made.failed.connect(view.show_error)
        made.busy_changed.connect(view.register.set_busy)
        made.registered.connect(self._on_registered)
        view.register_pressed.connect(self._on_register)
        view.close_pressed.connect(self.ended)
        view.anew_pressed.connect(made.begin_anew)
        view.typed.connect(self._on_typed)

    def start(self) -> None:
        """Fill the form with what is known, or with what was typed before."""
        self.presenter.start()

    def close(self) -> None:
        """Keep what was typed and work no more; the form goes."""
        if self.view.stop_typing():
            self._on_typed()
        self.presenter.close()

    def _on_filled(self, entry: HistoryEntry, before: bool) -> None:
        self.filled = True
        self.view.show_entry(entry, before=before)

    def _on_typed(self) -> None:
        if self.filled:
            self.presenter.keep(self.view.entry)

    def _on_register(self) -> None:
        if not self.filled or self.view.register.busy:
            return
        self.view.stop_typing()
        self.view.clear_errors()
        self.presenter.register(self.view.entry)

    def _on_registered(self, waits: bool) -> None:
        self.filled = False  # nothing is left to keep
        self.registered.emit(
            self.tr("The history is kept and sent once the server is back.")
            if waits
            else self.tr("The history is registered.")
        )
        self.ended.emit()
