"""An older version starts on a newer one's outbox. If this fails, its entries stop everything, or vanish."""

from typing import Any

from sqlalchemy import Connection, insert

from occ_desktop.domain.commands import CommandKind
from occ_desktop.store import schema
from services.conftest import Client
from support.server_thread import ServerThread
from support.waiting import until

NOW = 1_795_000_000_000_000  # microseconds; a day before the test server's


def _of_a_newer_version(conn: Connection) -> None:
    values: dict[str, Any] = {
        "key": "k",
        "kind": "sms",
        "state": "queued",
        "created_at": NOW,
        "params": b"{}",
    }
    conn.execute(insert(schema.outbox).values(body='{"message": "배송 안내"}'.encode(), **values))


async def test_other_work_is_sent_and_what_cannot_be_read_stays_for_the_newer_version(
    server: ServerThread, client: Client
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await services.workplace.cache.write(_of_a_newer_version)
    await services.actions.complete(callback, "통화", "")
    await until(lambda: server.run(lambda c: c.boss.view(callback))["note"] == "통화")
    await client.settled()
    (left,) = [e for e in await services.outbox.entries() if e.kind is CommandKind.UNKNOWN]
    assert left.text == "배송 안내"
    status = services.workplace.status
    assert status is not None
    assert status.pending >= 1
    await services.outbox.keep_as_ticket(left.key, "새 버전에서 쓴 문자")
    await until(lambda: server.run(_subjects) == ["새 버전에서 쓴 문자"])


async def _subjects(centre: Any) -> list[str]:
    items = (await centre.boss.get("/v1/tickets")).json()["items"]
    return [ticket["subject"] for ticket in items]
