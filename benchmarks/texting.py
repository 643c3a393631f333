"""Texts: a thousand accepted, ten thousand handed over, and how late a reservation goes.

Accepting reads and checks, stores the request and its messages, their feed and the trail, and the job; the
peer is one transaction of one prepared INSERT a row of the same messages. Handing over is two transactions
for each sixteen different texts; the peer makes the same calls with the same client, as many at a time.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
from sqlalchemy import select, update

from benchmarks.carrier import PATH, BenchCarrier, asked_of
from benchmarks.measure import Figure, Line
from benchmarks.server_side import Child, Hall, free_port, hall, p99, seconds_of
from benchmarks.wire import Line as Wire
from occ_contract.ids import new_id
from occ_contract.sms import NewSmsRequest, Recipient, TextType
from occ_server.demo.colleagues import actor_of
from occ_server.kit.jobs.runner import Runner
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.organisation_guard import across_organisations
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.sending.accepting import accept
from occ_server.sms.sending.routes import JOBS
from occ_server.sms.sending.slices import CALLS
from occ_server.sms.tables import messages, requests
from support.texting import KIND, SENDER, texting_in
from support.world import Someone

_INSERT = """INSERT INTO sms_messages (id, organisation_id, service_id, request_id, place, agent_id,
 registered_at, type, kind, sender, recipient, same_recipient, status, stage, due_at)
 VALUES (%s, %s, %s, %s, %s, %s, %s, 'sms', 'immediate', %s, %s, %s, 'processing', 'ended', %s)"""
_WHY = "the benchmark has one organisation"


def run(*, small: bool) -> Iterator[Line | Figure]:
    """Yield each promise."""
    to, rounds, texts, due = (20, 1, 100, 20) if small else (1000, 7, 10_000, 1000)
    accepted, bare = asyncio.run(_accepted(to, rounds))
    yield Line(f"{to:,} recipients accepted and stored", accepted, bare, "the bare INSERTs", 3.0)
    ours, peer = asyncio.run(_handed_over(texts))
    yield Line(f"{texts:,} different texts handed over", ours, peer, "the same calls by httpx", 2.0)
    late = asyncio.run(_due(due, 2.0 if small else 60.0))
    yield Figure(f"{due:,} reservations due in a minute: handed over late, p99", late, 2.0, "s")


async def _sender(here: Hall) -> tuple[str, Someone]:
    shop = await here.world.service()
    await texting_in(here.database, here.world.organisation_id, shop)
    return shop, await here.world.agent("agent", shop)


def asked_to(shop: str, to: int, first: int, body: str) -> NewSmsRequest:
    """Return a text to so many numbers; what its placeholder ``번호`` is filled with differs for each."""
    recipients = (
        Recipient(phone=f"010{first + n:08d}", values={"번호": str(first + n)} if "##" in body else {})
        for n in range(to)
    )
    return NewSmsRequest(
        service_id=shop, type=TextType.SMS, sender=SENDER, body=body, recipients=tuple(recipients)
    )


async def _accepted(to: int, rounds: int) -> tuple[float, float]:
    ADAPTERS[KIND] = lambda _account: BenchCarrier(1)
    async with hall() as here:
        shop, agent = await _sender(here)
        request_id = await stored(here, agent, asked_to(shop, 1, 0, "밑줄"))
        async with here.serving():  # whose carrier is not known there: it accepts, and hands over nothing
            desk = await Wire.open(here.port, await here.bearer(agent))
            counted = iter(range(10_000))

            async def ours() -> None:
                first = next(counted) * to
                numbers = [{"phone": f"010{first + n:08d}"} for n in range(to)]
                asked: dict[str, Any] = {"service_id": shop, "type": "sms", "sender": SENDER, "body": "안내"}
                answer = json.loads(await desk.post("/v1/sms/requests", asked | {"recipients": numbers}))
                assert len(answer["messages"]) == to

            async def peer() -> None:
                await _bare(here, shop, agent.id, request_id, next(counted) * to, to)

            taken = [(await seconds_of(ours), await seconds_of(peer)) for _ in range(rounds + 1)]
            desk.close()
        mine, other = zip(*taken[1:], strict=True)
        return statistics.median(mine), statistics.median(other)


async def _bare(here: Hall, shop: str, agent: str, request: str, first: int, to: int) -> None:
    conn = await here.bare()
    now, organisation = time.time_ns() // 1000, here.world.organisation_id
    rows = []
    for n in range(first + 1, first + to + 1):
        phone = f"010{n:08d}"
        rows.append((new_id(), organisation, shop, request, n, agent, now, SENDER, phone, phone, now))
    await conn.cursor().executemany(_INSERT, rows)
    await conn.commit()
    await conn.close()


async def stored(here: Hall, agent: Someone, asked: NewSmsRequest) -> str:
    """Have a text accepted; return the request's id."""

    async def work(uow: UnitOfWork) -> str:
        return (await accept(uow, await actor_of(uow.conn, agent.id), asked)).id

    return await here.database.run(work)


async def _handed_over(count: int) -> tuple[float, float]:
    async with hall() as here:
        shop, agent = await _sender(here)
        part = min(count, 1000)
        for first in range(0, count, part):
            await stored(here, agent, asked_to(shop, part, first, "안내 ##번호##"))
        port = free_port()
        stand_in = Child(("-m", "benchmarks.carrier", str(port)), here.folder / "carrier.log")
        try:
            await stand_in.until_listening(port)
            peer = await seconds_of(partial(_called, port, count))
            carrier = BenchCarrier(port)
            ADAPTERS[KIND] = lambda _account: carrier
            ours = await seconds_of(Runner(here.database, JOBS, slots=1).settled)
            assert carrier.calls == count
            await carrier.close()
        finally:
            stand_in.stop()
        return ours, peer


async def _called(port: int, count: int) -> None:
    """Make the same calls, as many at a time as a slice has."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        for first in range(0, count, CALLS):
            bodies = [
                asked_of(new_id(), SENDER, f"안내 {n}", [(new_id(), f"010{n:08d}")])
                for n in range(first, min(first + CALLS, count))
            ]
            answers = await asyncio.gather(*(client.post(PATH, json=body) for body in bodies))
            assert all(answer.json()["names"] for answer in answers)


async def _due(count: int, seconds: float) -> float:
    async with hall() as here:
        shop, agent = await _sender(here)
        port = free_port()
        stand_in = Child(("-m", "benchmarks.carrier", str(port)), here.folder / "carrier.log")
        try:
            await stand_in.until_listening(port)
            carrier = BenchCarrier(port)
            ADAPTERS[KIND] = lambda _account: carrier
            ids = [await stored(here, agent, asked_to(shop, 1, n, "예약")) for n in range(count)]
            await _spread(here, ids, seconds)
            async with Runner(here.database, JOBS).running():
                while await _left(here):
                    await here.database.clock.sleep(0.2)
            await carrier.close()
        finally:
            stand_in.stop()
        query = select(messages.c.due_at, messages.c.accepted_at)
        async with here.database.read() as conn:
            rows = (await conn.execute(across_organisations(query, _WHY))).all()
        return p99([(row.accepted_at - row.due_at).total_seconds() for row in rows])


async def _spread(here: Hall, ids: list[str], seconds: float) -> None:
    """Make texts due over so many seconds from now on."""
    first = here.database.clock.now() + timedelta(seconds=1)

    async def work(uow: UnitOfWork) -> None:
        for n, request_id in enumerate(ids):
            due = first + timedelta(seconds=seconds * n / len(ids))
            for table, column in ((requests, requests.c.id), (messages, messages.c.request_id)):
                change = update(table).where(column == request_id).values(due_at=due)
                await uow.conn.execute(across_organisations(change, _WHY))
            await uow.conn.execute(
                update(jobs).where(jobs.c.key == request_id).values(due_at=due, ready_at=due)
            )

    await here.database.run(work)


async def _left(here: Hall) -> bool:
    query = select(messages.c.id).where(messages.c.accepted_at.is_(None)).limit(1)
    async with here.database.ask() as conn:
        return (await conn.execute(across_organisations(query, _WHY))).first() is not None
