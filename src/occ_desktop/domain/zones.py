"""The time zone of an organisation as this computer knows it; a name it does not know ends nothing."""

import logging
from functools import cache
from zoneinfo import ZoneInfo

_log = logging.getLogger(__name__)


def is_known(name: str) -> bool:
    """Tell whether this computer has the zone of that name, so that times are shown in it."""
    return zone_of(name).key == name


@cache
def zone_of(name: str) -> ZoneInfo:
    """Return the zone of that name, UTC where this computer has none such (an old table, a new name)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # whatever the name makes the file system say
        _log.warning("this computer knows no time zone %s; times are shown in UTC (%s)", name, error)
        return ZoneInfo("UTC")
