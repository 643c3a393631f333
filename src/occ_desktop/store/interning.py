"""Short numbers for texts that many rows repeat: ids of services, people, routes; sets of visibility keys."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Integer, insert, select, type_coerce

from occ_desktop.store.schema import keysets, names


class Names(dict[str | None, int]):
    """The number of each text, given at its first sight, for one writing transaction; 0 for none.

    A dictionary rather than a function: a fill asks it half a million times.
    """

    def __init__(self, conn: Connection) -> None:
        super().__init__((value, no) for value, no in conn.execute(select(names.c.value, names.c.no)))
        self[None] = self[""] = 0
        self._conn = conn

    def __missing__(self, value: str) -> int:
        given = self._conn.execute(insert(names).values(value=value).returning(names.c.no))
        found = self[value] = int(given.scalar_one())
        return found


class KeySets:
    """Gives each set of visibility keys its number, for one writing transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._known: dict[str, int] = {}
        self._as_told: dict[tuple[str, ...], int] = {}
        for keys, no in conn.execute(select(keysets.c.held, keysets.c.no)):
            self._known[keys] = no

    def told(self, keys: tuple[str, ...]) -> int:
        """Return the number of the keys of a change, most of which come in the same few orders."""
        found = self._as_told.get(keys)
        if found is None:
            found = self._as_told[keys] = self.no(keys)
        return found

    def no(self, keys: Iterable[str]) -> int:
        """Return the number of this set of keys."""
        text = " ".join(sorted(set(keys)))
        found = self._known.get(text)
        if found is None:
            result = self._conn.execute(insert(keysets).values(held=text).returning(keysets.c.no))
            found = int(result.scalar_one())
            self._known[text] = found
        return found

    def items(self) -> list[tuple[int, frozenset[str]]]:
        """Return every known set with its number."""
        return [(no, frozenset(text.split())) for text, no in self._known.items()]


def numbered(column: ColumnElement[int], values: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an interned column holds one of ``values``."""
    if len(values) == 1:
        return column == select(names.c.no).where(names.c.value == values[0]).scalar_subquery()
    return type_coerce(column, Integer).in_(select(names.c.no).where(names.c.value.in_(values)))
