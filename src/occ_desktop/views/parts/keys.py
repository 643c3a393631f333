"""What is made of the declared keys: those in force, the help sheet, and what a room answers.

A room that leaves a declared key unanswered, or answers one nobody declared, cannot be built.
"""

from collections.abc import Callable, Mapping
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.frame import KeyHint, Place
from occ_desktop.ui.key_map import KeyMap
from occ_desktop.ui.keyboard import Key, Keyboard
from occ_desktop.views.parts.declared_keys import (
    ASSIGNING,
    CALLBACKS,
    CHANGEABLE,
    DECLARED,
    EVERYWHERE,
    SEARCH,
    TEXTING,
    DeclaredKey,
)
from occ_desktop.views.parts.rooms import Section

_EDITING = ("Backspace", "Del", "Home", "End", "Left", "Right", "Up", "Down", "Shift+Tab", *"YCVX")
_SYSTEM = frozenset(("F10", "Alt+F4", *(f"Ctrl+{key}" for key in _EDITING)))


def say(text: str) -> str:
    """Return a text of an entry in the person's language."""
    return QCoreApplication.translate("Keys", text)


@cache
def _defaults() -> Mapping[str, str]:
    return {key.id: key.default for key in CHANGEABLE}


def section_keys() -> tuple[str, ...]:
    """Return the keys of the parts of the rail, in their order: counted rather than declared."""
    return tuple(f"Ctrl+{number}" for number in range(1, len(Section) + 1))


@cache
def _taken() -> frozenset[str]:
    fixed = {keys for key in DECLARED if not key.changeable for keys in key.keys}
    return _SYSTEM | fixed | set(section_keys())


def key_map(saved: Mapping[str, str]) -> KeyMap:
    """Return the keys in force, from what the settings keep."""
    return KeyMap.of(saved, _defaults(), _taken())


def name_of_key(key_id: str) -> str:
    """Return what a key does, in the person's language."""
    return say(next(key.label for key in DECLARED if key.id == key_id))


def cap_of_key(key_id: str) -> str:
    """Return what is printed for a key beside what it does, as long as nobody changed it."""
    return next(key for key in DECLARED if key.id == key_id).printed(key_map({}))


def sheet_keys(keys: KeyMap) -> list[Key]:
    """Return the entries of the help sheet, translated, with the keys in force."""
    return [
        Key(key.id, "", _deed(key), group=say(key.group), shown=_on_sheet(key, keys))
        for group in (CALLBACKS, SEARCH, ASSIGNING, TEXTING, EVERYWHERE)
        for key in DECLARED
        if key.listed and key.group == group
    ]


def _deed(key: DeclaredKey) -> str:
    return ", ".join(section.label for section in Section) if key.id == "sections" else say(key.label)


def _on_sheet(key: DeclaredKey, keys: KeyMap) -> str:
    if key.id == "sections":
        return f"Ctrl 1 – {len(Section)}"
    if key.id != "cti-states":
        return key.printed(keys)
    caps = [keys.cap(f"cti-{number}") for number in (1, 2, 3)]
    return "Alt 1 – 3" if caps == ["Alt 1", "Alt 2", "Alt 3"] else " · ".join(caps)


def _answered_in(place: Place | None, key: DeclaredKey) -> bool:
    if place is None:
        return key.elsewhere or not key.places
    return place in key.places


class UndeclaredKeyError(ValueError):
    """A room answers a key nobody declared for it, or leaves a declared one unanswered."""


class RoomKeys(QObject):
    """Answers the keys of one place while ``room`` is in front, or (None) those that work everywhere.

    ``actions`` are by the ids of the entries.
    """

    def __init__(
        self, room: QWidget, place: Place | None, keys: KeyMap, actions: Mapping[str, Callable[[], object]]
    ) -> None:
        super().__init__(room)
        self._place = place
        self._here = [key for key in DECLARED if _answered_in(place, key)]
        declared = {key.id for key in self._here if key.keys}
        if declared != set(actions):
            raise UndeclaredKeyError(f"{place or 'everywhere'}: {sorted(declared ^ set(actions))}")
        self._keyboard = Keyboard(self, keys)
        self._keys = keys
        for key in self._here:
            for name, sequence in zip(self.names(key), key.keys, strict=True):
                self._keyboard.register(Key(name, sequence, say(key.label)), room, actions[key.id])

    @staticmethod
    def names(key: DeclaredKey) -> list[str]:
        """Return the names under which the keyboard knows the strokes of an entry."""
        return [key.id if number == 0 else f"{key.id}-{number}" for number in range(len(key.keys))]

    @property
    def declared(self) -> tuple[DeclaredKey, ...]:
        """Return the entries that are answered here."""
        return tuple(self._here)

    @property
    def keyboard(self) -> Keyboard:
        """Return who answers, for keys that are counted rather than declared (the parts of the rail)."""
        return self._keyboard

    def follow(self, keys: KeyMap) -> None:
        """Answer the keys the person chose."""
        self._keys = keys
        self._keyboard.follow(keys)

    @property
    def entries(self) -> tuple[DeclaredKey, ...]:
        """Return what the status line of this place says, in order."""
        here = [key for key in self._here if self._place is not None or not key.places]
        return tuple(key for key in here if key.said(self._place))

    def hint(self, key: DeclaredKey, text: str = "") -> KeyHint:
        """Return an entry as the status line shows it; ``text`` in the place of its own word."""
        return KeyHint(key.printed(self._keys), text or say(key.said(self._place)))

    def hints(self) -> list[KeyHint]:
        """Return all of them."""
        return [self.hint(key) for key in self.entries]
