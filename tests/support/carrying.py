"""A service that texts, for tests of carriers: its account with a stand-in, and messages under way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select

from occ_contract.ids import new_id
from occ_contract.people import Permission, Role
from occ_contract.sms import MessageStage, MessageStatus, SendingKind, TextType
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.accounts import WantedAccount, carrier_of, set_account
from occ_server.sms.carriers.protocol import Addressee, Handover, Taken, Unclear
from occ_server.sms.tables import handovers, links, messages, requests, sender_numbers
from support.clock import ManualClock
from support.looking import anywhere
from support.nhn_stand_in import APP_KEY, HOOK_SECRET, SECRET, StandIn, standing_in
from support.world import OPERATOR, Someone, World

SENDER = "0212345678"


@dataclass
class Texting:
    """One service with an account at a stand-in for NHN."""

    world: World
    service: str
    agent: Someone
    stand_in: StandIn
    hook: str

    async def hand_over(self, count: int = 1) -> list[str]:
        """Store a request whose messages were handed over, and hand them over; return their ids."""
        ids, key = [new_id() for _ in range(count)], new_id()
        phones = [f"0101234{number:04d}" for number in range(count)]
        await self.world.database.run(lambda uow: self._store(uow, key, ids, phones))
        carrier = await carrier_of(self.world.database, self.service)
        assert carrier is not None
        text = Handover(
            key=key,
            type=TextType.SMS,
            sender=SENDER,
            subject="",
            body="안녕하세요",
            pictures=(),
            addressees=tuple(Addressee(i, phone) for i, phone in zip(ids, phones, strict=True)),
            agent=self.agent.username,
        )
        try:
            answer = await carrier.hand_over(text)
        except Unclear:
            return ids
        await self.world.database.run(lambda uow: self._take(uow, answer))
        return ids

    async def message(self, message_id: str) -> Row[Any]:
        async with self.world.database.read() as conn:
            query = select(messages).where(messages.c.id == message_id)
            return (await conn.execute(anywhere(query))).one()

    async def link(self) -> Row[Any]:
        async with self.world.database.read() as conn:
            return (await conn.execute(anywhere(select(links).where(links.c.id == self.service)))).one()

    async def numbers(self) -> dict[str, tuple[bool, bool]]:
        """Return the service's sender numbers: usable, blocked."""
        async with self.world.database.read() as conn:
            query = select(sender_numbers).where(sender_numbers.c.service_id == self.service)
            rows = (await conn.execute(anywhere(query))).all()
        return {row.phone: (row.usable, row.blocked) for row in rows}

    async def _store(self, uow: UnitOfWork, key: str, ids: list[str], phones: list[str]) -> None:
        request_id = new_id()
        own = {"organisation_id": self.world.organisation_id, "service_id": self.service}
        sending = {
            "agent_id": self.agent.id,
            "registered_at": uow.now,
            "type": TextType.SMS,
            "kind": SendingKind.IMMEDIATE,
            "due_at": uow.now,
            "sender": SENDER,
        }
        text = {"subject": "", "body": "안녕하세요", "image_ids": [], "unless_completed": False}
        await uow.conn.execute(insert(requests).values(id=request_id, **own, **sending, **text))
        call = {"request_id": request_id, "started_at": uow.now}
        await uow.conn.execute(insert(handovers).values(id=key, **own, **call))
        rows = [
            {
                "id": message_id,
                "request_id": request_id,
                "place": place,
                "recipient": phone,
                "same_recipient": phone,
                "status": MessageStatus.PROCESSING,
                "stage": MessageStage.HANDING_OVER,
                "handover_id": key,
                "handed_over_at": uow.now,
                **own,
                **sending,
            }
            for place, (message_id, phone) in enumerate(zip(ids, phones, strict=True))
        ]
        await uow.conn.execute(insert(messages), rows)

    async def _take(self, uow: UnitOfWork, answer: Any) -> None:
        for message_id, taken in answer.items():
            assert isinstance(taken, Taken)
            values: dict[str, Any] = {"stage": MessageStage.ACCEPTED, "accepted_at": uow.now}
            values |= {"carrier_request": taken.request, "carrier_place": taken.place}
            change = messages.update().where(messages.c.id == message_id).values(**values)
            await uow.conn.execute(anywhere(change))


@asynccontextmanager
async def texting(world: World, clock: ManualClock) -> AsyncIterator[Texting]:
    """Open one: agent ``ann`` may send, supervisor ``boss`` sees all."""
    service = await world.service()
    ann = await world.person("ann", {service: (Role.AGENT, (Permission.SMS_SEND,))})
    await world.person("boss", {service: (Role.SUPERVISOR, (Permission.SMS_SEND,))})
    async with standing_in(clock) as stand_in:
        wanted = WantedAccount(
            carrier="nhn", url=stand_in.url, app_key=APP_KEY, secret=SECRET, webhook_secret=HOOK_SECRET
        )
        hook = await world.database.run(
            lambda uow: set_account(uow, OPERATOR, world.organisation_id, service, wanted)
        )
        yield Texting(world, service, ann, stand_in, hook)
