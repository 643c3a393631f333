"""A service that can send texts, and a carrier that keeps a ledger of what it took.

The double does what the protocol allows and real carriers do: loses its answer after it took a text, is down,
has its quota spent, is slow, and shows nothing in its lists for a while.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, literal, select, update

from occ_contract.ids import new_id
from occ_contract.sms import CarrierTrouble, TextType
from occ_contract.sms_results import ResultReason
from occ_server.kit.columns import UtcTime
from occ_server.kit.db import Database
from occ_server.kit.jobs.leases import take
from occ_server.kit.jobs.tables import jobs
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.protocol import (
    Answer,
    Found,
    Handover,
    NotTaken,
    Outcome,
    Refused,
    Sender,
    Taken,
    Unclear,
)
from occ_server.sms.carriers.registry import ADAPTERS
from occ_server.sms.sending.orders import HAND_OVER
from occ_server.sms.sending.results import apply_outcomes
from occ_server.sms.sending.slices import CALLS
from occ_server.sms.tables import categories, links, messages, sender_numbers, templates
from support.centre import Centre, Desk
from support.looking import anywhere

SENDER = "0215881234"
KIND = "ledger"
START = datetime.fromisoformat("2026-11-23T00:00:00+00:00")


@dataclass
class Ledger:
    """What a carrier took, in order: our id of the message and the text; and how it behaves."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    calls: list[Handover] = field(default_factory=list)
    names: dict[str, Taken] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    down: NotTaken | None = None
    loses_answers: bool = False
    loses_requests: bool = False
    fails: bool = False  # its gateway answers everything with an error of the server
    lists_lag: bool = False
    outcomes_hidden: bool = False  # what it reports by time never has anything
    sender_usable: bool = True
    refuses: dict[str, Refused] = field(default_factory=dict)  # by number
    takes_not: dict[str, NotTaken] = field(default_factory=dict)  # by number
    before: Callable[[Handover], Any] | None = None
    results: dict[str, Outcome] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    sixteen: asyncio.Event = field(default_factory=asyncio.Event)  # calls, as many as are made at a time

    @property
    def counts(self) -> Counter[str]:
        return Counter(message for message, _ in self.taken)

    @property
    def bodies(self) -> list[str]:
        return [body for _, body in self.taken]


class LedgerCarrier:
    """An adapter that writes into a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    async def hand_over(self, text: Handover) -> Answer:
        ledger = self.ledger
        ledger.calls.append(text)
        if len(ledger.calls) == CALLS:
            ledger.sixteen.set()
        if ledger.gate is not None:
            await ledger.gate.wait()
        if ledger.down is not None:
            raise ledger.down
        for one in text.addressees:
            if one.phone in ledger.takes_not:
                raise ledger.takes_not[one.phone]
        if ledger.loses_requests or ledger.fails:
            raise Unclear("the connection broke")
        answer: dict[str, Taken | Refused] = {}
        for place, one in enumerate(text.addressees, 1):
            if one.phone in ledger.refuses:
                answer[one.id] = ledger.refuses[one.phone]
                continue
            ledger.taken.append((one.id, text.body))
            answer[one.id] = ledger.names[one.id] = Taken(f"r{len(ledger.calls)}", place)
            ledger.keys.setdefault(text.key, []).append(one.id)
        if ledger.before is not None:
            await ledger.before(text)
        if ledger.loses_answers:
            raise Unclear("no answer")
        return answer

    async def look_up(self, key: str, since: datetime) -> Sequence[Found]:
        if self.ledger.down is not None:
            raise self.ledger.down
        if self.ledger.fails:
            raise NotTaken(CarrierTrouble.DOWN, "HTTP 503")
        if self.ledger.lists_lag:
            return ()
        its = self.ledger.keys.get(key, ())
        return [Found(i, self.ledger.names[i], self.ledger.results.get(i)) for i in its]

    async def outcomes(self, start: datetime, end: datetime) -> AsyncIterator[Sequence[Outcome]]:
        if self.ledger.fails:
            raise NotTaken(CarrierTrouble.DOWN, "HTTP 503")
        yield [] if self.ledger.outcomes_hidden else list(self.ledger.results.values())

    async def senders(self) -> Sequence[Sender]:
        if self.ledger.fails:
            raise NotTaken(CarrierTrouble.DOWN, "HTTP 503")
        return [Sender(SENDER, self.ledger.sender_usable, False)]

    async def close(self) -> None:
        pass


@dataclass
class Texting:
    """A centre whose service sends through a ledger."""

    centre: Centre
    ledger: Ledger

    @property
    def database(self) -> Database:
        return self.centre.world.database

    @property
    def clock(self) -> Any:
        return self.database.clock

    async def send(self, desk: Desk | None = None, key: str | None = None, **fields: Any) -> Any:
        """Ask for a text; return the response."""
        body = self.body(**fields)
        return await (desk or self.centre.ann).post("/v1/sms/requests", body, key)

    def body(self, *phones: str, **fields: Any) -> dict[str, Any]:
        """Return what a request says unless told otherwise."""
        numbers = fields.pop("to", None) or list(phones) or ["01012345678"]
        body = {
            "service_id": self.centre.service,
            "type": "sms",
            "sender": SENDER,
            "body": "안녕하세요",
            "recipients": [{"phone": n} if isinstance(n, str) else n for n in numbers],
        }
        return body | fields

    async def sent(self, desk: Desk | None = None, **fields: Any) -> dict[str, Any]:
        """Ask for a text that is taken in; return the answer's body."""
        answer = await self.send(desk, **fields)
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def settle(self, seconds: float = 11.0) -> None:
        """Let so much time pass, and have everything done that is due by then."""
        await self.centre.app.state.jobs.settled()  # a lease is not to run out under what is under way
        self.clock.move(seconds)
        await self.centre.app.state.jobs.settled()

    async def job_taken(self, request: str, until: datetime) -> None:
        """Have the job of a request be another process's so long; ask before it is due, or be too late."""
        its = select(jobs.c.id).where(jobs.c.kind == HAND_OVER.name, jobs.c.key == request)

        async def work(uow: UnitOfWork) -> None:
            job = (await uow.conn.execute(its)).scalar_one()
            await take(uow, [job], new_id(), literal(until, UtcTime()), "another process")

        await self.database.run(work)

    async def row(self, message: str) -> Any:
        """Return a message as it is stored."""
        async with self.database.read() as conn:
            return (await conn.execute(anywhere(select(messages).where(messages.c.id == message)))).one()

    async def rows(self, request: str) -> Sequence[Any]:
        """Return the messages of a request as they are stored, by their places."""
        query = select(messages).where(messages.c.request_id == request).order_by(messages.c.place)
        async with self.database.read() as conn:
            return (await conn.execute(anywhere(query))).all()

    async def link(self) -> Any:
        """Return how texting of the service stands."""
        query = select(links).where(links.c.id == self.centre.service)
        async with self.database.read() as conn:
            return (await conn.execute(anywhere(query))).one()

    async def report(self, *outcomes: Outcome) -> int:
        """Have results arrive."""
        world = self.centre.world

        async def work(uow: UnitOfWork) -> int:
            return await apply_outcomes(uow, self.centre.service, world.organisation_id, outcomes)

        return await self.database.run(work)

    def outcome(
        self, message: str, *, delivered: bool = True, named: bool = True, code: str | None = None
    ) -> Outcome:
        """Return what the carrier reports of a message it took."""
        name = self.ledger.names[message]
        return Outcome(
            id=message if named else None,
            request=name.request,
            place=name.place,
            delivered=delivered,
            code=code or ("1000" if delivered else "3001"),
            reason=ResultReason.DELIVERED if delivered else ResultReason.NO_SUBSCRIBER,
            sent_at=self.clock.now(),
            result_at=self.clock.now() + timedelta(seconds=1),
        )

    async def template(self, **fields: Any) -> str:
        """Make a template in a category of its own; return its id. ``category`` changes that."""
        made = {"id": new_id(), "organisation_id": self.centre.world.organisation_id}
        made |= {"service_id": self.centre.service, "position": 0}
        category = {"id": new_id(), "name": "안내", "enabled": True, "created_at": START}
        category |= fields.pop("category", {})
        text = {"type": TextType.SMS, "name": "인사", "description": "", "subject": "", "body": "안녕하세요"}
        rest = {"enabled": True, "editable": True, "image_ids": [], "version": 1, "changed_at": START}
        rest |= {"changed_by": self.centre.boss.id, "category_id": category["id"]}

        async def work(uow: UnitOfWork) -> None:
            await uow.conn.execute(insert(categories).values(**made | category))
            await uow.conn.execute(insert(templates).values(**made | text | rest | fields))

        await self.database.run(work)
        return str(made["id"])

    async def change(self, table: Any, row_id: str, **values: Any) -> None:
        """Change a row behind the server's back."""

        async def work(uow: UnitOfWork) -> None:
            await uow.conn.execute(anywhere(update(table).where(table.c.id == row_id).values(**values)))

        await self.database.run(work)

    async def disable_category(self, template: str) -> None:
        """Switch the category of a template off."""
        async with self.database.read() as conn:
            query = select(templates.c.category_id).where(templates.c.id == template)
            category = (await conn.execute(anywhere(query))).scalar_one()
        await self.change(categories, category, enabled=False)

    async def block_sender(self) -> None:
        """Have the carrier block the sender's number."""

        async def work(uow: UnitOfWork) -> None:
            change = update(sender_numbers).where(sender_numbers.c.phone == SENDER)
            await uow.conn.execute(anywhere(change.values(usable=False)))

        self.ledger.sender_usable = False
        await self.database.run(work)


async def texting_in(database: Database, organisation: str, service: str) -> None:
    """Give a service the ledger for its carrier, and a sender number."""

    async def work(uow: UnitOfWork) -> None:
        its = {"organisation_id": organisation, "id": service}
        await uow.conn.execute(insert(links).values(**its, carrier=KIND, hook=new_id()))
        number = {"id": new_id(), "organisation_id": organisation, "service_id": service, "phone": SENDER}
        number |= {"usable": True, "blocked": False}
        await uow.conn.execute(insert(sender_numbers).values(**number))

    await database.run(work)


async def texting(centre: Centre) -> Texting:
    """Have a centre's service send texts."""
    ledger = Ledger()
    ADAPTERS[KIND] = lambda _account: LedgerCarrier(ledger)
    await texting_in(centre.world.database, centre.world.organisation_id, centre.service)
    return Texting(centre, ledger)
