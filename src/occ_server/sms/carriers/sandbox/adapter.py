"""The sandbox as ``carriers.protocol`` asks for it, on a table of its own: all processes see the same."""

import zlib
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, tuple_

from occ_contract.ids import new_id
from occ_contract.sms import CarrierTrouble, TextType
from occ_server.kit.db import Database
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.carriers.protocol import (
    Addressee,
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
from occ_server.sms.carriers.results import DELIVERED_CODE, QUOTA_CODE, reason_of
from occ_server.sms.carriers.sandbox.tables import texts
from occ_server.sms.carriers.sandbox.ways import NUMBERS, Ways, load_ways, lose_answer

PATIENCE_SECONDS = 20  # whoever calls gives up then, as with a real carrier
LATE = timedelta(minutes=10)
_CODES = {"0001": "3001", "0002": "2003", "0006": "3004", "0008": "3012"}
_REFUSED, _LATE, _LOST, _NO_PICTURES = "0003", "0004", "0005", "0007"
_PAGE = 1000


class SandboxCarrier:
    """One service's sandbox."""

    def __init__(self, database: Database, organisation_id: str, service_id: str) -> None:
        self._database = database
        self._organisation_id = organisation_id
        self._service_id = service_id

    async def hand_over(self, text: Handover) -> Answer:
        """Take a text, or not; see the package.

        :raises NotTaken: it was told to be down, or out of quota.
        :raises Unclear: it took it and its answer was lost.
        """
        ways = await self._up()
        if ways.out_of_quota:
            raise NotTaken(CarrierTrouble.QUOTA, QUOTA_CODE)
        refusal = _sender_refusal(ways, text.sender)
        if refusal is not None:
            return {one.id: Refused(refusal, reason_of(refusal)) for one in text.addressees}
        answer: dict[str, Taken | Refused] = {
            one.id: Refused("-2019", reason_of("-2019"))
            if one.phone.endswith(_REFUSED)
            else Taken(_request(text.key), place)
            for place, one in enumerate(text.addressees, 1)
        }

        async def take(uow: UnitOfWork) -> bool:
            lost = await lose_answer(uow, self._organisation_id, self._service_id)
            rows = (self._row(text, one, answer[one.id], uow.now) for one in text.addressees)
            if taken := [row for row in rows if row is not None]:
                await uow.conn.execute(insert(texts), taken)
            return lost

        lost = await self._database.run(take)
        await self._database.clock.sleep(min(ways.answer_seconds, PATIENCE_SECONDS))
        if lost or ways.answer_seconds > PATIENCE_SECONDS:
            raise Unclear("the sandbox was told to lose its answer")
        if any(one.phone.endswith(_LOST) for one in text.addressees):
            raise Unclear("a number whose answers are lost")
        return answer

    async def look_up(self, key: str, since: datetime) -> Sequence[Found]:
        """Return what it took under a key.

        :raises NotTaken: it was told to be down.
        """
        await self._up()
        async with self._database.read() as conn:
            query = select(texts).where(
                texts.c.service_id == self._service_id,
                texts.c.organisation_id == self._organisation_id,
                texts.c.handover_id == key,
                texts.c.taken_at >= since - timedelta(minutes=1),
            )
            rows = (await conn.execute(query.order_by(texts.c.place))).all()
        now = self._database.clock.now()
        return tuple(
            Found(
                row.message_id,
                Taken(_request(key), row.place),
                _outcome(row) if row.ends_at <= now else None,
            )
            for row in rows
        )

    async def outcomes(self, start: datetime, end: datetime) -> AsyncIterator[Sequence[Outcome]]:
        """Yield the results that became known in [start, end).

        :raises NotTaken: it was told to be down.
        """
        await self._up()
        until = min(end, self._database.clock.now() + timedelta(microseconds=1))
        last: tuple[datetime, str] = (start, "")
        while True:
            query = (
                select(texts)
                .where(
                    texts.c.service_id == self._service_id,
                    texts.c.organisation_id == self._organisation_id,
                    texts.c.ends_at >= last[0],
                    texts.c.ends_at < until,
                )
                .order_by(texts.c.ends_at, texts.c.id)
                .limit(_PAGE)
            )
            if last[1]:
                query = query.where(tuple_(texts.c.ends_at, texts.c.id) > tuple_(*last))
            async with self._database.read() as conn:
                rows = (await conn.execute(query)).all()
            if rows:
                yield [_outcome(row) for row in rows]
                last = (rows[-1].ends_at, rows[-1].id)
            if len(rows) < _PAGE:
                return

    async def senders(self) -> Sequence[Sender]:
        """Return its numbers.

        :raises NotTaken: it was told to be down.
        """
        ways = await self._up()
        return [Sender(phone, phone not in ways.blocked, phone in ways.blocked) for phone in NUMBERS]

    async def close(self) -> None:
        """Have nothing to close: the database is the server's."""

    async def _up(self) -> Ways:
        async with self._database.read() as conn:
            ways = await load_ways(conn, self._organisation_id, self._service_id)
        if ways.down:
            raise NotTaken(CarrierTrouble.DOWN, "sandbox")
        return ways

    def _row(
        self, text: Handover, one: Addressee, answer: Taken | Refused, now: datetime
    ) -> dict[str, Any] | None:
        if isinstance(answer, Refused):
            return None
        code, after = ending(one, text.type)
        return {
            "id": new_id(),
            "organisation_id": self._organisation_id,
            "service_id": self._service_id,
            "handover_id": text.key,
            "message_id": one.id,
            "place": answer.place,
            "type": text.type,
            "sender": text.sender,
            "recipient": one.phone,
            "subject": text.subject,
            "body": text.body,
            "images": [picture.sha256 for picture in text.pictures],
            "agent": text.agent,
            "taken_at": now,
            "ends_at": now + after,
            "code": code,
        }


def ending(one: Addressee, kind: TextType) -> tuple[str, timedelta]:
    """Return the result of a message that was taken, and how long after that it is known."""
    digits = one.phone[-4:]
    if digits == _LATE:
        return DELIVERED_CODE, LATE
    code = _CODES.get(digits, DELIVERED_CODE)
    if digits == _NO_PICTURES and kind is TextType.MMS:
        code = "3010"
    return code, timedelta(seconds=1 + zlib.crc32(one.id.encode()) % 4)


def _sender_refusal(ways: Ways, sender: str) -> str | None:
    if sender not in NUMBERS:
        return "-2312"
    return "-2313" if sender in ways.blocked else None


def _request(key: str) -> str:
    return f"sandbox-{key}"


def _outcome(row: Row[Any]) -> Outcome:
    return Outcome(
        id=row.message_id,
        request=_request(row.handover_id),
        place=row.place,
        delivered=row.code == DELIVERED_CODE,
        code=row.code,
        reason=reason_of(row.code),
        sent_at=row.taken_at,
        result_at=row.ends_at,
    )
