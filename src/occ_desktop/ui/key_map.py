"""Which keys answer from anywhere, and what a person made of them because their softphone wants the same.

Plain values: the settings keep the changes, everything that prints or answers a key asks here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from occ_desktop.ui.marking import QT_TRANSLATE_NOOP

# In the order of the help sheet. The names are the ids the keys are registered under.
DEFAULTS: dict[str, str] = {
    "connect": "F2",
    "hang-up": "Shift+F2",
    "complete": "F4",
    "history": "F6",
    "note": "F8",
    "next": "Ctrl+N",
    "panel": "F9",
    "find": "Ctrl+K",
    "notices": "Ctrl+Shift+N",
    "cti-1": "Alt+1",
    "cti-2": "Alt+2",
    "cti-3": "Alt+3",
}
_NAMES: dict[str, str] = {
    "connect": QT_TRANSLATE_NOOP("HelpKeys", "Connect"),
    "hang-up": QT_TRANSLATE_NOOP("HelpKeys", "Hang up"),
    "complete": QT_TRANSLATE_NOOP("HelpKeys", "Complete"),
    "history": QT_TRANSLATE_NOOP("HelpKeys", "Register history"),
    "note": QT_TRANSLATE_NOOP("HelpKeys", "To the call note"),
    "next": QT_TRANSLATE_NOOP("HelpKeys", "Next callback in line"),
    "panel": QT_TRANSLATE_NOOP("HelpKeys", "Customer panel on and off"),
    "find": QT_TRANSLATE_NOOP("HelpKeys", "Find customer, number, callback"),
    "notices": QT_TRANSLATE_NOOP("HelpKeys", "Notices"),
    "cti-1": QT_TRANSLATE_NOOP("HelpKeys", "Phone: ready"),
    "cti-2": QT_TRANSLATE_NOOP("HelpKeys", "Phone: work"),
    "cti-3": QT_TRANSLATE_NOOP("HelpKeys", "Phone: break"),
}
# Keys a room, a table, a field or the system answers; none of them can be given away.
_TAKEN = frozenset(
    (
        *("F1", "F5", "F7", "F10", "Alt+F4", "Alt+E", "Alt+M"),
        *(f"Ctrl+{key}" for key in "1234AZYCVXFD"),
        *(f"Ctrl+{key}" for key in ("F6", "Return", "Enter", "Tab", "Shift+Tab", "Backspace", "Del")),
        *(f"Ctrl+{key}" for key in ("Home", "End", "Left", "Right", "Up", "Down")),
    )
)
_FUNCTION_KEY = re.compile(r"(?:^|\+)F\d+$")
_HELD = re.compile(r"(?:^|\+)(?:Ctrl|Alt)\+")


def name_of_key(key_id: str) -> str:
    """Return what a changeable key does, in the person's language."""
    return QCoreApplication.translate("HelpKeys", _NAMES[key_id])


def cap_of(keys: str) -> str:
    """Return a portable sequence as printed on a cap: "Ctrl K", "F2"."""
    return keys.replace("+", " ").replace("Return", "↵")


def _answers_from_anywhere(keys: str) -> bool:
    """Tell whether a sequence is one stroke that types nothing: a function key, or a key with Ctrl or Alt."""
    sequence = QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or sequence.toString(QKeySequence.SequenceFormat.PortableText) != keys:
        return False
    return bool(_FUNCTION_KEY.search(keys) or _HELD.search(keys))


@dataclass(frozen=True)
class Problem:
    """Why keys cannot be given: another entry has them, the program does (``other`` empty), or they type."""

    other: str = ""
    types: bool = False


@dataclass(frozen=True)
class KeyMap:
    """The keys in force. ``changed`` holds those that differ from the defaults."""

    changed: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(saved: Mapping[str, str]) -> "KeyMap":
        """Return what was saved; as a whole the defaults, if that would leave a key without its deed."""
        made = KeyMap({i: keys for i, keys in saved.items() if i in DEFAULTS and keys != DEFAULTS[i]})
        in_force = [made.keys_of(key_id) for key_id in DEFAULTS]
        sound = all(made.problem(key_id, keys) is None for key_id, keys in made.changed.items())
        return made if sound and len(set(in_force)) == len(in_force) else KeyMap()

    def keys_of(self, key_id: str, default: str = "") -> str:
        """Return the sequence of an entry; ``default`` for one that cannot be changed."""
        return self.changed.get(key_id) or DEFAULTS.get(key_id, default)

    def cap(self, key_id: str) -> str:
        """Return what stands on the cap of a changeable key."""
        return cap_of(self.keys_of(key_id))

    def problem(self, key_id: str, keys: str) -> Problem | None:
        """Return why an entry cannot have these keys, None when it can."""
        if not _answers_from_anywhere(keys):
            return Problem(types=True)
        if keys in _TAKEN:
            return Problem()
        other = next((i for i in DEFAULTS if i != key_id and self.keys_of(i) == keys), None)
        return Problem(other) if other is not None else None

    def with_keys(self, key_id: str, keys: str) -> dict[str, str]:
        """Return what to save so that an entry has these keys."""
        kept = {i: k for i, k in self.changed.items() if i != key_id}
        return kept if keys == DEFAULTS[key_id] else {**kept, key_id: keys}
