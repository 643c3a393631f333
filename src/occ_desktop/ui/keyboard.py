"""Every key of the client in one list: what it does, where, and what stands in status line and help sheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.key_map import KeyMap, cap_of


@dataclass(frozen=True, slots=True)
class Key:
    """One entry. `scope` is the screen ("" = everywhere), `group` the heading in the help sheet.

    `keys` is a portable sequence ("Ctrl+Shift+N"); empty for what a control handles itself and is only listed
    (`shown` then says what to print). `in_line`: stands in the status line of its screen.
    """

    id: str
    keys: str
    label: str
    scope: str = ""
    group: str = ""
    in_line: bool = False
    shown: str = ""

    @property
    def cap(self) -> str:
        """As printed on the cap: "Ctrl K", "F2"."""
        return self.shown or cap_of(self.keys)


class KeyClashError(ValueError):
    """Two entries of one scope want the same keys. `other` is the entry that has them."""

    def __init__(self, keys: str, other: Key) -> None:
        super().__init__(f"{keys} already does {other.id}")
        self.other = other


def bind(widget: QWidget, keys: Iterable[tuple[str, Callable[[], None]]]) -> None:
    """Answer keys that nobody can change while the focus is in ``widget``; several may do the same."""
    for sequence, action in keys:
        shortcut = QShortcut(QKeySequence(sequence), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)


class Keyboard(QObject):
    """The registry of one window or room. Re-registering an id replaces it (language change).

    ``key_map`` holds what the person made of the keys that can be changed.
    """

    def __init__(self, parent: QObject | None = None, key_map: KeyMap | None = None) -> None:
        super().__init__(parent)
        self._map = key_map or KeyMap()
        self._keys: dict[str, Key] = {}
        self._shortcuts: dict[str, QShortcut] = {}

    def register(
        self, key: Key, widget: QWidget, action: Callable[[], object], *, whole_window: bool = True
    ) -> QShortcut:
        """Add a key that `action` answers while `widget` (or its window) has the focus.

        Raises `KeyClashError` if the scope, or everywhere, has the keys already.
        """
        key = replace(key, keys=self._map.keys_of(key.id, key.keys))
        self._refuse_clash(key)
        self.unregister(key.id)
        shortcut = QShortcut(QKeySequence(key.keys), widget)
        shortcut.setContext(
            Qt.ShortcutContext.WindowShortcut
            if whole_window
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        shortcut.activated.connect(action)
        self._shortcuts[key.id] = shortcut
        self._keys[key.id] = key
        return shortcut

    def unregister(self, key_id: str) -> None:
        """Take an entry away, for instance with its screen."""
        self._keys.pop(key_id, None)
        shortcut = self._shortcuts.pop(key_id, None)
        if shortcut is not None:
            shortcut.setEnabled(False)
            shortcut.deleteLater()

    def set_answered(self, key_id: str, *, answered: bool) -> None:
        """Answer a registered key, or leave it to somebody nearer until told otherwise."""
        self._shortcuts[key_id].setEnabled(answered)

    def press(self, key_id: str) -> bool:
        """Do what a key does, as if it was pressed here; False when it is not registered."""
        shortcut = self._shortcuts.get(key_id)
        if shortcut is not None:
            shortcut.activated.emit()
        return shortcut is not None

    def follow(self, key_map: KeyMap) -> None:
        """Answer the keys the person chose (theirs clashed with the softphone); the map holds no clash."""
        self._map = key_map
        for key_id, shortcut in self._shortcuts.items():
            key = self._keys[key_id]
            keys = key_map.keys_of(key_id, key.keys)
            if keys != key.keys:
                self._keys[key_id] = replace(key, keys=keys)
                shortcut.setKey(QKeySequence(keys))

    def cap(self, key_id: str) -> str:
        """What stands on the cap of a registered key."""
        return self._keys[key_id].cap

    def entries(self, scope: str | None = None) -> list[Key]:
        """All entries in the order they came, or those of one screen and everywhere."""
        return [key for key in self._keys.values() if scope is None or key.scope in ("", scope)]

    def line_of(self, scope: str) -> list[tuple[str, str]]:
        """What stands in the status line of a screen: (cap, what it does)."""
        own = [key for key in self._keys.values() if key.scope == scope and key.in_line]
        common = [key for key in self._keys.values() if key.scope == "" and key.in_line]
        return [(key.cap, key.label) for key in (*own, *common)]

    def _refuse_clash(self, key: Key) -> None:
        for other in self._keys.values():
            overlap = key.scope == other.scope or "" in (key.scope, other.scope)
            if other.id != key.id and key.keys and other.keys == key.keys and overlap:
                raise KeyClashError(key.keys, other)
