"""The events services publish on the bus (change sets and sync states come from the domain)."""

from datetime import datetime
from enum import StrEnum

import msgspec

from occ_contract.errors import ErrorCode
from occ_contract.notices import NoticeKind
from occ_contract.people import Me
from occ_desktop.domain.failures import Failure


class SessionState(StrEnum):
    """Where the person stands. OFFLINE_RESUMED works from the cache until the server confirms the session."""

    LOGGED_OUT = "logged_out"
    LOGGING_IN = "logging_in"
    ACTIVE = "active"
    OFFLINE_RESUMED = "offline_resumed"


class SessionChanged(msgspec.Struct, frozen=True):
    """The session has a new state, or the person's rights changed (``rights``).

    ``code`` says why a session ended by itself (revoked, disabled, client too old), None when the person
    asked for it. ``erased``: the cache of that account is gone from this machine. ``failure``: what of this
    machine ended the session; the same person may come back without a password.
    """

    state: SessionState
    me: Me | None = None
    code: ErrorCode | None = None
    erased: bool = False
    rights: bool = False
    failure: Failure | None = None


class SessionEnding(msgspec.Struct, frozen=True):
    """The desk is about to be left, however that came: hand over now what was typed, it is waited for."""


class CacheRepairing(msgspec.Struct, frozen=True):
    """The local copy is damaged and a new one is being made, with what can be rescued of the old."""


class RescueRead(msgspec.Struct, frozen=True):
    """The person knows what a repair of the local copy saved and what not."""


class NoticeGroup(msgspec.Struct, frozen=True):
    """One line to tell: notices of one kind that arrived together.

    ``count`` counts callbacks, ``notice_ids`` are newest first. ``callback_ids`` (at most 200, newest first)
    are what a click opens; ``latest_at`` is UTC; ``preferred_at`` the most urgent wish among the rows.
    ``reasons`` are what trouble of texting, or a held text, is about (`CarrierTrouble`, `HeldReason`);
    ``texts`` the held ones (at most 200, of the newest notice first).
    """

    kind: NoticeKind
    count: int
    services: tuple[str, ...]
    latest_at: datetime
    notice_ids: tuple[str, ...]
    callback_ids: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    preferred_at: datetime | None = None
    reasons: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


class NoticesArrived(msgspec.Struct, frozen=True):
    """Notices this person has not been told of on this machine; told once.

    ``digest``: they happened while this client was away. ``quiet``: do-not-disturb holds, so no tray message
    and no sound; the notification centre and badges still take them in.
    """

    groups: tuple[NoticeGroup, ...]
    digest: bool = False
    quiet: bool = False

    @property
    def count(self) -> int:
        """Return the number of callbacks in all groups."""
        return sum(group.count for group in self.groups)


class NoticesRead(msgspec.Struct, frozen=True):
    """The unread count may be another now."""

    unread: int


class DoNotDisturbChanged(msgspec.Struct, frozen=True):
    """Do-not-disturb began, ended or was changed; ask `Notifications.quiet`."""

    active: bool


class PreferencesChanged(msgspec.Struct, frozen=True):
    """Settings changed; ``names`` are the fields of `preferences.Settings` that have another value."""

    names: frozenset[str]


class CtiChanged(msgspec.Struct, frozen=True):
    """The person's own telephony changed; ask `Cti.status`."""


class DirectoryChanged(msgspec.Struct, frozen=True):
    """Services or agents changed; ask `Directory`."""


class ColleaguesChanged(msgspec.Struct, frozen=True):
    """What colleagues are doing changed, or nobody vouches for it any more; ask `Directory`, `Colleagues`."""
