"""The chain: what an entry's hash covers, and how each entry follows from the one before. Pure.

``digest = sha256(JSON array of the entry's fields, ASCII, no spaces)`` and
``hash = sha256("<hash before>:<number>:<digest>")``, all in lower-case hexadecimal; before the first entry
stand 64 zeros. Anybody can recompute it with a few lines of any language. Changing this breaks every trail
there is.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """One entry as stored, its place in the chain left out; the order of fields is the order hashed."""

    organisation_id: str
    at: int  # microseconds of UTC since 1970
    actor_kind: str
    actor_id: str | None
    actor_name: str
    address: str | None
    action: str
    subject_kind: str | None
    subject_id: str | None
    details: str  # JSON text


# Made once: the json module's own shortcut makes one for each entry.
_TEXT = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=repr)


def digest(entry: Sequence[Any]) -> str:
    """Return the hash of an entry's own content; a value of a foreign type (tampering) hashes as text."""
    return hashlib.sha256(_TEXT.encode(entry).encode()).hexdigest()


class Place(NamedTuple):
    """A place in a chain: an entry's number and hash."""

    number: int
    hash: str

    def next(self, content: str) -> "Place":
        """Return the place of the entry behind this one, whose digest is ``content``."""
        number = self.number + 1
        text = f"{self.hash}:{number}:{content}"
        return Place(number, hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest())

    @property
    def is_sound(self) -> bool:
        """Tell whether number and hash are of the kinds they were written as; SQLite keeps any."""
        return type(self.number) is int and type(self.hash) is str


START = Place(0, "0" * 64)


class Trouble(StrEnum):
    """What can be wrong with a chain."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    HEAD = "head"
    PURGE = "purge"


@dataclass(frozen=True)
class Finding:
    """Something wrong at one number, in words for an operator."""

    trouble: Trouble
    number: int
    words: str


class Walk:
    """A walk along one chain from behind ``place``, row by row in the order of numbers."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def step(self, stored: Place, entry: Entry) -> Finding | None:
        """Go on to the next row there is; return what is wrong with it.

        Each row is held against the hash stored before it, so that one altered row is one finding.
        """
        before, number = self.place, stored.number
        if type(number) is not int:
            words = f"an entry behind {before.number} has no whole number any more: altered"
            return Finding(Trouble.ALTERED, before.number, words)
        if number <= before.number:
            return Finding(Trouble.INSERTED, number, f"entry {number} stands where none can be: inserted")
        self.place = stored
        first, last = before.number + 1, number - 1
        if first <= last:
            return Finding(Trouble.REMOVED, first, f"{spoken(first, last)} missing: removed")
        if before.next(digest(entry)) != stored:
            words = f"entry {number} does not follow from the one before: altered, replaced or moved"
            return Finding(Trouble.ALTERED, number, words)
        return None


def spoken(first: int, last: int) -> str:
    """Return the subject of a sentence about these entries."""
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"
