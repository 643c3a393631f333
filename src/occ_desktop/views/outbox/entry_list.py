"""The waiting entries as a table reads them: a list in memory, replaced as a whole."""

from collections.abc import Sequence

from occ_desktop.views.outbox.entries import Entry


class EntryList:
    """A page source whose rows are all here."""

    def __init__(self) -> None:
        self.entries: tuple[Entry, ...] = ()

    async def count(self) -> int:
        """Return how many wait."""
        return len(self.entries)

    async def page(self, offset: int, limit: int) -> Sequence[Entry]:
        """Return the entries of a page."""
        return self.entries[offset : offset + limit]

    async def position(self, row_id: str) -> int | None:
        """Return where an entry stands, None once it was sent."""
        return next((place for place, entry in enumerate(self.entries) if entry.key == row_id), None)

    async def by_ids(self, row_ids: Sequence[str]) -> Sequence[Entry]:
        """Return these entries."""
        wanted = frozenset(row_ids)
        return [entry for entry in self.entries if entry.key in wanted]
