"""One search of callbacks in one order, as a table reads it."""

from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.services.keyed_pages import KeyedPages


class CallbackPages(KeyedPages[CallbackFilter, CallbackSort, CallbackRow]):
    """Pages of callbacks."""
