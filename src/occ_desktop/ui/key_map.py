"""Which keys answer from anywhere, and what a person made of them because their softphone wants the same.

Plain values, no list of keys: the settings keep the changes, everything that prints or answers a key asks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from PySide6.QtGui import QKeySequence

_FUNCTION_KEY = re.compile(r"(?:^|\+)F\d+$")
_HELD = re.compile(r"(?:^|\+)(?:Ctrl|Alt)\+")


def cap_of(keys: str) -> str:
    """Return a portable sequence as printed on a cap: "Ctrl K", "F2"."""
    return keys.replace("+", " ").replace("Return", "↵")


def _answers_from_anywhere(keys: str) -> bool:
    """Tell whether a sequence is one stroke that types nothing: a function key, or a key with Ctrl or Alt."""
    sequence = QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or sequence.toString(QKeySequence.SequenceFormat.PortableText) != keys:
        return False
    return bool(_FUNCTION_KEY.search(keys) or _HELD.search(keys))


class Problem(msgspec.Struct, frozen=True):
    """Why keys cannot be given: another entry has them, the program does (``other`` empty), or they type."""

    other: str = ""
    types: bool = False


@dataclass(frozen=True)
class KeyMap:
    """The keys in force. ``defaults`` are those that can be changed, ``changed`` what differs from them;
    ``taken`` are sequences that cannot be given away.
    """

    changed: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    @staticmethod
    def of(saved: Mapping[str, str], defaults: Mapping[str, str], taken: frozenset[str]) -> "KeyMap":
        """Return what was saved; as a whole the defaults, if that would leave a key without its deed."""
        changed = {i: keys for i, keys in saved.items() if i in defaults and keys != defaults[i]}
        made = KeyMap(changed, defaults, taken)
        in_force = [made.keys_of(key_id) for key_id in defaults]
        sound = all(made.problem(key_id, keys) is None for key_id, keys in changed.items())
        return made if sound and len(set(in_force)) == len(in_force) else KeyMap({}, defaults, taken)

    def keys_of(self, key_id: str, default: str = "") -> str:
        """Return the sequence of an entry; ``default`` for one that cannot be changed."""
        return self.changed.get(key_id) or self.defaults.get(key_id, default)

    def cap(self, key_id: str) -> str:
        """Return what stands on the cap of a changeable key."""
        return cap_of(self.keys_of(key_id))

    def problem(self, key_id: str, keys: str) -> Problem | None:
        """Return why an entry cannot have these keys, None when it can."""
        if not _answers_from_anywhere(keys):
            return Problem(types=True)
        if keys in self.taken:
            return Problem()
        other = next((i for i in self.defaults if i != key_id and self.keys_of(i) == keys), None)
        return Problem(other) if other is not None else None

    def with_keys(self, key_id: str, keys: str) -> dict[str, str]:
        """Return what to save so that an entry has these keys."""
        kept = {i: k for i, k in self.changed.items() if i != key_id}
        return kept if keys == self.defaults[key_id] else {**kept, key_id: keys}
