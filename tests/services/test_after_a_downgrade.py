"""An older version starts on a newer one's outbox. If this fails, its entries stop everything, or vanish."""

from typing import Any

import pytest
from sqlalchemy import Connection, insert

from occ_desktop.domain.commands import CommandKind
from occ_desktop.store import schema
from services.conftest import Client
from support.server_thread import ServerThread
from support.waiting import eventually, until

NOW = 1_795_000_000_000_000  # microseconds; a day before the test server's


def _of_a_newer_version(conn: Connection, callback: str | None = None, **other: Any) -> None:
    values: dict[str, Any] = {
        "key": "k",
        "kind": "sms",
        "state": "queued",
        "created_at": NOW,
        "params": b"{}",
        "callback_id": callback,
        "body": '{"message": "배송 안내"}'.encode(),
    }
    conn.execute(insert(schema.outbox).values(values | other))


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
    await until(lambda: services.workplace.status is not None and services.workplace.status.pending >= 1)
    await services.outbox.keep_as_ticket(left.key, "새 버전에서 쓴 문자")
    await until(lambda: server.run(_subjects) == ["새 버전에서 쓴 문자"])


@pytest.mark.parametrize(
    "other",
    [{"kind": "sms"}, {"kind": "note", "state": "at_nine", "body": '{"note": "아홉 시에"}'.encode()}],
    ids=["another kind", "another state"],
)
async def test_what_only_a_newer_version_may_send_waits_and_the_later_work_on_its_callback_with_it(
    server: ServerThread, client: Client, other: dict[str, Any]
) -> None:
    """Sent at once, or overtaken, what was to happen later happens now or in the wrong order."""
    callback, another = server.run(lambda c: c.given(c.ann)), server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await services.workplace.cache.write(_of_a_newer_version, callback, **other)
    await services.actions.complete(callback, "나중", None)
    await services.actions.complete(another, "통화", "")
    await until(lambda: server.run(lambda c: c.boss.view(another))["note"] == "통화")

    async def left() -> bool:
        return [e.callback_id for e in await services.outbox.entries()] == [callback, callback]

    await eventually(left)
    await until(lambda: services.workplace.status.pending == 2)
    assert services.workplace.status.held == 1
    assert server.run(lambda c: c.boss.view(callback))["status"] == "assigned"
    await services.outbox.discard("k")
    await until(lambda: server.run(lambda c: c.boss.view(callback))["note"] == "나중")


async def test_nobody_waits_at_the_end_for_what_this_version_cannot_send(client: Client) -> None:
    services = await client.log_in("ann")
    await services.workplace.cache.write(_of_a_newer_version)
    services.workplace.desk.sync.nudge()
    await until(lambda: services.workplace.status.pending == 1)
    assert services.workplace.status.sendable == 0


async def _subjects(centre: Any) -> list[str]:
    items = (await centre.boss.get("/v1/tickets")).json()["items"]
    return [ticket["subject"] for ticket in items]
