"""What a room may ask of the frame it stands in: go elsewhere, say where it is, show its keys.

The shell implements it; rooms know only this protocol, so no room knows another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Place(StrEnum):
    """Where a person can go. Rooms ignore arguments they do not know."""

    CALLBACK_LIST = "callbacks"  # arguments: id (row to select), mine, search
    ASSIGNMENT = "assignment"  # arguments: ids (rows to check, separated by spaces)
    CANCELLATION = "cancellation"  # arguments: agent
    STATISTICS = "stats"
    SMS_SENDING = "sms_sending"  # arguments: phone, service, callback, template: what to begin with
    SMS_HISTORY = "sms_history"  # arguments: message (row to open), request (its texts alone)
    SMS_TEMPLATES = "sms_templates"  # arguments: id (template or category to stand on)
    OUTBOX = "outbox"
    SETTINGS = "settings"


@dataclass(frozen=True)
class KeyHint:
    """A key of the room, shown in the status line: ``keys`` as printed on the cap, ``label`` translated."""

    keys: str
    label: str


@dataclass(frozen=True)
class Target:
    """A place with what to show there."""

    place: Place
    arguments: dict[str, str] = field(default_factory=dict)


class Frame(Protocol):
    """Implemented by the shell."""

    def navigate(self, target: Target) -> None:
        """Open a place; one the person may not enter opens the first they may."""

    def set_position(self, text: str) -> None:
        """Show where in its list the room stands, in the status line."""

    def set_keys(self, hints: Sequence[KeyHint]) -> None:
        """Show the room's own keys in the status line."""

    def register_history(self) -> None:
        """Open the history registration for no callback."""

    def log_in_to_cti(self) -> None:
        """Open the telephony log-in, where the person has telephony and is not logged in."""

    def leads_to(self, place: Place) -> bool:
        """Tell whether the person may enter a place, here or in another window."""


class Room(Protocol):
    """What the frame asks of a room."""

    def entered(self, arguments: dict[str, str]) -> None:
        """The room is in front now."""

    def left(self) -> None:
        """Another room is in front now."""

    def closed(self) -> None:
        """The window closes or the person logs out: stop tasks, keep what was typed."""


@runtime_checkable
class Carries(Protocol):
    """A room whose searches and choices outlive its widgets: the same person's window in another language."""

    def carried(self) -> object:
        """Return what the person searched for, chose and stands on, as a value."""

    def resume(self, carried: object) -> None:
        """Take that up again, before the room is entered for the first time."""
