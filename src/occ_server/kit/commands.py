"""Commands exactly once: the receipt of a command is stored in the transaction of its effect.

A second request with the same key and body is answered from the receipt, also when both arrive at once (the
second waits on the receipt's key); with another body it is refused. A refusal rolls back and leaves no
receipt, so it may be tried again.

A receipt keeps what the command's work returned (ids, codes, counts), never what the answer says of
customers: the answer is read after the commit, from the rows as they are then. So reading it lengthens no
lock, and receipts hold nobody's data.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

import msgspec
from litestar import Response
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_server.kit.db import Database, insert_into
from occ_server.kit.problems import ApiError
from occ_server.kit.tables import receipts
from occ_server.kit.unit import UnitOfWork

T = TypeVar("T")
Answer = Callable[[AsyncConnection, T], Awaitable[Any]]
StatusOf = Callable[[T], int]
Shown = Callable[[T, int | None], Any]

REPLAYED_HEADER = "Idempotency-Replayed"
SEQ_HEADER = "Feed-Seq"


@dataclass(frozen=True)
class CommandRequest:
    """What identifies a command: who asks, the key they chose, and a hash of what they ask."""

    actor_id: str
    organisation_id: str
    key: str | None
    request_hash: str


def command_request(
    *, actor_id: str, organisation_id: str, key: str | None, method: str, path: str, body: bytes
) -> CommandRequest:
    """Describe a request; its key is in canonical form (``kit.notations``)."""
    digest = hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()
    return CommandRequest(actor_id, organisation_id, key, digest)


@dataclass
class _Done(Generic[T]):
    """What became of a command; ``seq`` is known once it is stamped, at a replay only as an upper bound."""

    result: T
    status: int
    seq: int | None = None
    replayed: bool = False
    is_body: bool = False

    def headers(self) -> dict[str, str]:
        named = {} if self.seq is None else {SEQ_HEADER: str(self.seq)}
        return named | ({REPLAYED_HEADER: "true"} if self.replayed else {})


class Commands:
    """Runs one request's command in one unit of work."""

    def __init__(self, database: Database, request: CommandRequest) -> None:
        self._database = database
        self._request = request

    async def run(
        self,
        work: Callable[[UnitOfWork], Awaitable[T]],
        answer: Answer[T] | None = None,
        *,
        kind: type[T],
        status: int | StatusOf[T] = 200,
        shown: Shown[T] | None = None,
        grouped: bool = False,
    ) -> Response[Any]:
        """Do ``work(uow)`` once and answer it.

        ``work`` returns what the receipt keeps, a ``kind`` without customers' data. The body is
        ``answer(conn, result)``, read after the commit, or the result itself; annotate the handler with
        ``Response[TheBody]`` for the OpenAPI page. ``status`` may depend on the result. ``work`` may run
        again after a deadlock. ``shown(result, seq)`` may know the body without reading (else None).
        ``grouped``: see ``Database.run_grouped``.

        :raises ApiError: whatever ``work`` refuses; 422 ``idempotency_mismatch``.
        """
        organisation_id = self._request.organisation_id
        units: list[UnitOfWork] = []

        async def once(uow: UnitOfWork) -> _Done[T]:
            units.append(uow)
            if (done := await self._claim(uow, kind)) is not None:
                return done
            result = await work(uow)
            done = _Done(result, status if isinstance(status, int) else status(result))
            await self._keep(uow, done)
            return done

        if grouped:
            done = await self._database.run_grouped(organisation_id, once)
        else:
            done = await self._database.run(once)
        body: Any = None
        stamped = units[-1].seq(organisation_id)
        if done.replayed:  # perhaps of a request in the same transaction
            done.seq = max(done.seq or 0, stamped or 0)
        else:
            done.seq = stamped
            body = None if shown is None else shown(done.result, done.seq)
        if body is None:
            body = await self._body(done, answer)
        encoded = b"" if done.status == 204 else msgspec.json.encode(body)
        headers = done.headers()
        return Response(encoded, status_code=done.status, media_type="application/json", headers=headers)

    async def _body(self, done: _Done[T], answer: Answer[T] | None) -> Any:
        if answer is None or done.is_body:
            return done.result
        async with self._database.ask() as conn:  # each row as it is then; nothing adds them up
            return await answer(conn, done.result)

    async def _claim(self, uow: UnitOfWork, kind: type[T]) -> _Done[T] | None:
        """Insert the receipt, or wait for the request that did and return what became of it."""
        asked = self._request
        if asked.key is None:
            return None
        claim = insert_into(uow.conn, receipts).values(
            actor_id=asked.actor_id,
            key=asked.key,
            request_hash=asked.request_hash,
            status=0,
            result=b"",
            created_at=uow.now,
        )
        # RETURNING, because psycopg reports no row count for an INSERT (SQLAlchemy 2.1).
        claimed = await uow.conn.execute(claim.on_conflict_do_nothing().returning(receipts.c.key))
        if claimed.first() is not None:
            return None
        query = select(receipts).where(receipts.c.actor_id == asked.actor_id, receipts.c.key == asked.key)
        row = (await uow.conn.execute(query)).one()
        if row.request_hash != asked.request_hash:
            raise ApiError(ErrorCode.IDEMPOTENCY_MISMATCH, 422)
        try:
            result = msgspec.json.decode(row.result, type=kind)
        except msgspec.ValidationError:
            # Kept by a server of before, which stored the answer itself. Receipts live for thirty days: this,
            # and ``is_body``, go with the first change here after 2027-03-01.
            return _Done(cast(T, msgspec.Raw(row.result)), row.status, replayed=True, is_body=True)
        head = await uow.head(asked.organisation_id)  # whoever has looked this far has seen the effect
        return _Done(result, row.status, head, replayed=True)

    async def _keep(self, uow: UnitOfWork, done: _Done[Any]) -> None:
        asked = self._request
        if asked.key is not None:
            await uow.conn.execute(
                update(receipts)
                .where(receipts.c.actor_id == asked.actor_id, receipts.c.key == asked.key)
                .values(status=done.status, result=msgspec.json.encode(done.result))
            )


async def forget_receipts(uow: UnitOfWork, older_than: datetime) -> int:
    """Delete receipts no client will ask for any more; return how many."""
    return (await uow.conn.execute(delete(receipts).where(receipts.c.created_at < older_than))).rowcount
