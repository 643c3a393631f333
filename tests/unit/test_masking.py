"""A log travels: to a support desk, into a ticket, onto a list. No customer travels with it."""

import logging
import re

import pytest

from occ_contract.masking import redact
from occ_server.kit.log import OneLine

NUMBERS = (
    "01012345678",
    "010-1234-5678",
    "010 1234 5678",
    "010.1234.5678",
    "010/1234/5678",
    "010_1234_5678",
    "010~1234~5678",
    "010,1234,5678",
    "010 - 1234 - 5678",
    "010--1234--5678",
    "010\u20101234\u20105678",
    "010\u20111234\u20115678",
    "010\u20131234\u20135678",
    "010\u20141234\u20145678",
    "010\u22121234\u22125678",
    "010\u00b71234\u00b75678",
    "010\u30fb1234\u30fb5678",
    "010\u00a01234\u00a05678",
    "010\u20091234\u20095678",
    "010\u30001234\u30005678",
    "010\u200b1234\u200b5678",
    "010\t1234\t5678",
    "(010) 1234-5678",
    "(010)1234-5678",
    "[010]1234-5678",
    "010)1234-5678",
    "0 1 0 1 2 3 4 5 6 7 8",
    "010-12-34-56-78",
    "010 123 45678",
    "01012 345678",
    "+82 10-1234-5678",
    "+821012345678",
    "+82(0)10-1234-5678",
    "+82 010 1234 5678",
    "82-10-1234-5678",
    "821012345678",
    "0082 10 1234 5678",
    "008201012345678",
    "%2B821012345678",
    "%2B82%2010%201234%205678",
    "010%201234%205678",
    "010%2D1234%2D5678",
    "010+1234+5678",
    "\uff10\uff11\uff10\uff0d\uff11\uff12\uff13\uff14\uff0d\uff15\uff16\uff17\uff18",
    "\uff10\uff11\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
    "\uff0b82 10 1234 5678",
    "\u0660\u0661\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
    "O1O-1234-5678",
    "o1o1234 5678",
    "공일공-일이삼사-오육칠팔",
    "공일공 일이삼사 오육칠팔",
    "영일영일이삼사오육칠팔",
    "010-일이삼사-5678",
    "공일공 1234 5678",
    "011-1234-5678",
    "016 1234 5678",
    "070-1234-5678",
    "0505-1234-5678",
    "031-1234-5678",
    "0311234 5678",
    "02-1234-5678",
    "02)1234-5678",
    "0212345678",
    "+82 2 1234 5678",
    "+1 (415) 1234-5678",
    "+14151234 5678",
    "00 81 3 1234 5678".replace(" ", ""),
    "1012345678",
    "010\n1234\n5678",
    "010\r\n1234\r\n5678",
    "010\\n1234\\n5678",
    "010:1234:5678",
    "010;1234;5678",
    "010|1234|5678",
    "010*1234*5678",
    "010=1234=5678",
    "010'1234'5678",
    "'010','1234','5678'",
    '"010", "1234", "5678"',
    "010&nbsp;1234&nbsp;5678",
    "010&#160;1234&#8209;5678",
    "010<b>1234</b>5678",
    "010  -  1234  -  5678",
    "010\u30021234\u30025678",
    '010<span class="a">1234</span>5678',
    "010<br/>1234<br>5678",
)
SURROUNDINGS = (
    "{}",
    "dialling {} now",
    "{}로 걸었습니다",
    "번호{}",
    "연락처: {}입니다",
    "tel:{}",
    "sip:{}@10.0.0.1:5060",
    "phone='{}'",
    '{{"phone":"{}"}}',
    "GET /v1/callbacks?phone={}&limit=50",
    "x{}y",
    "PJSIP/{}-0000001a",
    "<{}>",
    "{}.",
    "2026-11-23T14:31:20Z {}",
    "1. {}",
    "Key (phone)=({}) already exists",
    "('{}', 12)",
)
HARMLESS = (
    "2026-11-23T14:31:20.123Z",
    "2026-11-23 14:31:20,123",
    "2026-11-23T14:31:20+09:00",
    "01935c1e-7d2a-7cc0-98a1-0242ac120002",
    "01012345-6780-7cc0-98a1-024200120002",
    "127.0.0.1:41234",
    "10.123.45.67",
    "1,284 rows in 0.0031 s",
    "0.30000000000000004",
    "1764456789.123456",
    "seq 12345",
    "rows 1000000",
    "500 of 10,000 rows, 3 of 120 pages",
    "Task-12 sync.sync-1.beat",
    "0x7f0123456789",
    "<Task pending name='sync-3'>",
    'File "engine.py", line 1234, in round',
    "extension 1001",
    "sip:1001@10.0.0.1:5060",
    "HTTP/1.1 503",
    "오늘 이일 사이 오이 구이",
    "d41d8cd98f00b204e9800998ecf8427e",
    "took 02:12:34.567",
    "at 01:01:23",
    "the error message: timed out",
    "content-type: text/html",
    "name=sync-3, message_id=12",
    "extension=1001; seq=12345",
)


def test_two_hundred_spellings_are_meant() -> None:
    assert len(NUMBERS) * len(SURROUNDINGS) >= 200


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_masked_however_it_is_written_and_wherever_it_stands(number: str) -> None:
    bare = "".join(x for x in re.sub(r"&#?\w+;|<[^>]*>|\\\\n", "", number) if x.isalnum())
    for around in SURROUNDINGS:
        line = around.format(number)
        left = redact(line)
        assert number not in left, line
        assert bare not in left, line
        assert "1234" not in left, line
        assert "일이삼사" not in left, line
        assert "*" in left, line


@pytest.mark.parametrize("number", ["021234567", "15881234", "1588-1234", "0311234567", "0303 123 4567"])
def test_other_numbers_people_have_are_masked_too(number: str) -> None:
    assert number not in redact(f"phone={number}")
    assert "1234" not in redact(f"{number}로")


def test_the_last_four_digits_are_left_to_tell_two_calls_apart() -> None:
    assert redact("call failed for 010-9999-8888") == "call failed for 010-****-8888"


@pytest.mark.parametrize(
    "part", ["phone=12345678", "phone: 1234-5678", "전화=1234567", '"phone":"1234 5678"']
)
def test_a_part_of_a_number_is_masked_under_its_name(part: str) -> None:
    assert "123" not in redact(f"status=done; {part}; 1234567 rows").replace("1234567 rows", "")
    assert "1234567 rows" in redact(f"status=done; {part}; 1234567 rows")


def test_several_numbers_in_a_line_are_each_masked() -> None:
    line = "from 010-1111-2222 to 02 333 4444, then 01055556666 and 3 more"
    assert redact(line) == "from 010-****-2222 to 02-***-4444, then 010-****-6666 and 3 more"


@pytest.mark.parametrize("harmless", HARMLESS)
def test_what_is_no_number_of_a_person_stays_readable(harmless: str) -> None:
    assert redact(harmless) == harmless
    assert redact(f"{harmless} and 010-1234-5678").startswith(harmless)


@pytest.mark.parametrize(
    ("written", "private"),
    [
        ("resident 900101-1234567", "1234567"),
        ("주민번호 9001011234567", "9001011234567"),
        ("card 4111 1111 1111 1111", "1111"),
        ("card 4111-1111-1111-1234", "1234"),
        ("card 4111111111111234", "1234"),
        ("mail kim.young@example.co.kr", "kim.young"),
        ("mail=kim%40example.com", "kim"),
        ("sip:kim.young@pbx.local", "kim"),
        ("sips:kim@pbx", "kim"),
        ("Callback(id='1', name='홍길동', message='어제 \"그\" 일')", "홍"),
        ("Callback(id='1', name='홍길동', message='어제 그 일')", "그 일"),
        ('{"name": "홍길동", "note": "quiet please"}', "quiet"),
        ('{"customer_name": "홍길동"}', "홍길동"),
        ("NoteChange(note='she called', base=None)", "she"),
        ("name=홍길동", "홍길동"),
        ("customer_name: 홍 길동, id=3", "길동"),
        ("GET /v1/callbacks?name=홍길동&limit=50", "홍길동"),
        ("customer='홍길동'", "홍길동"),
        ("message=전화 주세요", "주세요"),
        ("message: 전화 주세요", "주세요"),
        ("note=she called back, status=done", "called"),
    ],
)
def test_other_personal_values_are_masked(written: str, private: str) -> None:
    assert private not in redact(written)


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


def test_masking_twice_is_masking_once() -> None:
    line = "tel:01012345678 kim@example.com 900101-1234567"
    assert redact(redact(line)) == redact(line)


def test_the_servers_log_wears_the_same_mask() -> None:
    path = "/v1/callbacks?phone=010-1234-5678"
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, "GET %s", (path,), None)
    assert "1234" not in OneLine().format(record)
