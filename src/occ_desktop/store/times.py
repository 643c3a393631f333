"""Moments as the cache stores them: whole microseconds since the epoch, 0 for none."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


def stored(moment: datetime | None) -> int:
    """Return the stored form of an aware moment, 0 for None."""
    return 0 if moment is None else (moment - _EPOCH) // _MICRO


def moment(micros: int) -> datetime | None:
    """Return the UTC moment of a stored value, None for 0."""
    return None if micros == 0 else _EPOCH + timedelta(microseconds=micros)


def known(micros: int) -> datetime:
    """Return the UTC moment of a stored value that is never absent."""
    return _EPOCH + timedelta(microseconds=micros)
