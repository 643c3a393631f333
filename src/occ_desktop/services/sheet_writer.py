"""The child process that writes spreadsheets: orders and pages come by standard input, progress goes out.

It imports neither Qt nor the cache, so it starts in a fraction of a second and holds no window's GIL. Run as
``python -m occ_desktop.services.sheet_writer``; how the two ends speak stands in `sheet_frames`.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from occ_contract.callbacks import Callback
from occ_contract.sms import SmsMessage
from occ_desktop.services.message_cells import MessageCells
from occ_desktop.services.sheet import CallbackSheet, MessageSheet, TableSheet, Written
from occ_desktop.services.sheet_book import SheetBook
from occ_desktop.services.sheet_cells import CallbackCells
from occ_desktop.services.sheet_frames import frame, read_frame, reason_of

R = TypeVar("R")


class _Gone(Exception):
    """The parent went away before the end: no file is wanted any more."""


def _pages(source: IO[bytes], kind: type[R]) -> Iterator[list[R]]:
    decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]
    while True:
        payload = read_frame(source)
        if payload is None:
            raise _Gone
        page = decoder.decode(payload)
        if not page:
            return
        yield page


def _tell(sink: IO[bytes], word: Written) -> None:
    sink.write(frame(msgspec.msgpack.encode(word)))
    sink.flush()


def _write_callbacks(order: CallbackSheet, source: IO[bytes], sink: IO[bytes]) -> int:
    book = SheetBook(order.words.sheet, [(c.title, c.width) for c in order.columns])
    cells = CallbackCells(order, ZoneInfo(order.zone), book)
    return _write(book, order.path, _pages(source, Callback), cells.row, sink)


def _write_messages(order: MessageSheet, source: IO[bytes], sink: IO[bytes]) -> int:
    book = SheetBook(order.words.sheet, [(c.title, c.width) for c in order.columns])
    cells = MessageCells(order, ZoneInfo(order.zone), book)
    return _write(book, order.path, _pages(source, SmsMessage), cells.row, sink)


def _write(
    book: SheetBook,
    path: str,
    pages: Iterable[Sequence[R]],
    cells: Callable[[R], list[Any]],
    sink: IO[bytes],
) -> int:
    rows = 0
    try:
        for page in pages:
            for row in page:
                book.append(cells(row))
            rows += len(page)
            _tell(sink, Written(rows=rows))
    except _Gone:
        book.abandon()
        raise
    book.save(path)
    return rows


def _write_table(order: TableSheet) -> int:
    book = SheetBook(order.sheet, [(c.title, c.width) for c in order.columns])
    formats = [c.number_format or "General" for c in order.columns]
    for row in order.rows:
        book.append(
            [
                book.text(value) if isinstance(value, str) else book.number(value, shown_as)
                for value, shown_as in zip(row, formats, strict=True)
            ]
        )
    book.save(order.path)
    return len(order.rows)


def serve(source: IO[bytes], sink: IO[bytes]) -> int:
    """Carry out one order; returns the exit status."""
    payload = read_frame(source)
    if payload is None:
        return 1
    order = msgspec.msgpack.decode(payload, type=CallbackSheet | MessageSheet | TableSheet)
    try:
        if isinstance(order, TableSheet):
            rows = _write_table(order)
        elif isinstance(order, MessageSheet):
            rows = _write_messages(order, source, sink)
        else:
            rows = _write_callbacks(order, source, sink)
    except _Gone:
        return 1
    except OSError as error:
        _tell(sink, Written(done=True, reason=reason_of(error)))
        return 1
    _tell(sink, Written(rows=rows, done=True))
    return 0


if __name__ == "__main__":
    sys.exit(serve(sys.stdin.buffer, sys.stdout.buffer))
