"""Numbers written with a country code: which country and number are meant, and how sure that is.

``phonenumbers`` knows the plans of the world, trunk zeros and lengths. Ours are the access codes of Korean
carriers (001 KT, 002 LG U+, 005, 006, 008, 003xx, 007xx), which begin like the ``00`` of everybody else:
``00165…`` may be an American number, or one of Singapore dialled through KT.
"""

import re
from collections.abc import Sequence

import msgspec

from occ_contract.errors import ErrorCode, RuleError
from occ_contract.phone import korean

_ACCESS = re.compile(r"00[12568]|00[37]\d\d")


class Reading(msgspec.Struct, frozen=True):
    """One way to understand the digits: the stored form, or what is wrong with it.

    ``certain``: such a number exists; otherwise only its length fits its country.
    """

    number: str = ""
    certain: bool = False
    country: str = ""
    fault: RuleError | None = None


def with_country(digits: str) -> Reading:
    """Read digits that begin with a country code."""
    if not digits or digits.startswith("0"):
        return Reading(fault=RuleError(ErrorCode.PHONE_TOO_SHORT, digits=len(digits)))
    if digits.startswith("82"):
        return _in_korea(digits[2:].removeprefix("0"))
    return _elsewhere(digits)


def _in_korea(rest: str) -> Reading:
    if rest.startswith("0"):  # neither a country code nor a trunk zero stands twice
        return Reading(fault=RuleError(ErrorCode.PHONE_UNASSIGNED))
    number = rest if korean.is_shared(rest) else "0" + rest
    wrong = korean.fault(number)
    return Reading(fault=wrong) if wrong else Reading(number, certain=True, country="82")


def _elsewhere(digits: str) -> Reading:
    import phonenumbers as library  # 20 ms that a start does not need

    length = {"digits": len(digits)}
    try:
        parsed = library.parse("+" + digits, None)
    except library.NumberParseException as error:
        code = {
            library.NumberParseException.INVALID_COUNTRY_CODE: ErrorCode.PHONE_UNASSIGNED,
            library.NumberParseException.TOO_LONG: ErrorCode.PHONE_TOO_LONG,
        }.get(error.error_type, ErrorCode.PHONE_TOO_SHORT)
        return Reading(fault=RuleError(code, **({} if code is ErrorCode.PHONE_UNASSIGNED else length)))
    possible = library.is_possible_number_with_reason(parsed)
    if possible == library.ValidationResult.IS_POSSIBLE:
        number = "00" + library.format_number(parsed, library.PhoneNumberFormat.E164).removeprefix("+")
        return Reading(number, library.is_valid_number(parsed), str(parsed.country_code))
    short = {library.ValidationResult.TOO_SHORT, library.ValidationResult.IS_POSSIBLE_LOCAL_ONLY}
    code = ErrorCode.PHONE_TOO_SHORT if possible in short else ErrorCode.PHONE_TOO_LONG
    return Reading(fault=RuleError(code, **length))


def dialled(groups: Sequence[str], *, stored: bool) -> Reading:
    """Read digits that begin with ``00``, in the groups they were written in.

    The groups decide between two numbers that both exist. Without them it is not certain
    (``phone_ambiguous``), unless the digits may be a stored form, which is what they then are.
    """
    digits = "".join(groups)
    plain = with_country(digits[2:])
    access = _ACCESS.match(digits)
    if access is None or (plain.country == "82" and plain.certain):  # 0082 is Korea, whatever it else may be
        return plain
    carried = with_country(digits[access.end() :])
    if (told := _by_groups(groups, access.group(), plain, carried)) is not None:
        return told
    likely = [r for r in (plain, carried) if r.certain] or [r for r in (plain, carried) if r.number]
    if len({reading.number for reading in likely}) > 1:
        return plain if stored else Reading(fault=RuleError(ErrorCode.PHONE_AMBIGUOUS))
    return likely[0] if likely else (carried if groups[0] == access.group() else plain)


def _by_groups(groups: Sequence[str], access: str, plain: Reading, carried: Reading) -> Reading | None:
    """Return the reading the groups speak for: ``001-65-…`` begins with KT's code, ``001-658-…`` with +1."""
    first, second = groups[0], groups[1] if len(groups) > 1 else ""
    if len(first) < len(access):  # the access code would lie across two groups
        return plain
    if first == access == "00" + plain.country and plain.certain and carried.certain:
        country_apart = second == carried.country
        american = [len(group) for group in groups[1:]] == [3, 3, 4]
        return None if country_apart == american else carried if country_apart else plain
    if first == access and carried.certain:
        return carried
    return plain if first == "00" + plain.country and plain.number else None
