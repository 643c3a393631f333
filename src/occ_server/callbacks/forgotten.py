"""Ending the claims nobody asks about, by one process after the other."""

from datetime import timedelta

from occ_contract.cti import CtiMode
from occ_server.callbacks.claims import any_forgotten, end_expired
from occ_server.kit.jobs.kinds import Recurring
from occ_server.kit.unit import UnitOfWork
from occ_server.telephony.calls import end_given_up
from occ_server.telephony.link import load_link


async def end_forgotten(uow: UnitOfWork) -> None:
    """End claims whose lease ran out; where no PBX can still have their calls, the lines are free too."""
    ended = await end_expired(uow)
    if ended and (await load_link(uow.conn)).mode is CtiMode.SOFTPHONE:
        await end_given_up(uow, ended)


RECURRING = (Recurring("claims.expire", timedelta(seconds=5), end_forgotten, is_needed=any_forgotten),)
