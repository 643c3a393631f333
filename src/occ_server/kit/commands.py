"""Commands exactly once: the receipt of a command is stored in the transaction of its effect.

A second request with the same key and body gets the stored answer, also when both arrive at once (the second
waits on the receipt's key); with another body it is refused. A refusal rolls back and leaves no receipt, so
it may be tried again.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from litestar import Response
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from occ_contract.errors import ErrorCode
from occ_contract.ids import is_id
from occ_server.kit.db import Database, insert_into
from occ_server.kit.problems import ApiError
from occ_server.kit.tables import receipts
from occ_server.kit.unit import UnitOfWork

T = TypeVar("T")
Answer = Callable[[AsyncConnection, T], Awaitable[Any]]
StatusOf = Callable[[T], int]

KEY_HEADER = "Idempotency-Key"
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
    """Describe a request.

    :raises ApiError: 422 ``idempotency_key_invalid`` unless the key is a canonical UUID.
    """
    if key is not None and not is_id(key):
        raise ApiError(ErrorCode.IDEMPOTENCY_KEY_INVALID, 422)
    digest = hashlib.sha256(b"\0".join((method.encode(), path.encode(), body))).hexdigest()
    return CommandRequest(actor_id, organisation_id, key, digest)


@dataclass(frozen=True)
class _Stored:
    status: int
    body: bytes
    seq: int | None
    replayed: bool = False

    def response(self) -> Response[bytes]:
        headers = {} if self.seq is None else {SEQ_HEADER: str(self.seq)}
        if self.replayed:
            headers[REPLAYED_HEADER] = "true"
        return Response(self.body, status_code=self.status, media_type="application/json", headers=headers)


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
        status: int | StatusOf[T] = 200,
    ) -> Response[Any]:
        """Do ``work(uow)`` once and answer it.

        The body is ``answer(conn, result)``, evaluated after stamping so that rows carry their new ``seq``,
        or the result itself; annotate the handler with ``Response[TheBody]`` for the OpenAPI page.
        ``status`` may depend on the result. ``work`` may run again after a deadlock.

        :raises ApiError: whatever ``work`` refuses; 422 ``idempotency_mismatch``.
        """

        async def once(uow: UnitOfWork) -> _Stored:
            if (stored := await self._claim(uow)) is not None:
                return stored
            result = await work(uow)
            await uow.stamp()
            body = result if answer is None else await answer(uow.conn, result)
            code = status if isinstance(status, int) else status(result)
            encoded = b"" if code == 204 else msgspec.json.encode(body)
            done = _Stored(code, encoded, uow.seq(self._request.organisation_id))
            await self._keep(uow, done)
            return done

        return (await self._database.run(once)).response()

    async def _claim(self, uow: UnitOfWork) -> _Stored | None:
        """Insert the receipt, or wait for the request that did and return its answer."""
        asked = self._request
        if asked.key is None:
            return None
        claim = insert_into(uow.conn, receipts).values(
            actor_id=asked.actor_id,
            key=asked.key,
            request_hash=asked.request_hash,
            status=0,
            body=b"",
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
        return _Stored(row.status, row.body, row.seq, replayed=True)

    async def _keep(self, uow: UnitOfWork, done: _Stored) -> None:
        asked = self._request
        if asked.key is not None:
            await uow.conn.execute(
                update(receipts)
                .where(receipts.c.actor_id == asked.actor_id, receipts.c.key == asked.key)
                .values(status=done.status, body=done.body, seq=done.seq)
            )


async def forget_receipts(uow: UnitOfWork, older_than: datetime) -> int:
    """Delete receipts no client will ask for any more; return how many."""
    return (await uow.conn.execute(delete(receipts).where(receipts.c.created_at < older_than))).rowcount
