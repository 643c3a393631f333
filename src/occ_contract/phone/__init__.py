"""Phone numbers: one stored form (digits), one shown form, one masked form.

Korean numbers are stored in national form (``01012345678``, ``021234567``, ``15881234``), foreign ones with
the prefix ``00`` and their country code. What older rules stored is shown and masked like any other.
Notations are read in ``reading``, numbers that came as figures in ``numerals``, access codes and countries in
``abroad``, the Korean plan is ``korean``.
"""

from occ_contract.phone.characters import named
from occ_contract.phone.numerals import number_of_numeral
from occ_contract.phone.reading import REMARK_LIMIT, number_and_remark
from occ_contract.phone.searching import search_digits
from occ_contract.phone.showing import masked, shown, to_dial

__all__ = [
    "REMARK_LIMIT",
    "masked",
    "named",
    "normalise",
    "number_and_remark",
    "number_of_numeral",
    "search_digits",
    "shown",
    "to_dial",
]


def normalise(text: str, *, stored: bool = False) -> str:
    """Return the stored form of a number in any notation, without what stood behind it.

    :raises RuleError: as :func:`number_and_remark`.
    """
    return number_and_remark(text, stored=stored)[0]
