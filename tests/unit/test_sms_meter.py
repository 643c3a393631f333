"""The meter of a text being written says what the whole would: else a text costs as an MMS unannounced."""

import unicodedata
from random import Random

import pytest

from occ_contract.sms_meter import Meter, weigh
from occ_contract.sms_text import MMS_BODY_BYTES, TextForm, byte_length, check_text, unsendable
from unit.test_sms_text_many import PIECES, SYLLABLES

BEFORE = "[한빛몰] ##이름##님, 주문하신 상품이 오늘 출발했습니다. 금액은 ##금액##원입니다.\n"
BETWEEN = (*PIECES, " ", " ", "\n", "##이름## ", "##이", "름##", "##금액 원##", "고맙습니다 고객님 ")


def written(random: Random, text: str) -> str:
    """Write, take out or put in somewhere: at the place of the key before, at the end, anywhere."""
    at = random.choice((len(text), random.randrange(len(text) + 1)))
    piece = random.choice((random.choice(SYLLABLES), random.choice(BETWEEN)))
    match random.randrange(8):
        case 0:
            return text[:at] + text[at + random.randrange(4) :]
        case 1:
            return text[:at]
        case 2:
            return text[:at] + unicodedata.normalize("NFD", piece) + text[at:]
        case _:
            return text[:at] + piece + text[at:]


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(60, id="small"),
        pytest.param(20_000, id="large", marks=(pytest.mark.soak, pytest.mark.timeout(1800))),
    ],
)
def test_each_key_says_what_the_whole_text_would(days: int) -> None:
    random = Random(20261130)
    for _ in range(days):
        meter, text = Meter(), BEFORE * random.randrange(4)
        for _ in range(60):
            text = written(random, text)
            found, form = meter.of(text), TextForm(text)
            assert found == weigh(text), repr(text)
            assert (found.bytes, found.sendable) == (byte_length(text), unsendable(text) == ()), repr(text)
            assert (found.names, found.begun) == (form.names, form.begun), repr(text)
            assert found.fixed == byte_length("".join(form.fixed)), repr(text)


def test_two_keys_that_make_one_character_are_counted_as_one() -> None:
    """A vowel, an accent, a line end and a placeholder may come in two keys, on both sides of a space."""
    meter = Meter()
    for text in (
        "가 하",
        "가 하\u11ab",
        "가 e",
        "가 e\u0301",
        "가\r",
        "가\r\n",
        "가 #",
        "가 ##",
        "가 ##이름##",
    ):
        for whole in (BEFORE * 9 + text, text + BEFORE * 9, text + "##이름" + BEFORE * 9):
            assert meter.of(whole) == weigh(whole)
    for text in ("##이름\n", "##이름\n가", "##이름가", "##이름 가", "##이름 ##", "##이름 \n##"):
        assert meter.of(BEFORE * 9 + text) == weigh(BEFORE * 9 + text)


def test_the_border_takes_exactly_what_the_meter_found_to_fit() -> None:
    meter, text = Meter(), "가나다 라마바 사아자 " * 90
    while (weight := meter.of(text)).bytes <= MMS_BODY_BYTES:
        assert check_text("body", text, MMS_BODY_BYTES) == text
        text += "가"
    with pytest.raises(Exception, match="text_too_many_bytes") as refused:
        check_text("body", text, MMS_BODY_BYTES)
    assert refused.value.params["bytes"] == weight.bytes  # type: ignore[attr-defined]


def test_of_a_long_text_only_the_stretch_around_the_key_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand bytes at every key would be felt on an old machine."""
    looked_at: list[int] = []

    def noted(text: str, following: str = "") -> object:
        looked_at.append(len(text))
        return weigh(text, following)

    meter, text = Meter(), BEFORE * 20
    meter.of(text)
    meter.of(text + "가")
    monkeypatch.setattr("occ_contract.sms_meter.weigh", noted)
    for letter in "나다라마바사아자차카":
        text += letter
        meter.of(text)
    assert max(looked_at) < 100
