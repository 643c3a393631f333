"""Phone numbers: one stored form (digits), one shown form, one masked form.

Korean numbers are stored in national form (``01012345678``, ``021234567``, ``15881234``), foreign ones with
the prefix ``00`` and their country code. Shapes: carrier facts, sender number shapes.
"""

import unicodedata

from occ_contract.errors import ErrorCode, RuleError

_SEPARATORS = frozenset(" -.()/\t\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\u00b7~")
_SHORT_PREFIXES = ("15", "16", "18")


def _digits(text: str) -> tuple[str, bool]:
    """Return the digits of ``text`` and whether it began with a plus sign."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.lower().startswith("tel:"):
        plain = plain[4:].strip()
    plus = plain.startswith("+")
    out: list[str] = []
    for char in plain[1:] if plus else plain:
        if char in "0123456789":
            out.append(char)
        elif char not in _SEPARATORS:
            raise RuleError(ErrorCode.PHONE_CHARACTERS, character=char)
    return "".join(out), plus


def _national(digits: str, *, plus: bool) -> str:
    """Turn an international spelling of a Korean number into its national one; mark foreign ones with 00."""
    if plus:
        digits = "00" + digits
    if digits.startswith("00"):  # no country code begins with a zero
        digits = "00" + digits.lstrip("0")
    for prefix in ("0082", "00182", "00282", "0070082"):
        if digits.startswith(prefix):
            rest = digits[len(prefix) :].removeprefix("0")
            return rest if rest.startswith(_SHORT_PREFIXES) and len(rest) == 8 else "0" + rest
    return digits


def normalise(text: str) -> str:
    """Return the stored form of a number in any notation.

    :raises RuleError: ``phone_empty``, ``phone_characters`` (character), ``phone_too_short`` /
        ``phone_too_long`` (digits), ``phone_area_code`` when a subscriber number came without its area code.
    """
    digits, plus = _digits(text)
    if not digits:
        raise RuleError(ErrorCode.PHONE_EMPTY)
    number = _national(digits, plus=plus)
    if number.startswith("00"):
        _check_length(number, 9, 17)
        return number
    if number.startswith("0"):
        mobile = number.startswith("010")  # always eight digits after it: a shorter one is mistyped
        _check_length(number, 11 if mobile else 9, 11 if mobile else 12)
        return number
    if len(number) == 8 and number.startswith(_SHORT_PREFIXES):
        return number
    if number.startswith("82") and 10 <= len(number) <= 13:
        return normalise("+" + number)
    if number.startswith("10") and len(number) == 10:
        return "0" + number  # a spreadsheet took the leading zero of a mobile number
    if len(number) < 7:
        raise RuleError(ErrorCode.PHONE_TOO_SHORT, digits=len(number))
    raise RuleError(
        ErrorCode.PHONE_AREA_CODE if len(number) <= 8 else ErrorCode.PHONE_TOO_LONG, digits=len(number)
    )


def _check_length(number: str, least: int, most: int) -> None:
    if len(number) < least:
        raise RuleError(ErrorCode.PHONE_TOO_SHORT, digits=len(number))
    if len(number) > most:
        raise RuleError(ErrorCode.PHONE_TOO_LONG, digits=len(number))


def _parts(number: str) -> tuple[str, ...]:
    if number.startswith("00"):
        return ("+" + number[2:],)
    if len(number) == 8 and not number.startswith("0"):
        return (number[:4], number[4:])
    if not number.startswith("0") or len(number) < 9:
        return (number,)
    area = 2 if number.startswith("02") else 4 if len(number) == 12 else 3
    return (number[:area], number[area:-4], number[-4:])


def shown(number: str) -> str:
    """Return the form people read: ``010-1234-5678``, ``02-123-4567``, ``1588-1234``, ``+14155550123``."""
    return "-".join(_parts(number))


def masked(number: str) -> str:
    """Return the one masked form used in logs and notifications: ``010-****-5678``."""
    parts = _parts(number)
    if len(parts) == 3:
        return f"{parts[0]}-{'*' * len(parts[1])}-{parts[2]}"
    if len(parts) == 2:
        return f"{parts[0]}-****"
    return "****" + number[-4:] if len(number) > 4 else "****"


def search_digits(text: str) -> str:
    """Return the digits of a partial search entry, whatever separators stand between them.

    After ``+82`` only what a stored Korean number contains is left: no country code, no leading zero.
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = "".join(c for c in plain if c in "0123456789")
    if "+" in plain and digits.startswith("82"):
        return digits.removeprefix("82").removeprefix("0") or digits
    return digits
