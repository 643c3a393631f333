"""The log: kept where it belongs, in UTC, and without what is private."""

import logging
from pathlib import Path

import pytest

from occ_desktop.runtime.logging_setup import LOG_NAME, start_logging, stop_logging
from occ_desktop.runtime.redaction import redact


@pytest.mark.parametrize(
    "written",
    ["01012345678", "010-1234-5678", "010 1234 5678", "010.1234.5678", "+82 10-1234-5678", "(010) 1234-5678"],
)
def test_a_phone_number_in_any_notation_is_masked(written: str) -> None:
    masked = redact(f"dialling {written} now")
    assert "1234" not in masked
    assert "5678" in masked


@pytest.mark.parametrize("number", ["021234567", "15881234", "0212345678", "0311234567"])
def test_other_numbers_people_have_are_masked_too(number: str) -> None:
    assert number not in redact(f"phone={number}")


@pytest.mark.parametrize(
    "harmless",
    [
        "2026-11-23T14:31:20.123Z",
        "01935c1e-7d2a-7cc0-98a1-0242ac120002",
        "127.0.0.1:41234",
        "1,284 rows in 0.0031 s",
        "seq 12345",
        "rows 1000000",
    ],
)
def test_what_is_no_number_of_a_person_stays_readable(harmless: str) -> None:
    assert redact(harmless) == harmless


@pytest.mark.parametrize(
    "secret",
    [
        "Authorization: Bearer abcDEF123456789",
        '{"refresh_token": "abcDEF123456789"}',
        "password=abcDEF123456789",
        "X-Api-Key: abcDEF123456789",
        "eyJhbGciOi.abcDEF123456789.abcDEF123456789",
    ],
)
def test_no_secret_is_written(secret: str) -> None:
    assert "abcDEF123456789" not in redact(secret)


def test_the_log_file_holds_no_number_even_in_a_traceback(tmp_path: Path) -> None:
    handler = start_logging(tmp_path)
    try:
        try:
            int("no answer from 01012345678")
        except ValueError:
            logging.getLogger("occ_desktop.test").exception("call failed for %s", "010-9999-8888")
    finally:
        stop_logging(handler)
    text = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "call failed for 010-****-8888" in text
    assert "01012345678" not in text
    assert text.split(" ", 1)[0].endswith("Z")


def test_the_log_is_released_for_others(tmp_path: Path) -> None:
    handler = start_logging(tmp_path)
    stop_logging(handler)
    assert handler not in logging.getLogger().handlers
