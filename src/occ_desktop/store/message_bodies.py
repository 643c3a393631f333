"""A message's body as the feed sent it, cut at its text: a text to a thousand is kept once.

Put together again it is the same to the byte, so that a comparison with the server finds nothing changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import msgspec
from sqlalchemy import Connection, FromClause, Select, delete, select
from sqlalchemy.dialects.sqlite import insert

from occ_desktop.store.schema_texting import sms_messages, sms_texts

_FIELD = b'"body":'


class _Spoken(msgspec.Struct):
    body: msgspec.Raw


_spoken = msgspec.json.Decoder(_Spoken)


@dataclass(frozen=True)
class CutBody:
    """What is left of a body, where its text was (0: it is still there), and that text."""

    rest: bytes
    at: int = 0
    text: bytes = b""


def key_of(text: bytes) -> int:
    """Return the number drawn from a text."""
    return int.from_bytes(blake2b(text, digest_size=8).digest()) >> 1


def cut(body: bytes) -> CutBody:
    """Take the text out of a body."""
    text = bytes(_spoken.decode(body).body)
    found = body.find(_FIELD + text)
    if found < 0:  # spelt in another way than our servers do
        return CutBody(body)
    at = found + len(_FIELD)
    return CutBody(body[:at] + body[at + len(text) :], at, text)


def whole(rest: bytes, at: int, text: bytes | None) -> bytes:
    """Return the body as it came."""
    return rest[:at] + text + rest[at:] if at and text is not None else rest


def keep_texts(conn: Connection, texts: Iterable[bytes]) -> Mapping[bytes, int]:
    """Keep texts; return the number of each. One whose number another text has already is not kept: 0."""
    numbers = {text: key_of(text) for text in texts}
    if not numbers:
        return {}
    rows = [{"no": no, "text": text} for text, no in numbers.items()]
    conn.execute(insert(sms_texts).on_conflict_do_nothing(), rows)
    stored = select(sms_texts.c.no, sms_texts.c.text).where(sms_texts.c.no.in_(list(numbers.values())))
    here = {row.no: row.text for row in conn.execute(stored)}
    return {text: no if here[no] == text else 0 for text, no in numbers.items()}


def drop_unused(conn: Connection, numbers: Iterable[int]) -> None:
    """Forget those of these texts that no message has any more."""
    wanted = sorted(set(numbers) - {0})
    if not wanted:
        return
    used = select(sms_messages.c.text_no).where(sms_messages.c.text_no.in_(wanted))
    conn.execute(delete(sms_texts).where(sms_texts.c.no.in_(wanted), sms_texts.c.no.not_in(used)))


def with_texts(chosen: FromClause = sms_messages) -> "Select[int, bytes, int, bytes]":
    """Return the statement that reads messages (``chosen`` has them): number, and the body in parts."""
    c = sms_messages.c
    columns = select(c.no, c.body, c.text_at, sms_texts.c.text)
    return columns.select_from(chosen.join(sms_texts, sms_texts.c.no == c.text_no, isouter=True))
