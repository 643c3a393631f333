"""Numbers that came as figures. If these fail, a customer is lost over a zero, or a stranger is called."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.phone import normalise, number_of_numeral


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (1012345678, "01012345678"),
        (1012345678.0, "01012345678"),  # from a sheet
        (212345678, "0212345678"),
        (27654321, "027654321"),
        (311234567, "0311234567"),
        (3112345678, "03112345678"),
        (7012345678, "07012345678"),
        (50212345678, "050212345678"),
        (15881234, "15881234"),
        (821012345678, "01012345678"),
        (82212345678, "0212345678"),
        (14155550123, "0014155550123"),
    ],
)
def test_the_zero_comes_back_where_one_number_alone_can_be_meant(sent: float, meant: str) -> None:
    assert number_of_numeral(sent) == meant


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (431234567, ErrorCode.PHONE_AMBIGUOUS),  # Chungbuk, or Austria
        (12345678, ErrorCode.PHONE_AREA_CODE),
        (0, ErrorCode.PHONE_TOO_SHORT),
        (112, ErrorCode.PHONE_TOO_SHORT),
        (999999999, ErrorCode.PHONE_UNASSIGNED),
        (-1012345678, ErrorCode.PHONE_CHARACTERS),
        (1012345678.5, ErrorCode.PHONE_CHARACTERS),
        (10**20, ErrorCode.PHONE_TOO_LONG),
        (math.inf, ErrorCode.PHONE_TOO_LONG),
        (math.nan, ErrorCode.PHONE_TOO_LONG),
    ],
)
def test_what_is_not_certain_is_refused_with_its_reason(sent: float, code: ErrorCode) -> None:
    with pytest.raises(RuleError) as refused:
        number_of_numeral(sent)
    assert refused.value.code is code


@example(358051000)  # Finland writes no such zero abroad
@given(st.integers() | st.floats() | st.integers(10**7, 10**12))
def test_a_figure_becomes_a_number_that_has_its_digits_or_is_refused(sent: float) -> None:
    try:
        found = number_of_numeral(sent)
    except RuleError:
        return
    assert found[-7:] == str(int(sent))[-7:]
    assert normalise(found, stored=True) == found
