"""How wide a column of statuses must be: none is ever cut, in whichever language it is named."""

from collections.abc import Iterable

from occ_desktop.ui.status import look_of, status_width
from occ_desktop.ui.vocabulary import name_of

_SIDES = 12


def status_column_width(codes: Iterable[str]) -> int:
    """Return the width in pixels at 100 % that holds each of these statuses with its name."""
    return max(status_width(look_of(code), name_of(code)) for code in codes) + _SIDES
