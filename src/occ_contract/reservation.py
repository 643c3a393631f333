"""When a text may be reserved for (예약전송): from 30 minutes to 24 hours ahead, by the server's clock."""

from datetime import datetime, timedelta

from occ_contract.errors import ErrorCode, RuleError

EARLIEST = timedelta(minutes=30)
LATEST = timedelta(hours=24)


def reservation_window(now: datetime) -> tuple[datetime, datetime]:
    """Return the first and the last moment that may be chosen at ``now`` (the server's, aware).

    A person chooses minutes: the window counts from the minute that is running, so that what the dialog
    offered is still taken some seconds later.
    """
    minute = now.replace(second=0, microsecond=0)
    return minute + EARLIEST, minute + LATEST


def check_reservation(at: datetime, now: datetime) -> None:
    """Refuse a moment outside the window.

    :raises RuleError: ``reservation_too_early`` or ``reservation_too_late`` (now, earliest, latest).
    """
    earliest, latest = reservation_window(now)
    if earliest <= at <= latest:
        return
    code = ErrorCode.RESERVATION_TOO_EARLY if at < earliest else ErrorCode.RESERVATION_TOO_LATE
    raise RuleError(code, now=now.isoformat(), earliest=earliest.isoformat(), latest=latest.isoformat())
