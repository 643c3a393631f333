"""Finds numbers and words by any part of them, through the trigrams of the search table.

Three characters and more are a phrase of trigrams. One or two are the beginning of trigrams, looked up in the
table of terms (what is indexed ends in two blanks, so that the last characters begin one as well).
"""

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal_column, select

from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.domain.search_text import searchable
from occ_desktop.store.schema import callback_search, callback_terms, callbacks

_TRIGRAM = 3
_MOBILE_PREFIXES = ("010", "0101", "0102", "0103", "0104", "0105", "0106", "0107", "0108", "0109")
_LAST = "\U0010ffff"


def in_trigrams(phone: str) -> bool:
    """Tell whether the trigrams are asked for a part of a number; what nearly all have tells them nothing."""
    return len(phone) >= _TRIGRAM and phone not in _MOBILE_PREFIXES


class Part(msgspec.Struct, frozen=True):
    """One thing looked for: the numbers of the rows that have it, or the test of a single row."""

    rows: Select[int]
    test: ColumnElement[bool]


def parts(f: CallbackFilter) -> list[Part]:
    """Return what a filter looks for in numbers and words; all must be found."""
    found = [_word(word) for word in searchable(f.text).split()]
    if in_trigrams(f.phone):
        phone = callbacks.c.phone.contains(f.phone, autoescape=True)
        found.append(Part(_matching("phone", f.phone), phone))
    return found


def _word(word: str) -> Part:
    has = callback_search.c.words.contains(word, autoescape=True)
    test = exists().where(callback_search.c.rowid == callbacks.c.no, has)
    if len(word) >= _TRIGRAM:
        return Part(_matching("words", word), test)
    terms = callback_terms.c
    start = word.lower()
    begins = select(terms.doc).where(terms.term >= start, terms.term < start + _LAST, terms.col == "words")
    return Part(begins, test)


def _matching(column: str, text: str) -> Select[int]:
    quoted = text.replace('"', '""')
    match = literal_column("callback_search").op("MATCH")(f'{column} : "{quoted}"')
    return select(callback_search.c.rowid).where(match)


def many(conn: Connection, rows: Select[int], most: int) -> int:
    """Return how many rows a selection has, counted to at most ``most`` + 1."""
    return int(conn.execute(select(func.count()).select_from(rows.limit(most + 1).subquery())).scalar_one())


def exactly(conn: Connection, part: Part) -> int:
    """Return how many rows have this part."""
    return int(conn.execute(select(func.count()).select_from(part.rows.distinct().subquery())).scalar_one())
