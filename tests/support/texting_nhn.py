"""A centre whose service sends through NHN's stand-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from occ_server.sms.carriers.accounts import WantedAccount, set_account
from occ_server.sms.carriers.senders import sync_senders
from support.centre import Centre
from support.nhn_stand_in import APP_KEY, SECRET, StandIn, standing_in
from support.world import OPERATOR

NUMBER = "0212345678"  # the stand-in's own


@asynccontextmanager
async def sending_at_nhn(centre: Centre) -> AsyncIterator[StandIn]:
    """Give the centre's service an account there, and its numbers."""
    world = centre.world
    async with standing_in(world.database.clock) as stand_in:
        wanted = WantedAccount(carrier="nhn", url=stand_in.url, app_key=APP_KEY, secret=SECRET)
        await world.database.run(
            lambda uow: set_account(uow, OPERATOR, world.organisation_id, centre.service, wanted)
        )
        await sync_senders(world.database, centre.service, world.organisation_id)
        yield stand_in
