"""Carriers' codes in words. If this fails, an agent reads "failed" where the carrier said why."""

import pytest

from occ_contract.sms_results import ResultReason
from occ_server.sms.carriers.results import OF_DELIVERY, OF_REQUEST, is_of_the_account, reason_of

# Every code the guide of NHN Cloud Notification SMS API v3.0 lists for a delivery, and for a request.
DELIVERY = frozenset(
    [
        *("1000", "1001", "1002", "1003", "1019"),
        *("2000", "2001", "2002", "2003", "2004", "2005", "2006", "2007"),
        *(
            "3000",
            "3001",
            "3003",
            "3004",
            "3006",
            "3009",
            "3010",
            "3011",
            "3012",
            "3016",
            "3017",
            "3018",
            "3019",
        ),
        *("4001", "4002", "4003", "4004", "4005", "4006", "4007", "4008", "4009", "4010"),
        *("E900", "E999", "E911", "E913", "E915", "E919"),
    ]
)
REQUEST = frozenset(
    [
        *("4", "-1002", "-1004", "-1008", "-9996", "-9998", "-9999"),
        *("-2001", "-2002", "-2003", "-2004", "-2005", "-2006", "-2009", "-2014", "-2015", "-2016", "-2018"),
        *("-2019", "-2022", "-2023", "-2024", "-2043", "-2052", "-2110", "-2112", "-2312", "-2313"),
        *("-4000", "-6001", "-6003", "-6004", "-8000"),
    ]
)


def test_every_documented_code_has_its_word() -> None:
    assert set(OF_DELIVERY) == DELIVERY
    assert set(OF_REQUEST) == REQUEST
    for code in DELIVERY | REQUEST:
        assert reason_of(code) not in {ResultReason.UNKNOWN, ResultReason.NEVER_ACCEPTED}


def test_only_one_code_says_that_it_arrived() -> None:
    assert [code for code in DELIVERY | REQUEST if reason_of(code) is ResultReason.DELIVERED] == ["1000"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("-2999", ResultReason.CARRIER_REFUSED),
        ("5555", ResultReason.CANNOT_SEND),
        ("CANCEL", ResultReason.CANCELLED_THERE),
    ],
)
def test_a_code_nobody_documented_is_no_guess(code: str, reason: ResultReason) -> None:
    assert reason_of(code) is reason


def test_what_is_wrong_with_an_account_is_told_from_what_is_wrong_with_a_text() -> None:
    of_account = {code for code in REQUEST if is_of_the_account(code)}
    assert of_account == {"-1002", "-1004", "-1008", "-9996", "-9998"}
