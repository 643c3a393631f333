"""Where a note stands while a person has it before them: read, typed, on its way, typed on meanwhile.

Pure: what stands in the box is told with each step. What a step leaves to be done is its answer; nobody else
decides which text a note is written against.
"""

from enum import StrEnum

import msgspec

from occ_desktop.domain.drafts import Draft


class Fate(StrEnum):
    """What became of a text that was handed over."""

    ARRIVED = "arrived"  # it stands on the callback here, and goes to the server
    STAYS = "stays"  # a draft as before: it cannot go now, or its writer is to choose first
    UNDECIDED = "undecided"  # its place is gone: it waits among what needs the person


class Untouched(msgspec.Struct, frozen=True):
    """The box shows the note of the callback, and nobody typed."""

    note: str


class Typed(msgspec.Struct, frozen=True):
    """What stands in the box is the person's, written against ``base`` (None: not known)."""

    base: str | None


class OnTheWay(msgspec.Struct, frozen=True):
    """The text was handed over and stands there as it went; what became of it is not known yet."""

    draft: Draft


class TypedOn(msgspec.Struct, frozen=True):
    """The person typed on while that is on its way: against it, if it arrives."""

    draft: Draft


Writing = Untouched | Typed | OnTheWay | TypedOn


def base_of(writing: Writing) -> str | None:
    """Return the note that what stands in the box is written against."""
    match writing:
        case Untouched(note):
            return note
        case Typed(base):
            return base
        case OnTheWay(draft) | TypedOn(draft):
            return draft.text


def edited(writing: Writing) -> Writing:
    """Take in that the person typed."""
    match writing:
        case Untouched(note):
            return Typed(note)
        case OnTheWay(draft):
            return TypedOn(draft)
        case Typed() | TypedOn():
            return writing


def looked_at(writing: Writing, text: str) -> Writing:
    """Take in what stands in the box: where it is another text than was put there, the person typed."""
    match writing:
        case Untouched(there) | OnTheWay(Draft(text=there)) if text.strip() != there.strip():
            return edited(writing)
        case _:
            return writing


def left(writing: Writing, text: str, *, stays: bool) -> tuple[Writing, Draft | None]:
    """Take in that the person turned away from ``text``; the draft is to be handed over.

    ``stays``: they still see the box, and what was handed over before has its answer there.
    """
    now = looked_at(writing, text)
    draft = Draft(text, base_of(now))
    match now:
        case Untouched():
            return now, None
        case OnTheWay() if stays:
            return now, None
        case Typed() if draft.untouched:
            return Untouched(draft.base or ""), draft  # what was kept of it is to be forgotten
        case _:
            return OnTheWay(draft), draft


def answered(writing: Writing, draft: Draft, fate: Fate, base: str | None) -> Writing:
    """Take in what became of a draft that was on its way; any other than the last tells nothing.

    ``base`` is what it turned out to be written against, where a text before it did not arrive.
    """
    match writing:
        case OnTheWay(last) if last is draft:
            return Typed(base) if fate is Fate.STAYS else Untouched(draft.text)
        case TypedOn(last) if last is draft:
            return Typed(draft.text if fate is Fate.ARRIVED else base)
        case _:
            return writing


def stands_there(writing: Writing, text: str, note: str) -> Writing:
    """Take in which note the callback has now; while something is on its way that says nothing yet."""
    match looked_at(writing, text):
        case Untouched():
            return Untouched(note)
        case Typed() if text.strip() == note.strip():
            return Untouched(note)
        case now:
            return now
