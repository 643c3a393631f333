"""History registration inside the customer panel, under the customer's message: the call keys work beside it.

Which callback is in hand it is told; the form itself is `parts.history`'s.
"""

from PySide6.QtCore import QObject, Qt, Signal

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.views.callbacks.panel.note_box import NoteBox
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.parts.history.registration import HistoryRegistration
from occ_desktop.views.parts.history.view import HistoryView


class PanelHistory(QObject):
    """`registered(str)`: the sentence that says so. One form at a time; what was typed waits for the next."""

    registered = Signal(str)

    def __init__(self, services: Services, tasks: TaskOwner, view: PanelView, note: NoteBox) -> None:
        super().__init__(view)
        self._services = services
        self._tasks = tasks
        self._view = view
        self._note = note
        self._note_cap = ""
        self._open: tuple[HistoryRegistration, TaskOwner] | None = None

    @property
    def form(self) -> HistoryView | None:
        """Return the open form, None while there is none."""
        return self._open[0].view if self._open is not None else None

    @property
    def written_in(self) -> bool:
        """Tell whether the person is in the form and may type."""
        form, focused = self.form, self._view.window().focusWidget()
        return form is not None and focused is not None and form.isAncestorOf(focused)

    def open(self, callback_id: str) -> None:
        """Open the form for the callback in hand; a second press goes on where one types."""
        if self.form is not None:
            self.form.content.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        owner = self._tasks.child("history")
        made = HistoryRegistration(self._services, owner, callback_id, narrow=True, parent=self)
        self._open = made, owner
        made.registered.connect(self.registered)
        made.ended.connect(self.close)
        made.view.offer_note(self._note_cap)
        made.view.note_pressed.connect(self.take_over_note)
        self._view.show_form(made.view)
        made.start()

    def close(self) -> None:
        """Take the form away; what was typed is kept for this callback."""
        if self._open is None:
            return
        made, owner = self._open
        made.close()
        owned = self.written_in or made.view.register.hasFocus()
        self._open = None
        self._view.show_form(None)
        owner.cancel_all(close=True)
        made.deleteLater()
        if owned:
            self._note.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_over_note(self) -> bool:
        """Put the call note as it stands behind what stands in the content; False: no form is open."""
        form = self.form
        if form is None:
            return False
        note = self._note.text.strip()
        if note:
            form.show_error("")
            form.take_over(note)
        else:
            form.show_error(self.tr("There is no call note yet."))
        return True

    def show_note_key(self, cap: str) -> None:
        """Name the key that takes the note over."""
        self._note_cap = cap
        if self.form is not None:
            self.form.offer_note(cap)
