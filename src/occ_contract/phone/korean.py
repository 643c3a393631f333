"""Which national numbers exist in Korea. It reads no notation: digits come in, a fault or none goes out.

Ranges and lengths are what ``phonenumbers`` knows. Ours is only what its metadata leaves out or where it is
too slow or too kind: 010 has always eight digits behind it and opens ranges before the library hears of them;
15xx, 16xx and 18xx likewise; 030x and 050x take seven or eight digits behind their four.
"""

from occ_contract.errors import ErrorCode, RuleError

_SHARED = ("15", "16", "18")  # numbers without an area code: 1588-1234
_OWN_PLAN = ("030", "050")  # 0303 fax, 0502 to 0507 personal and safe numbers


def is_shared(digits: str) -> bool:
    """Tell whether these are the eight digits of a number that has no area code (1588-1234)."""
    return len(digits) == 8 and digits.startswith(_SHARED)


def fault(digits: str) -> RuleError | None:
    """Return what is wrong with a national number (``0…`` or without an area code), None when it exists."""
    if is_shared(digits):
        return None
    least, most = _lengths(digits)
    if len(digits) < least:
        return RuleError(ErrorCode.PHONE_TOO_SHORT, digits=len(digits))
    if len(digits) > most:
        return RuleError(ErrorCode.PHONE_TOO_LONG, digits=len(digits))
    if digits.startswith("010") or _own_plan(digits) or _exists(digits):
        return None
    return RuleError(ErrorCode.PHONE_UNASSIGNED)


def _lengths(digits: str) -> tuple[int, int]:
    """Return the fewest and most digits behind a prefix: what a person is told is missing or too much."""
    if digits.startswith(("010", "070")):
        return 11, 11
    if digits.startswith(_OWN_PLAN):
        return 10, 12
    return (9, 10) if digits.startswith("02") else (10, 11)


def _own_plan(digits: str) -> bool:
    return digits.startswith(_OWN_PLAN) and len(digits) >= 11


def _exists(digits: str) -> bool:
    import phonenumbers  # 20 ms that a start does not need

    number = phonenumbers.PhoneNumber(country_code=82, national_number=int(digits))
    return digits[1] != "0" and phonenumbers.is_valid_number_for_region(number, "KR")


def parts(digits: str) -> tuple[str, ...]:
    """Return the groups in which a national number is read out; what is none stays whole."""
    if len(digits) == 8 and not digits.startswith("0"):
        return digits[:4], digits[4:]
    if not digits.startswith("0") or len(digits) < 9:
        return (digits,)
    area = 2 if digits.startswith("02") else 4 if _own_plan(digits) or len(digits) == 12 else 3
    return digits[:area], digits[area:-4], digits[-4:]
