"""How the sandboxes of the sample centre behave: well, and what may be wrong with one for a while."""

from contextlib import suppress

from occ_server.demo.texts.scripts import SPARE
from occ_server.kit.db import Database
from occ_server.sms.carriers.protocol import NotTaken
from occ_server.sms.carriers.sandbox.ways import Ways, load_ways, save_ways
from occ_server.sms.carriers.senders import sync_senders

WELL = Ways(blocked=())  # a warning that never ends would hide those that do
# What a sandbox is told to do for a while, and how often.
TROUBLES: tuple[tuple[Ways, int], ...] = (
    (Ways(blocked=(), down=True), 5),
    (Ways(blocked=(), out_of_quota=True), 2),
    (Ways(blocked=(), lose_answers=2), 3),
    (Ways(blocked=(), answer_seconds=6), 2),
    (Ways(blocked=(SPARE,)), 2),
)


async def behave(database: Database, organisation_id: str, service_id: str, ways: Ways) -> None:
    """Have a service's sandbox behave so; a number that is blocked, or not any more, is noticed at once."""
    async with database.read() as conn:
        now = await load_ways(conn, organisation_id, service_id)
    await database.run(lambda uow: save_ways(uow, organisation_id, service_id, ways))
    if set(now.blocked) != set(ways.blocked):
        with suppress(NotTaken):  # it is noted as its trouble
            await sync_senders(database, service_id, organisation_id)
