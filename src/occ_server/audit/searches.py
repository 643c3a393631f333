"""Recording that somebody searched for a telephone number, before they are answered."""

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from occ_contract.errors import ErrorCode
from occ_contract.phone import masked, search_digits
from occ_server.audit.service import Acting, record
from occ_server.kit.db import Database
from occ_server.kit.problems import ApiError
from occ_server.kit.surroundings import missing_word
from occ_server.kit.unit import UnitOfWork

logger = logging.getLogger(__name__)

FOUND_NAMED = 20  # a search that finds more rows is no search for somebody
RETRY_SECONDS = 5
WHOLE_NUMBER = 9  # digits of the shortest Korean number with its area code
HIDDEN_LEAST = 3  # digits its masked form hides


def hidden(digits: str) -> str:
    """Return what the trail keeps of the digits searched: of a part of a number at most the last four.

    A part may look like a whole number that is shorter; its masked form would give away too much.
    """
    form = masked(digits)
    if len(digits) >= WHOLE_NUMBER and form.count("*") >= HIDDEN_LEAST:
        return form
    return "****" + (digits[-4:] if len(digits) >= 8 else "")


async def record_search(
    database: Database, actor: Acting, action: str, phone: str, found: Sequence[str], *, more: bool
) -> None:
    """Record one page of a search for (a part of) a number; ``found`` are the ids it shows.

    Each page is recorded: a cursor does not say which search it came from. A search that finds few names
    them, since a masked number alone would not say whose data it was.

    :raises ApiError: 503 ``unavailable`` when it cannot be written down: then nothing may be shown.
    """
    digits = search_digits(phone)
    details: dict[str, Any] = {"phone": hidden(digits), "digits": len(digits), "found": len(found)}
    if more:
        details["more"] = True
    elif 0 < len(found) <= FOUND_NAMED:
        details["ids"] = list(found)

    async def work(uow: UnitOfWork) -> None:
        await record(uow, actor, action, **details)

    try:
        await database.run(work)
    except SQLAlchemyError as error:
        if missing_word(error) is None:
            logger.exception("a search could not be recorded; it was not answered")
            raise ApiError(ErrorCode.UNAVAILABLE, 503, retry_after=RETRY_SECONDS) from error
        raise
