"""The cursor of a pull: sealed by the server, everything it needs to go on from there.

A client cannot make or change one. Still nothing of it is a right: which rows leave is decided by the keys
the person holds at that moment.
"""

from typing import TypeVar

import msgspec

from occ_contract.errors import ErrorCode
from occ_server.feed.state import Standpoint
from occ_server.kit.problems import ApiError
from occ_server.kit.sealed import BrokenSeal
from occ_server.visibility.scopes import comes_first

PULL, KEY = "cursor", "key cursor"  # what a seal is good for
C = TypeVar("C", bound="Cursor | KeyCursor")


GROUND, REST = "ground", "rest"  # the two parts of a first fill: what rows are read by, and the rows


class Fill(msgspec.Struct, frozen=True, array_like=True):
    """Rows that stood before the cursor and are being sent, newest first: those with seq <= ``below``.

    ``key`` is one that was gained, whose fill brings no old notices, or a part of the first fill: ``GROUND``,
    ``REST``, None for all keys held (cursors of before the first fill had parts).
    """

    key: str | None
    below: int

    @property
    def first(self) -> bool:
        """Tell whether it is of a first fill."""
        return self.key in {None, GROUND, REST}

    def walks(self, held: frozenset[str]) -> frozenset[str]:
        """Return which of the keys held it is about."""
        if self.key is None:
            return held
        if not self.first:
            return held & {self.key}
        ground = frozenset(filter(comes_first, held))
        return ground if self.key == GROUND else held - ground


class Cursor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one cache stands."""

    epoch: str = msgspec.field(name="e")
    person_id: str = msgspec.field(name="p")
    seq: int = msgspec.field(name="s")  # looked at up to here, fills aside
    grants: int = msgspec.field(name="g")  # keys granted and revoked up to here are considered
    fills: tuple[Fill, ...] = msgspec.field(name="f", default=())
    remaining: int | None = msgspec.field(name="r", default=None)


class KeyCursor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the reading of one key stands: rows of ``upto`` with seq <= ``below`` are still to come."""

    epoch: str = msgspec.field(name="e")
    person_id: str = msgspec.field(name="p")
    key: str = msgspec.field(name="k")
    below: int = msgspec.field(name="s")
    upto: int = msgspec.field(name="t")


def resync_required(spread: float = 0.0) -> ApiError:
    """Return the refusal of a cursor that does not belong to this data.

    ``spread``: what makes a cursor void, a restore above all, makes every desk's void. Each is to gather anew
    at a moment of its own within so many seconds, whether or not this process saw the epoch change.
    """
    return ApiError(ErrorCode.RESYNC_REQUIRED, 409, **({"within": spread} if spread else {}))


def open_cursor(text: str, at: Standpoint, person_id: str, spread: float = 0.0) -> Cursor:
    """Return a cursor sent back by a client.

    :raises ApiError: 409 ``resync_required`` (within) for one this database did not seal, of another epoch or
        person, or from the future; without ``within`` for one from before the horizon.
    """
    try:
        cursor = _opened(text, at, PULL, Cursor)
        _check(cursor, at, person_id, max(cursor.seq, cursor.grants))
    except ApiError as refused:
        raise resync_required(spread) from refused
    if min(cursor.seq, cursor.grants) < at.horizon:
        raise resync_required()  # one desk that was off for long
    return cursor


def open_key_cursor(text: str, at: Standpoint, person_id: str, key: str, spread: float = 0.0) -> KeyCursor:
    """Return a cursor of one key sent back by a client.

    :raises ApiError: 409 ``resync_required`` (within) as :func:`open_cursor`, and for one of another key.
    """
    try:
        cursor = _opened(text, at, KEY, KeyCursor)
        _check(cursor, at, person_id, cursor.upto)
    except ApiError as refused:
        raise resync_required(spread) from refused
    if cursor.key != key:
        raise resync_required(spread)
    return cursor


def _opened(text: str, at: Standpoint, purpose: str, kind: type[C]) -> C:
    try:
        return at.seal.open(purpose, text, kind)
    except BrokenSeal as error:
        raise resync_required() from error


def _check(cursor: Cursor | KeyCursor, at: Standpoint, person_id: str, newest: int) -> None:
    if cursor.epoch != at.epoch or cursor.person_id != person_id or newest > at.head:
        raise resync_required()
