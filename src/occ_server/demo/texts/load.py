"""Writes the sample texts in bulk, with their entries in the feed, and what is still to be done about them.

As :mod:`occ_server.demo.load`, it stands in for the unit of work's stamping on an organisation nobody looks
at yet. What is under way is under way in earnest: reserved texts have their jobs, unknown ones are looked up,
and what the carrier has, the sandbox has.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from occ_contract.notices import NoticeKind
from occ_contract.sms import MessageStage
from occ_contract.sync import Entity
from occ_server.demo.load import Loader
from occ_server.demo.texts.writing import Written
from occ_server.kit.chunks import chunks
from occ_server.kit.jobs.queue import enqueue
from occ_server.kit.unit import UnitOfWork
from occ_server.notices.service import News, post
from occ_server.sms.carriers.results import DELIVERED_CODE
from occ_server.sms.carriers.sandbox.tables import texts
from occ_server.sms.sending.orders import HAND_OVER, LOOK_UP, HandOver, LookUp
from occ_server.sms.sending.rows import Filling
from occ_server.sms.tables import handovers, images, messages, requests
from occ_server.visibility.scopes import message_keys, person_key

Row = dict[str, Any]
AT_ONCE = 5000
REMEMBERED = 40  # of the newest texts, by the sandbox
LATE = timedelta(hours=24)  # after so long a handset that was off has them


class TextLoader:
    """Writes into one organisation; ``logins`` are its people's account names by id."""

    def __init__(
        self, uow: UnitOfWork, loader: Loader, organisation_id: str, logins: Mapping[str, str]
    ) -> None:
        self._uow = uow
        self._loader = loader
        self._organisation_id = organisation_id
        self._logins = logins

    async def load(self, written: Sequence[Written]) -> None:
        """Write requests with their messages and calls, in this order."""
        conn = self._uow.conn
        for part in chunks((one.request for one in written), AT_ONCE):
            await conn.execute(insert(requests), part)
        for part in chunks((call for one in written for call in one.calls), AT_ONCE):
            await conn.execute(insert(handovers), part)
        rows = [row for one in written for row in one.messages]
        await self._loader.write(
            Entity.SMS_MESSAGE, messages, rows, lambda row: message_keys(row["service_id"], row["agent_id"])
        )
        await self._keep_in_sandbox(written)

    async def _keep_in_sandbox(self, written: Sequence[Written]) -> None:
        """Let the sandbox know what it took last, and all it has no result of yet."""
        taken = [
            (one.request, row) for one in written for row in one.messages if row["accepted_at"] is not None
        ]
        newest = {row["id"] for _, row in taken[-REMEMBERED:]}
        query = select(images.c.id, images.c.sha256).where(images.c.organisation_id == self._organisation_id)
        hashes = {row.id: row.sha256 for row in await self._uow.conn.execute(query)}
        filling = Filling()
        kept = [
            self._sandbox_row(request, row, filling) | {"images": [hashes[i] for i in request["image_ids"]]}
            for request, row in taken
            if row["id"] in newest or row["stage"] is MessageStage.ACCEPTED
        ]
        if kept:
            await self._uow.conn.execute(insert(texts), kept)

    def _sandbox_row(self, request: Row, row: Row, filling: Filling) -> Row:
        return {
            "id": row["id"],
            "organisation_id": self._organisation_id,
            "service_id": row["service_id"],
            "handover_id": row["handover_id"],
            "message_id": row["id"],
            "place": row["carrier_place"],
            "type": row["type"],
            "sender": row["sender"],
            "recipient": row["recipient"],
            "subject": filling.filled(request["subject"], row["fillings"]),
            "body": filling.filled(request["body"], row["fillings"]),
            "agent": self._logins[row["agent_id"]],
            "taken_at": row["accepted_at"],
            "ends_at": row["result_at"] or row["accepted_at"] + LATE,
            "code": row["result_code"] or DELIVERED_CODE,
        }


async def go_on_with(uow: UnitOfWork, organisation_id: str, written: Iterable[Written]) -> None:
    """Put the jobs of what is under way, and tell the owners of what is held; the last thing of a unit."""
    for one in written:
        if any(row["stage"] is MessageStage.RESERVED for row in one.messages):
            order = HandOver(request_id=one.request["id"], organisation_id=organisation_id)
            await enqueue(
                uow,
                HAND_OVER,
                order,
                key=order.request_id,
                due_at=one.request["due_at"],
                organisation_id=organisation_id,
            )
        for call in one.calls:
            if call["unclear_at"] is not None:
                asked = LookUp(handover_id=call["id"], organisation_id=organisation_id)
                await enqueue(
                    uow,
                    LOOK_UP,
                    asked,
                    key=asked.handover_id,
                    due_at=uow.now + timedelta(minutes=5),
                    organisation_id=organisation_id,
                )
        await post(uow, [_news(row) for row in one.messages if row["held"] is not None])


def _news(row: Row) -> News:
    return News(
        kind=NoticeKind.SMS_HELD,
        audience=person_key(row["agent_id"]),
        organisation_id=row["organisation_id"],
        service_id=row["service_id"],
        subject="sms_message",
        subject_ids=[row["id"]],
        params={"reason": row["held"].value},
    )
