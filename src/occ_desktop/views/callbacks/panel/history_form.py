"""History registration inside the customer panel, under the customer's message: the call keys work beside it.

Which callback is in hand it is told; the form itself is `parts.history`'s.
"""

from PySide6.QtCore import QObject, Qt, Signal

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.views.callbacks.panel.note_box import NoteBox
from occ_desktop.views.callbacks.panel.view import PanelView
from occ_desktop.views.parts.history.entry import HistoryEntry
from occ_desktop.views.parts.history.presenter import HistoryPresenter
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
        self._form: HistoryView | None = None
        self._presenter: HistoryPresenter | None = None
        self._owner: TaskOwner | None = None
        self._filled = False

    @property
    def form(self) -> HistoryView | None:
        """Return the open form, None while there is none."""
        return self._form

    @property
    def written_in(self) -> bool:
        """Tell whether the person is in the form and may type."""
        focused = self._view.window().focusWidget()
        return self._form is not None and focused is not None and self._form.isAncestorOf(focused)

    def open(self, callback_id: str) -> None:
        """Open the form for the callback in hand; a second press goes on where one types."""
        if self._form is not None:
            self._form.content.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._owner = owner = self._tasks.child("history")
        self._presenter = made = HistoryPresenter(self._services, owner, callback_id, self)
        self._form = form = HistoryView(made.service_choices(), narrow=True)
        self._filled = False
        form.offer_note(self._note_cap)
        made.filled.connect(self._on_filled)
        made.refused.connect(form.show_refused)
        made.failed.connect(form.show_error)
        made.busy_changed.connect(form.register.set_busy)
        made.registered.connect(self._on_registered)
        form.register_pressed.connect(self._on_register)
        form.close_pressed.connect(self.close)
        form.anew_pressed.connect(made.begin_anew)
        form.typed.connect(self._on_typed)
        form.note_pressed.connect(self.take_over_note)
        self._view.show_form(form)
        made.start()

    def close(self) -> None:
        """Take the form away; what was typed is kept for this callback."""
        form, made, owner = self._form, self._presenter, self._owner
        if form is None or made is None or owner is None:
            return
        if form.stop_typing() and self._filled:
            made.keep(form.entry)
        made.close()
        owned = self.written_in or form.register.hasFocus()
        self._form = self._presenter = self._owner = None
        self._view.show_form(None)
        owner.cancel_all(close=True)
        made.deleteLater()
        if owned:
            self._note.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_over_note(self) -> bool:
        """Put the call note as it stands behind what stands in the content; False: no form is open."""
        if self._form is None:
            return False
        note = self._note.text.strip()
        if note:
            self._form.show_error("")
            self._form.take_over(note)
        else:
            self._form.show_error(self.tr("There is no call note yet."))
        return True

    def show_note_key(self, cap: str) -> None:
        """Name the key that takes the note over."""
        self._note_cap = cap
        if self._form is not None:
            self._form.offer_note(cap)

    def _on_filled(self, entry: HistoryEntry, before: bool) -> None:
        if self._form is not None:
            self._filled = True
            self._form.show_entry(entry, before=before)

    def _on_typed(self) -> None:
        if self._filled and self._presenter is not None and self._form is not None:
            self._presenter.keep(self._form.entry)

    def _on_register(self) -> None:
        form, made = self._form, self._presenter
        if form is None or made is None or not self._filled or form.register.busy:
            return
        form.stop_typing()
        form.clear_errors()
        made.register(form.entry)

    def _on_registered(self, waits: bool) -> None:
        self._filled = False  # nothing is left to keep
        self.registered.emit(
            self.tr("The history is kept and sent once the server is back.")
            if waits
            else self.tr("The history is registered.")
        )
        self.close()
