"""Whatever JSON an IVR sends beside the number: if a value raises, its customer is lost."""

import unicodedata
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from occ_server.callbacks.leniency import OLDEST, Leniency
from occ_server.kit.columns import to_micros
from occ_server.kit.fields import EARLIEST, LATEST

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LIMIT = 40

TEXTS = st.text(max_size=60) | st.text("\r\n\t\x00\x0b\x1b\x85가\ufffe\U0001ffff \u0301", max_size=60)
TIMES = (
    st.datetimes().map(datetime.isoformat)
    | st.datetimes(timezones=st.timezones()).map(datetime.isoformat)
    | st.from_regex(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]?[0-9:.]{0,12}(Z|z|[+-][0-9]{2}:?[0-9]{2})?", fullmatch=True
    )
)
HALVES = st.text(st.characters(codec=None) | st.sampled_from("\ud83d\ude00"), max_size=9)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | HALVES
JSON = (
    SCALARS
    | TEXTS
    | TIMES
    | st.lists(SCALARS | TEXTS, max_size=3)
    | st.dictionaries(TEXTS, SCALARS, max_size=3)
)


def reader() -> Leniency:
    return Leniency(NOW, ZoneInfo("Asia/Seoul"))


@given(JSON)
def test_no_value_of_a_text_raises_and_what_is_kept_can_be_stored(value: Any) -> None:
    for read in (Leniency.text, Leniency.external_id):
        lenient = reader()
        kept = read(lenient, "name", value, LIMIT)
        assert kept is None or 0 < len(kept) <= LIMIT
        for char in kept or "":
            assert unicodedata.category(char) not in {"Cc", "Cs"} or char in "\n\t"
        said = value if isinstance(value, str) else None
        if kept != said and said is not None and not lenient.adjusted:
            assert kept == (
                unicodedata.normalize("NFC", said.replace("\r\n", "\n").replace("\r", "\n")).strip() or None
            )
        msgspec.json.encode(lenient.adjusted)


@given(JSON)
def test_no_value_of_a_time_raises_and_what_is_kept_can_be_stored(value: Any) -> None:
    lenient = reader()
    asked, wish = lenient.requested_at("requested_at", value), lenient.wish("preferred_at", value)
    assert NOW - OLDEST <= asked <= NOW
    assert wish is None or EARLIEST <= wish < LATEST
    for moment in (asked, wish):
        assert moment is None or isinstance(to_micros(moment), int)
    msgspec.json.encode(lenient.adjusted)


@given(st.text(min_size=LIMIT + 1, max_size=LIMIT + 9), st.text(min_size=LIMIT + 1, max_size=LIMIT + 9))
def test_two_ids_that_must_be_cut_stay_two(one: str, other: str) -> None:
    kept = [reader().external_id("external_id", value, LIMIT) for value in (one, other)]
    plain = [reader().text("external_id", value, 1000) for value in (one, other)]
    assert (kept[0] == kept[1]) == (plain[0] == plain[1])


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2026-11-23T15:00:00+09:00", "2026-11-23T06:00:00+00:00"),
        ("2026-11-23 15:00:00", "2026-11-23T06:00:00+00:00"),
        ("2026-11-23T15:00", "2026-11-23T06:00:00+00:00"),
        ("20261123T150000", "2026-11-23T06:00:00+00:00"),
        ("2026-11-23t06:00:00z", "2026-11-23T06:00:00+00:00"),
        ("2026-11-23 15:00:00+0900", "2026-11-23T06:00:00+00:00"),
        (1795413600, "2026-11-23T06:00:00+00:00"),
        ("1795413600", "2026-11-23T06:00:00+00:00"),
    ],
)
def test_a_wish_is_read_in_the_notations_machines_write(sent: Any, read: str) -> None:
    wish = reader().wish("preferred_at", sent)
    assert wish is not None
    assert wish.astimezone(UTC).isoformat() == read
