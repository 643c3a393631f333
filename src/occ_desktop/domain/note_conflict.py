"""Two people wrote a note on one callback: both texts, and what can become of them. Plain Python."""

from enum import StrEnum
from typing import Any

import msgspec
from msgspec import UnsetType

from occ_contract.callbacks import NOTE_LIMIT, Callback
from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import Refused


class NoteChoice(StrEnum):
    """What the person decides; each is one press."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class NoteConflict(msgspec.Struct, frozen=True):
    """``mine`` is not written anywhere yet, ``theirs`` stands on the callback; ``by_name`` may be unknown."""

    mine: str
    theirs: str
    by_name: str = ""

    def settled(self, choice: NoteChoice) -> str:
        """Return the note that is to stand."""
        if choice is NoteChoice.MINE:
            return self.mine
        if choice is NoteChoice.THEIRS:
            return self.theirs
        return "\n".join(text for text in (self.theirs, self.mine) if text)

    @property
    def choices(self) -> tuple[NoteChoice, ...]:
        """Return what can be chosen: both only where both fit and say something."""
        both = self.theirs and self.mine and len(self.settled(NoteChoice.BOTH)) <= NOTE_LIMIT
        return (NoteChoice.MINE, NoteChoice.THEIRS, *((NoteChoice.BOTH,) if both else ()))


def conflict_of(code: str | None, params: dict[str, Any], mine: str) -> NoteConflict | None:
    """Return the conflict a refusal tells of, None where it is about something else."""
    if code != ErrorCode.NOTE_CONFLICT.value:
        return None
    theirs, name = params.get("note"), params.get("by_name")
    return NoteConflict(mine.strip(), str(theirs or "").strip(), str(name or ""))


def check_base(callback: Callback, note: str | None, base: str | UnsetType | None) -> None:
    """Refuse to write a note over another one than it was written against; the same words are no conflict.

    :raises Refused: ``note_conflict`` (by_id, note).
    """
    present = (callback.note or "").strip()
    if note is None or not isinstance(base, str) or present in (note.strip(), base.strip()):
        return
    raise Refused(ErrorCode.NOTE_CONFLICT, 409, by_id=callback.noted_by, note=present)
