"""A number stored two ways is a customer nobody finds again; a wrong digit rings at a stranger."""

import subprocess
import sys

import pytest

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.phone import masked, named, normalise, number_and_remark, search_digits, shown, to_dial

MOBILE = "01012345678"
AMERICAN = "0014155550123"

# What was written, the stored form, and what is kept beside it.
READ: tuple[tuple[str, str, str | None], ...] = (
    # one mobile number in the notations people use
    ("01012345678", MOBILE, None),
    ("010-1234-5678", MOBILE, None),
    ("010 1234 5678", MOBILE, None),
    ("010.1234.5678", MOBILE, None),
    ("(010) 1234-5678", MOBILE, None),
    ("010/1234/5678", MOBILE, None),
    ("010~1234~5678", MOBILE, None),
    ("+82 10-1234-5678", MOBILE, None),
    ("(+82) 10-1234-5678", MOBILE, None),
    ("+82-010-1234-5678", MOBILE, None),
    ("+82 (0)10 1234 5678", MOBILE, None),
    ("8210-1234-5678", MOBILE, None),
    ("82 10 1234 5678", MOBILE, None),
    ("0082 10 1234 5678", MOBILE, None),
    ("00 82 10 1234 5678", MOBILE, None),
    ("+0082 10 1234 5678", MOBILE, None),
    ("tel:+82-10-1234-5678", MOBILE, None),
    ("1012345678", MOBILE, None),  # a spreadsheet's lost zero
    ("'01012345678", MOBILE, None),  # and its cure
    # signs that mean nothing, or that nobody sees
    ("０１０－１２３４－５６７８", MOBILE, None),
    ("\u00a0010\u20131234\u20145678 ", MOBILE, None),
    ("\u202d010-1234-5678\u202c", MOBILE, None),
    ("\ufeff010-1234-5678", MOBILE, None),
    ("010\u200b-1234\u00ad-5678", MOBILE, None),
    ("010-1234-5678\ufe0f", MOBILE, None),
    ("\u3164010-1234-5678", MOBILE, None),
    ("010-1234-5678\x0b", MOBILE, None),
    ("010ㆍ1234ㆍ5678", MOBILE, None),
    ("010·1234·5678", MOBILE, None),
    ("010・1234・5678", MOBILE, None),
    ("010ㅡ1234ㅡ5678", MOBILE, None),
    ("٠١٠١٢٣٤٥٦٧٨", MOBILE, None),
    # each kind of Korean number
    ("02)123-4567", "021234567", None),
    ("02 1234 5678", "0212345678", None),
    ("0 2 1 2 3 4 5 6 7 8", "0212345678", None),
    ("+82-2-1234-5678", "0212345678", None),
    ("0082 31 123 4567", "0311234567", None),
    ("031-123-4567", "0311234567", None),
    ("064-700-1234", "0647001234", None),
    ("011-123-4567", "0111234567", None),
    ("1588-1234", "15881234", None),
    ("1811 1234", "18111234", None),
    ("+82 1588-1234", "15881234", None),
    ("070-1234-5678", "07012345678", None),
    ("080-123-4567", "0801234567", None),
    ("0505-123-4567", "05051234567", None),
    ("0505-1234-5678", "050512345678", None),
    ("0303-123-4567", "03031234567", None),
    ("+82 505 123 4567", "05051234567", None),
    # abroad, and the access codes of Korean carriers
    ("+1 (415) 555-0123", AMERICAN, None),
    ("001-1-415-555-0123", AMERICAN, None),
    ("002-1-415-555-0123", AMERICAN, None),
    ("005 1 415 555 0123", AMERICAN, None),
    ("006-1-415-555-0123", AMERICAN, None),
    ("008-1-415-555-0123", AMERICAN, None),
    ("00365-1-415-555-0123", AMERICAN, None),
    ("00700-1-415-555-0123", AMERICAN, None),
    ("0070014155550123", AMERICAN, None),
    ("00114155550123", AMERICAN, None),
    ("(001)1-415-555-0123", AMERICAN, None),
    ("0014155550123", AMERICAN, None),
    ("001 415 555 0123", AMERICAN, None),
    ("00182-10-1234-5678", MOBILE, None),
    ("0070082-10-1234-5678", MOBILE, None),
    ("002-82-2-123-4567", "021234567", None),
    ("002-81-3-1234-5678", "0081312345678", None),
    ("0081-90-1234-5678", "00819012345678", None),
    ("008-1-901-234-5678", "0019012345678", None),
    ("001-65-8234-5678", "006582345678", None),
    ("001-658-234-5678", "0016582345678", None),
    ("001-353-234-5678", "0013532345678", None),
    ("00351-912-345-678", "00351912345678", None),
    ("0033 1 23 45 67 89", "0033123456789", None),
    ("0086 139 1234 5678", "008613912345678", None),
    ("+44 (0)20 7946 0958", "00442079460958", None),
    ("+39 06 6982 1234", "00390669821234", None),
    ("+49 89/123456", "004989123456", None),
    # ranges, second numbers and extensions
    ("031-123-4567~8", "0311234567", "~8"),
    ("031-123-4567～8", "0311234567", "~8"),
    ("031-123-4567〜8", "0311234567", "~8"),
    ("031-123-4567∼8", "0311234567", "~8"),
    ("02-312-3456/7", "023123456", "/7"),
    ("02-312-3456·7", "023123456", "·7"),
    ("02/312/3456/7", "023123456", "/7"),
    ("054-312-3456~7", "0543123456", "~7"),
    ("02-3123-4567~8", "0231234567", "~8"),
    ("031-200-3000(12)", "0312003000", "(12)"),
    ("(031)200-3000 (12)", "0312003000", "(12)"),
    ("031-200-3000#12", "0312003000", "#12"),
    ("031-200-3000*12", "0312003000", "*12"),
    ("031-200-3000,12", "0312003000", "12"),
    ("031-200-3000;12", "0312003000", "12"),
    ("031-200-3000 ext. 12", "0312003000", "ext. 12"),
    ("031-200-3000 EXT12", "0312003000", "EXT12"),
    ("031-200-3000x12", "0312003000", "x12"),
    ("031-200-3000 내선 12", "0312003000", "내선 12"),
    ("031-200-3000 내선번호: 12번", "0312003000", "내선번호: 12번"),
    ("031-200-3000(내선12)", "0312003000", "(내선12)"),
    ("1588-1234 교환 3", "15881234", "교환 3"),
    ("tel:+82-2-123-4567;ext=12", "021234567", "ext=12"),
    ("+1 415-555-0123 ext. 9", AMERICAN, "ext. 9"),
    ("010-1234-5678 (저녁 7시 이후)", MOBILE, "(저녁 7시 이후)"),
    ("010-1234-5678()", MOBILE, None),
    ("010-1234-5678~", MOBILE, None),
    ("02-123-4567, 010-1234-5678", "021234567", "010-1234-5678"),
    ("02-123-4567 010-1234-5678", "021234567", "010-1234-5678"),
    ("02-123-4567 또는 010-1234-5678", "021234567", "또는 010-1234-5678"),
    ("02-123-4567\n031-123-4567", "021234567", "031-123-4567"),
)

EMPTY, CHARACTERS, SHORT, LONG = (
    ErrorCode.PHONE_EMPTY,
    ErrorCode.PHONE_CHARACTERS,
    ErrorCode.PHONE_TOO_SHORT,
    ErrorCode.PHONE_TOO_LONG,
)
AREA, NONE, AMBIGUOUS = ErrorCode.PHONE_AREA_CODE, ErrorCode.PHONE_UNASSIGNED, ErrorCode.PHONE_AMBIGUOUS

REFUSED: tuple[tuple[str, ErrorCode], ...] = (
    ("", EMPTY),
    ("  - ", EMPTY),
    ("\u200b", EMPTY),
    ("anonymous", CHARACTERS),
    ("O10-1234-5678", CHARACTERS),
    ("010-1234-567a", CHARACTERS),
    ("010-1234-5678 김", CHARACTERS),
    ("010+12345678", CHARACTERS),
    ("++82 10 1234 5678", CHARACTERS),
    ("010-****-5678", CHARACTERS),
    ("02-123-4567*", CHARACTERS),  # a digit is hidden, or it is not
    ("010,1234,5678", CHARACTERS),
    ("*23#01012345678", CHARACTERS),
    ("010-1234-5678²", CHARACTERS),  # a footnote, not a digit
    ("02-123-4567②", CHARACTERS),
    ("010-1234", SHORT),
    ("112", SHORT),
    ("119", SHORT),
    ("114", SHORT),
    ("010-123-4567", SHORT),
    ("+82 10 123 4567", SHORT),
    ("02-123-456", SHORT),
    ("031-123-456#12", SHORT),
    ("000000000", SHORT),
    ("+0000000000", SHORT),
    ("+1 415 555", SHORT),
    ("010-1234-56789", LONG),
    ("0101234567890", LONG),
    ("031200300012", LONG),
    ("082-10-1234-5678", LONG),
    ("+1234567890123456", LONG),
    ("1234-5678", AREA),
    ("2123-4567", AREA),
    ("099-123-4567", NONE),
    ("031-012-3456", NONE),
    ("+999 123 4567", NONE),
    ("+82 001 415 555 0123", NONE),
    ("02-312-3456-7", AMBIGUOUS),
    ("02-312-34567", AMBIGUOUS),  # not 02-3123-4567: who mistyped it lives elsewhere
    ("031-200-30001", AMBIGUOUS),
    ("010-123-45678", AMBIGUOUS),
    ("(031) 200 30001", AMBIGUOUS),
    ("+82-2-312-34567", AMBIGUOUS),
    ("02-312-34567 내선 3", AMBIGUOUS),
    ("02-312-3456 7", AMBIGUOUS),
    ("021234567 8", AMBIGUOUS),
    ("031-200-3000-12", AMBIGUOUS),
    ("1588-1234-5", AMBIGUOUS),
    ("02-312-345~6", AMBIGUOUS),
    ("031-123-456/7", AMBIGUOUS),
    ("4155550123", AMBIGUOUS),  # an American without +1, or Chungnam without its zero
    ("14155550123", AMBIGUOUS),
    ("212345678", AMBIGUOUS),
    ("0016582345678", AMBIGUOUS),  # Jamaica, or Singapore through KT
    ("00819012345678", AMBIGUOUS),  # Japan, or Memphis through 008
    ("+49 30 1234567/12", AMBIGUOUS),
)


@pytest.mark.parametrize(("written", "stored", "remark"), READ)
def test_a_number_is_the_same_customer_in_every_notation(
    written: str, stored: str, remark: str | None
) -> None:
    assert number_and_remark(written) == (stored, remark)
    assert normalise(written) == stored
    assert normalise(shown(stored)) == stored


@pytest.mark.parametrize(("written", "code"), REFUSED)
def test_what_cannot_be_dialled_for_certain_is_refused_with_its_reason(written: str, code: ErrorCode) -> None:
    with pytest.raises(RuleError) as caught:
        normalise(written)
    assert caught.value.code is code


def test_the_table_is_long_enough_to_be_believed() -> None:
    assert len(READ) + len(REFUSED) >= 80


def test_a_remark_as_long_as_a_letter_is_cut_with_a_mark() -> None:
    remark = number_and_remark("010-1234-5678 (" + "가" * 100 + ")")[1]
    assert remark == "(" + "가" * 38 + "…"


def test_digits_that_may_be_stored_ones_stay_what_they_are() -> None:
    for stored in ("0016582345678", "00819012345678", MOBILE, AMERICAN):
        assert normalise(stored, stored=True) == stored


def test_the_sign_that_is_refused_is_always_one_a_person_sees() -> None:
    for sign, told in (
        ("a", "a"),
        ("ᆢ", "ᆢ"),
        ("\u20e3", "U+20E3 COMBINING ENCLOSING KEYCAP"),
        ("\ue000", "U+E000"),
        ("\u0301", "U+0301 COMBINING ACUTE ACCENT"),
    ):
        with pytest.raises(RuleError) as caught:
            normalise(f"010-1234{sign}-5678")
        assert caught.value.params["character"] == told
    assert named("\u1160") == "U+1160 HANGUL JUNGSEONG FILLER"


def test_each_kind_of_number_is_grouped_by_its_own_plan() -> None:
    for stored, read in (
        (MOBILE, "010-1234-5678"),
        ("021234567", "02-123-4567"),
        ("0212345678", "02-1234-5678"),
        ("0311234567", "031-123-4567"),
        ("15881234", "1588-1234"),
        ("05051234567", "0505-123-4567"),
        ("050512345678", "0505-1234-5678"),
        ("03031234567", "0303-123-4567"),
        (AMERICAN, "+14155550123"),
    ):
        assert shown(stored) == read
    assert shown("0312003000", "(12)") == "031-200-3000 (12)"


def test_abroad_is_dialled_with_a_plus_sign_because_001_would_go_through_kt() -> None:
    assert to_dial(AMERICAN) == "+14155550123"
    assert (to_dial(MOBILE), to_dial("15881234")) == (MOBILE, "15881234")


def test_what_older_rules_stored_is_still_shown_and_masked() -> None:
    for stored, read, hidden in (
        ("031200300012", "0312-0030-0012", "0312-****-0012"),
        ("02312345678", "02-31234-5678", "02-*****-5678"),
        ("00114155550123", "+114155550123", "****0123"),
        ("119", "119", "****"),
        ("", "", "****"),
    ):
        assert (shown(stored), masked(stored)) == (read, hidden)


def test_the_one_mask_hides_the_middle_everywhere() -> None:
    assert masked(MOBILE) == "010-****-5678"
    assert masked("021234567") == "02-***-4567"
    assert masked("05051234567") == "0505-***-4567"
    assert masked("15881234") == "1588-****"
    assert "415555" not in masked(AMERICAN)


def test_a_search_entry_keeps_only_its_digits() -> None:
    assert search_digits("1234-5") == "12345"
    assert search_digits("４４71") == "4471"
    assert search_digits("５６ㆍ７８") == "5678"
    assert search_digits("\u202d010-12\u202c") == "01012"
    assert search_digits("1012345678") == "1012345678"


def test_a_search_finds_a_number_however_it_was_written_down() -> None:
    for typed in ("+82 10-1234", "tel:+82-10-1234", "+82 (0)10-1234", "＋８２ 10 1234", "001-82-10-1234"):
        assert search_digits(typed) in MOBILE, typed
    for typed in ("001-1-415", "+1 415", "001-1-415-555-0123", "00700-1-415-555-0123", "0014155550123"):
        assert search_digits(typed) in AMERICAN, typed
    assert search_digits("031-200-3000(12)") == "0312003000"
    assert search_digits("02-312-3456~7") == "023123456"
    assert search_digits("+82") == "82"
    assert search_digits("+1 415") == "1415"


def test_a_program_that_starts_does_not_wait_for_the_library() -> None:
    code = (
        "import sys; from occ_contract.phone import normalise, search_digits, shown;"
        "normalise('010-1234-5678'), shown('0014155550123'), search_digits('1234');"
        "sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
