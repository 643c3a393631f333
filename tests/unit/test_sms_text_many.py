"""The meter counts what the carrier counts. If it does not, a text is cut off, or costs as an MMS."""

import unicodedata
from collections.abc import Iterator, Sequence
from random import Random

import pytest

from occ_contract.sms_meter import RecipientValues, weigh
from occ_contract.sms_text import TextForm, byte_length, replaced, unsendable

SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A4)]
ROWS = (
    {"이름": "뷁", "금액": "1,000"},
    {"이름": "e\u0301", "금액": "\u1112\u1161\u11ab"},
    {"이름": "홍길동", "금액": "0"},
)
PIECES: Sequence[str] = (
    *("\n", "\r\n", "\r", "\n\r", " ", "\u00a0", "\t", "\x00", "\x7f", "~", "A", "z", "0", "€", "￦", "₩"),
    *(
        "😀",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "✔",
        "☎",
        "★",
        "①",
        "㈜",
        "㎏",
        "–",
        "—",
        "“",
        "”",
        "‘",
        "…",
        "·",
        "•",
    ),
    *(
        "é",
        "e\u0301",
        "ñ",
        "ß",
        "Ω",
        "я",
        "漢",
        "ｶ",
        "あ",
        "\ufb01",
        "\u3164",
        "\u200b",
        "\ufeff",
        "ㄱ",
        "ㅏ",
    ),
    *("##이름##", "##금액##", "##", "#", "##이름", "\u1100", "\u1161", "\u11a8", "\u0301", "\ud55c"),
)


def texts(count: int) -> Iterator[str]:
    """Yield texts of up to sixteen pieces; each Hangul syllable comes in turn, composed or taken apart."""
    random = Random(20261130)
    for n in range(count):
        syllable = SYLLABLES[n % len(SYLLABLES)]
        pieces = random.choices(PIECES, k=random.randrange(8)) + random.choices(
            SYLLABLES, k=random.randrange(8)
        )
        pieces.append(unicodedata.normalize("NFD", syllable) if n % 3 == 0 else syllable)
        random.shuffle(pieces)
        yield "".join(pieces)


def counted(text: str) -> int | None:
    """Return the bytes as anybody would count them, None where a character cannot be sent."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if any(unicodedata.category(c) == "Cc" and c != "\n" for c in composed):
        return None
    try:
        return len(composed.encode("cp949"))
    except UnicodeEncodeError:
        return None


def worst(form: TextForm) -> int:
    """Return what the border finds the longest filled text to be."""
    return max(byte_length(form.filled(row)) for row in ROWS)


def check(text: str, meter: RecipientValues) -> bool:
    """Check what the meter says of a text, and of it when what cannot be sent was replaced."""
    expected = counted(text)
    assert (unsendable(text) == ()) is (expected is not None), text
    if expected is not None:
        assert byte_length(text) == expected, text
    sent = replaced(text)
    assert (unsendable(sent), byte_length(sent)) == ((), counted(sent)), text
    form = TextForm(sent)
    if form.names and set(form.names) <= ROWS[0].keys():  # the desk's meter and the server's border
        assert meter.worst(sent, weigh(sent)).bytes == worst(form), text
    return expected is not None


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(len(SYLLABLES), id="small"),
        pytest.param(1_000_000, id="large", marks=(pytest.mark.soak, pytest.mark.timeout(1800))),
    ],
)
def test_the_meter_is_the_length_of_the_cp949_bytes(count: int) -> None:
    meter = RecipientValues(ROWS)
    sendable = sum(check(text, meter) for text in texts(count))
    assert count // 20 < sendable < count
