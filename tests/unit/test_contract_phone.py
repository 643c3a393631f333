"""A number stored two ways is a customer nobody finds again; a wrong digit rings at a stranger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.phone import masked, normalise, search_digits, shown


@pytest.mark.parametrize(
    "written",
    [
        "01012345678",
        "010-1234-5678",
        "010 1234 5678",
        "010.1234.5678",
        "(010) 1234-5678",
        "+82 10-1234-5678",
        "+82-010-1234-5678",
        "+82 (0)10 1234 5678",
        "8210-1234-5678",
        "0082 10 1234 5678",
        "00182-10-1234-5678",
        "tel:+82-10-1234-5678",
        "０１０－１２３４－５６７８",
        "1012345678",
        "\u00a0010\u20131234\u20145678 ",
    ],
)
def test_every_notation_of_one_mobile_is_one_number(written: str) -> None:
    assert normalise(written) == "01012345678"


@pytest.mark.parametrize(
    ("written", "stored", "read"),
    [
        ("02)123-4567", "021234567", "02-123-4567"),
        ("02 1234 5678", "0212345678", "02-1234-5678"),
        ("+82-2-1234-5678", "0212345678", "02-1234-5678"),
        ("031-123-4567", "0311234567", "031-123-4567"),
        ("1588-1234", "15881234", "1588-1234"),
        ("+82 1588-1234", "15881234", "1588-1234"),
        ("070-1234-5678", "07012345678", "070-1234-5678"),
        ("0505-1234-5678", "050512345678", "0505-1234-5678"),
        ("+1 (415) 555-0123", "0014155550123", "+14155550123"),
    ],
)
def test_each_kind_of_number_has_its_stored_and_its_read_form(written: str, stored: str, read: str) -> None:
    assert normalise(written) == stored
    assert shown(stored) == read
    assert normalise(read) == stored


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", ErrorCode.PHONE_EMPTY),
        ("  - ", ErrorCode.PHONE_EMPTY),
        ("anonymous", ErrorCode.PHONE_CHARACTERS),
        ("010-1234-567a", ErrorCode.PHONE_CHARACTERS),
        ("010+12345678", ErrorCode.PHONE_CHARACTERS),
        ("010-1234", ErrorCode.PHONE_TOO_SHORT),
        ("112", ErrorCode.PHONE_TOO_SHORT),
        ("010-123-4567", ErrorCode.PHONE_TOO_SHORT),
        ("+82 10 123 4567", ErrorCode.PHONE_TOO_SHORT),
        ("010-1234-56789", ErrorCode.PHONE_TOO_LONG),
        ("000000000", ErrorCode.PHONE_TOO_SHORT),
        ("+0000000000", ErrorCode.PHONE_TOO_SHORT),
        ("1234-5678", ErrorCode.PHONE_AREA_CODE),
        ("0101234567890", ErrorCode.PHONE_TOO_LONG),
        ("+1234567890123456", ErrorCode.PHONE_TOO_LONG),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_its_reason(written: str, code: ErrorCode) -> None:
    with pytest.raises(RuleError) as caught:
        normalise(written)
    assert caught.value.code is code


def test_the_one_mask_hides_the_middle_everywhere() -> None:
    assert masked("01012345678") == "010-****-5678"
    assert masked("021234567") == "02-***-4567"
    assert masked("15881234") == "1588-****"
    assert "415555" not in masked("0014155550123")


@given(st.text(max_size=40))
def test_no_entry_ever_crashes_the_border(written: str) -> None:
    try:
        stored = normalise(written)
    except RuleError:
        return
    assert stored.isascii()
    assert stored.isdigit()
    assert normalise(stored) == stored
    assert normalise(shown(stored)) == stored
    assert masked(stored) != shown(stored)


def test_a_search_entry_keeps_only_its_digits() -> None:
    assert search_digits("1234-5") == "12345"
    assert search_digits("４４71") == "4471"


def test_a_search_finds_a_korean_number_typed_the_international_way() -> None:
    for typed in ("+82 10-1234", "tel:+82-10-1234", "+82 (0)10-1234", "＋８２ 10 1234"):
        assert search_digits(typed) in normalise("010-1234-5678"), typed
    assert search_digits("+82") == "82"
    assert search_digits("+1 415") == "1415"
