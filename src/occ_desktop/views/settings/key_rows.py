"""The rows of the card of keys: what each does, its keys, the way back, and why a choice was refused."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from occ_desktop.ui.key_map import KeyMap, Problem, cap_of
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.button import Button
from occ_desktop.ui.widgets.key_field import KeyField
from occ_desktop.views.parts.declared_keys import CHANGEABLE
from occ_desktop.views.parts.keys import name_of_key
from occ_desktop.views.settings.card import SettingsCard


class KeyRows(QObject):
    """`keys_chosen(str, str)`: entry, portable sequence (its default to go back); `all_reset()`."""

    keys_chosen = Signal(str, str)
    all_reset = Signal()

    def __init__(self, card: SettingsCard) -> None:
        super().__init__(card)
        self.fields: dict[str, KeyField] = {}
        self.resets: dict[str, Button] = {}
        self._notes: dict[str, QLabel] = {}
        for key in CHANGEABLE:
            self._add(card, key.id, key.default)
        self.reset_all = Button(self.tr("All as at first"), glyph="arrow-counter-clockwise", parent=card)
        self.reset_all.clicked.connect(self.all_reset)
        card.add_row(
            self.tr("Keys that clash with the softphone"),
            self.reset_all,
            self.tr("Press a key above, then the new one. Status line and help show it at once."),
        )

    def _add(self, card: SettingsCard, key_id: str, default: str) -> None:
        name = name_of_key(key_id)
        field, back = KeyField(name, card), Button("", "link", parent=card)
        back.setText(self.tr("Back to {keys}").format(keys=cap_of(default)))
        back.setAccessibleName(f"{name}: {back.text()}")
        field.stroke_made.connect(partial(self.keys_chosen.emit, key_id))
        back.clicked.connect(partial(self.keys_chosen.emit, key_id, default))
        both = QWidget(card)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(back)
        row.addWidget(field)
        self._notes[key_id] = card.add_row(name, both)
        set_look(self._notes[key_id], tone="error")
        self.fields[key_id] = field
        self.resets[key_id] = back

    def show_keys(self, keys: KeyMap) -> None:
        """Show the keys in force; what was refused before is over."""
        for key_id, field in self.fields.items():
            field.show_cap(keys.cap(key_id))
            self.resets[key_id].setVisible(key_id in keys.changed)
            self._notes[key_id].hide()
        self.reset_all.setEnabled(bool(keys.changed))

    def show_problem(self, key_id: str, keys: str, problem: Problem) -> None:
        """Say under its row why an entry cannot have these keys."""
        if problem.types:
            sentence = self.tr("Choose a function key, or one together with Ctrl or Alt.")
        elif problem.other:
            sentence = self.tr("{keys} does “{name}” already. Give that one other keys first.")
        else:
            sentence = self.tr("{keys} is taken by the program itself. Choose other keys.")
        note = self._notes[key_id]
        name = name_of_key(problem.other) if problem.other else ""
        note.setText(sentence.format(keys=cap_of(keys), name=name))
        note.show()
        self.fields[key_id].setAccessibleDescription(note.text())

    def problem_of(self, key_id: str) -> str:
        """Return the sentence under a row, empty when there is none."""
        return "" if self._notes[key_id].isHidden() else self._notes[key_id].text()
