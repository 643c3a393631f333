"""The largest batch: if this fails, a Monday's backlog cannot be spread in one press, or holds all up."""

from collections import Counter
from random import Random

import pytest
from sqlalchemy import insert

from occ_contract.callbacks import BATCH_LIMIT, CallbackStatus
from occ_contract.ids import new_id
from occ_contract.people import Role
from occ_contract.sync import Entity
from occ_server.callbacks.tables import callbacks
from occ_server.kit.unit import UnitOfWork
from support.centre import Centre
from support.said import said
from support.world import PHONE

AGENTS = 100


async def backlog(centre: Centre, services: list[str]) -> list[str]:
    """Store as many waiting callbacks as one batch may hold."""
    ids, random = [new_id() for _ in range(BATCH_LIMIT)], Random(1)

    async def work(uow: UnitOfWork) -> None:
        rows = [
            {
                "id": i,
                "organisation_id": centre.world.organisation_id,
                "service_id": random.choice(services),
                "phone": f"010{random.randrange(10**8):08}",
                "received_at": uow.now,
                "status": CallbackStatus.RECEIVED,
            }
            for i in ids
        ]
        await uow.conn.execute(insert(callbacks), rows)
        for i in ids:
            uow.touch(Entity.CALLBACK, i, None, centre.world.organisation_id)

    await centre.world.database.run(work)
    return ids


@pytest.mark.timeout(180)
async def test_5000_go_to_100_in_one_call_and_back_without_a_statement_per_row(centre: Centre) -> None:
    world, database = centre.world, centre.world.database
    services = [centre.service, await world.service("샘플카드")]
    await world.grant(centre.boss.id, services[1], Role.SUPERVISOR)
    agents = [(await world.agent(f"a{n}", services[n % 2], permissions=PHONE)).id for n in range(AGENTS)]
    ids = await backlog(centre, services)
    with said(database._writer, database._reader, database._asker) as sent:
        body = (await centre.boss.assign(ids, agents)).json()
    assert len(sent) < 200
    counts = Counter(row["agent_id"] for row in body["assigned"])
    assert (sum(counts.values()), len(counts), body["skipped"]) == (BATCH_LIMIT, AGENTS, [])
    of_one_service = [[counts[a] for n, a in enumerate(agents) if n % 2 == odd] for odd in (0, 1)]
    assert all(max(shares) - min(shares) <= 1 for shares in of_one_service)
    with said(database._writer, database._reader, database._asker) as sent:
        undone = await centre.boss.post(f"/v1/callbacks/assignments/{body['batch_id']}/undo")
    assert len(undone.json()["restored"]) == BATCH_LIMIT
    assert len(sent) < 200
