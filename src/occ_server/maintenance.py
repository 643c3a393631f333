"""What a server deletes by and by: old receipts, expired tokens, old counts of failed log-ins."""

from datetime import timedelta

from occ_server.auth.login import forget_failures
from occ_server.auth.sessions import forget_expired
from occ_server.kit.commands import forget_receipts
from occ_server.kit.jobs.kinds import Recurring
from occ_server.kit.unit import UnitOfWork

HOUR = timedelta(hours=1)
RECEIPTS_KEPT = timedelta(days=30)  # an outbox that stayed offline longer is refused by state, not by receipt


async def _forget_receipts(uow: UnitOfWork) -> None:
    await forget_receipts(uow, uow.now - RECEIPTS_KEPT)


RECURRING = (
    Recurring("receipts.tidy", HOUR, _forget_receipts),
    Recurring("tokens.tidy", HOUR, forget_expired),
    Recurring("login_failures.tidy", HOUR, forget_failures),
)
