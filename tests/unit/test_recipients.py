"""Who a text goes to: if these fail, somebody gets a text twice, or somebody else gets it."""

from datetime import UTC, datetime, timedelta

import pytest

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.recipients import (
    check_number_of_recipients,
    pasted,
    read_recipients,
    same_recipient,
    typed_recipients,
    written_forms,
)
from occ_contract.reservation import check_reservation, reservation_window

NOW = datetime(2026, 11, 30, 3, 0, 40, tzinfo=UTC)


def test_numbers_with_commas_are_read_and_what_is_none_is_named() -> None:
    read = typed_recipients("01012345678, 0212345678,,010-1234,123456789,01012345678")
    assert read.numbers == ("01012345678", "0212345678")
    assert read.places == (0, 1)
    assert read.duplicates == ("01012345678",)
    assert [(one.index, one.text, one.error.code) for one in read.refused] == [
        (2, "010-1234", ErrorCode.RECIPIENT_CHARACTERS),
        (3, "123456789", ErrorCode.RECIPIENT_LENGTH),
    ]


@pytest.mark.parametrize("other", ["821012345678", "8201012345678"])
def test_one_number_in_two_notations_is_one_recipient(other: str) -> None:
    assert read_recipients(["01012345678", other]).duplicates == (other,)
    assert same_recipient(other) == "01012345678"


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("01012345678", ("01012345678", "821012345678")),
        ("01012", ("01012", "821012")),
        ("821012345678", ("821012345678", "01012345678")),
        ("8210", ("8210",)),
        ("0101", ("0101",)),
        ("5678", ("5678",)),
        ("008210", ("008210",)),
    ],
)
def test_a_part_of_a_number_is_looked_for_in_both_notations(typed: str, forms: tuple[str, ...]) -> None:
    assert written_forms(typed) == forms


def test_full_width_and_arabic_digits_are_no_digits_here() -> None:
    read = read_recipients(["０１０１２３４５６７８", "٠١٠١٢٣٤٥٦٧٨", ""])
    assert read.numbers == ()
    assert len(read.refused) == 3


def test_what_is_pasted_loses_its_grouping_only() -> None:
    assert pasted("010-1234-5678\n(02) 123.4567;\t홍길동") == "01012345678,021234567,홍길동"


def test_none_and_more_than_a_thousand_are_refused() -> None:
    check_number_of_recipients(1000)
    for count, code in ((0, ErrorCode.REQUIRED), (1001, ErrorCode.TOO_MANY)):
        with pytest.raises(RuleError) as refused:
            check_number_of_recipients(count)
        assert refused.value.code is code


def test_the_window_of_a_reservation_counts_from_the_minute_that_runs() -> None:
    earliest, latest = reservation_window(NOW)
    check_reservation(earliest, NOW + timedelta(seconds=19))
    check_reservation(latest, NOW)
    for at, code in (
        (NOW + timedelta(minutes=29), ErrorCode.RESERVATION_TOO_EARLY),
        (NOW + timedelta(hours=24, minutes=1), ErrorCode.RESERVATION_TOO_LATE),
    ):
        with pytest.raises(RuleError) as refused:
            check_reservation(at, NOW)
        assert refused.value.code is code
        assert refused.value.params["now"] == NOW.isoformat()
