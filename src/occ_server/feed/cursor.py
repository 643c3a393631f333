"""The cursor of a pull: opaque to clients, everything the server needs to go on from there."""

import msgspec

from occ_contract.errors import ErrorCode
from occ_server.kit.paging import decode_cursor, encode_cursor
from occ_server.kit.problems import ApiError


class Backfill(msgspec.Struct, frozen=True, array_like=True):
    """A gained key whose older rows are being sent: those with ``at`` < seq <= ``upto``."""

    key: str
    at: int
    upto: int


class Cursor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one cache stands."""

    epoch: str = msgspec.field(name="e")
    person_id: str = msgspec.field(name="p")
    seq: int = msgspec.field(name="s")  # looked at up to here
    grants: int = msgspec.field(name="g")  # keys granted and revoked up to here are considered
    fill: int = msgspec.field(name="u", default=0)  # the first fill goes up to here
    floors: dict[str, int] = msgspec.field(name="n", default={})  # entity -> oldest seq of the first fill
    backfills: tuple[Backfill, ...] = msgspec.field(name="b", default=())
    remaining: int | None = msgspec.field(name="r", default=None)

    def text(self) -> str:
        """Return the opaque text."""
        return encode_cursor(self)


class KeyCursor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the reading of one key stands: rows with ``seq`` < seq <= ``upto`` are still to come."""

    epoch: str = msgspec.field(name="e")
    person_id: str = msgspec.field(name="p")
    key: str = msgspec.field(name="k")
    seq: int = msgspec.field(name="s")
    upto: int = msgspec.field(name="t")

    def text(self) -> str:
        """Return the opaque text."""
        return encode_cursor(self)


def resync_required() -> ApiError:
    """Return the refusal of a cursor that does not belong to this data."""
    return ApiError(ErrorCode.RESYNC_REQUIRED, 409)


def parse_cursor(text: str, *, epoch: str, head: int, person_id: str) -> Cursor:
    """Return a cursor sent back by a client.

    :raises ApiError: 409 ``resync_required`` for one of another epoch, person, format, or from the future.
    """
    try:
        cursor = decode_cursor(text, Cursor)
    except ApiError as error:
        raise resync_required() from error
    if cursor.epoch != epoch or cursor.person_id != person_id or max(cursor.seq, cursor.grants) > head:
        raise resync_required()
    return cursor


def parse_key_cursor(text: str, *, epoch: str, head: int, person_id: str, key: str) -> KeyCursor:
    """Return a cursor of one key sent back by a client.

    :raises ApiError: 409 ``resync_required`` for one of another epoch, person, key, format, or the future.
    """
    try:
        cursor = decode_cursor(text, KeyCursor)
    except ApiError as error:
        raise resync_required() from error
    if (cursor.epoch, cursor.person_id, cursor.key) != (epoch, person_id, key) or cursor.upto > head:
        raise resync_required()
    return cursor
