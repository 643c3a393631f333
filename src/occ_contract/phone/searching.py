"""What of a typed or pasted search entry is looked for in stored numbers: any part of one finds it."""

import re

from occ_contract.errors import RuleError
from occ_contract.phone.characters import readable
from occ_contract.phone.reading import number_and_remark

_ACCESS = re.compile(r"(?:00[12568]|00[37][0-9]{2})[^0-9]+")
_NUMBER = 9  # fewer digits are a part of a number, not one


def search_digits(text: str) -> str:
    """Return the digits of a partial search entry, whatever separators stand between them.

    After ``+82`` or a carrier's access code only what a stored number contains is left: no country code, no
    leading zero. Of a whole number with an extension the number alone is looked for.
    """
    plain = readable(text)
    digits = _digits(plain)
    if len(digits) >= _NUMBER and (number := _whole(plain, digits)):
        return number
    code = _ACCESS.match(plain)
    rest = _digits(plain[code.end() :]) if code else digits
    if ("+" in plain or code) and rest.startswith("82"):
        return rest.removeprefix("82").removeprefix("0") or rest
    return rest or digits


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")


def _whole(plain: str, digits: str) -> str:
    """Return the part of the digits that is a whole stored number (or all of one but its zeros), if any."""
    try:
        number, _remark = number_and_remark(plain, stored=True)
    except RuleError:
        return ""
    return next((n for n in (number, number.lstrip("0")) if n in digits), "")
