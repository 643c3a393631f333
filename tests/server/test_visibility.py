"""Who sees what: the feed's keys and the lists' conditions must say the same, for everybody and every row."""

from itertools import product

from sqlalchemy import Column, MetaData, String, Table, select

from occ_contract.callbacks import CallbackStatus
from occ_contract.people import Permission, Role
from occ_contract.permissions import effective_permissions
from occ_server.kit.columns import Word
from occ_server.kit.db import Database
from occ_server.visibility.scopes import (
    Standing,
    agent_keys,
    callback_keys,
    person_keys,
    service_keys,
    ticket_keys,
    visible_callbacks,
    visible_tickets,
)

SERVICES = ("s1", "s2")
PEOPLE = ("me", "other")
STATUSES = [status for status in CallbackStatus if status is not CallbackStatus.UNKNOWN]

rows = Table(
    "visible_rows",
    MetaData(),
    Column("id", String(20), primary_key=True),
    Column("service_id", String(10)),
    Column("status", Word(CallbackStatus)),
    Column("assignee_id", String(10)),
    Column("created_by", String(10)),
)


def every_standing() -> list[Standing]:
    """Every role, grant and switch a person can have in one service."""
    grants = [(), ("phone",), ("callback.assign",), ("phone", "callback.assign")]
    return [
        Standing("s1", role, effective_permissions(role, map(Permission, granted)), callback_enabled=enabled)
        for role, granted, enabled in product((Role.SUPERVISOR, Role.AGENT), grants, (True, False))
    ]


async def test_lists_and_feed_show_the_same_callbacks_and_tickets(database: Database) -> None:
    values = [
        {"id": str(n), "service_id": s, "status": status, "assignee_id": assignee, "created_by": author}
        for n, (s, status, assignee, author) in enumerate(
            product(SERVICES, STATUSES, (None, *PEOPLE), PEOPLE)
        )
    ]
    async with database.write() as uow:
        await uow.conn.run_sync(rows.create)
        await uow.conn.execute(rows.insert(), values)
    async with database.read() as conn:
        for standing in every_standing():
            mine = person_keys("me", [standing])
            listed = select(rows.c.id).where(visible_callbacks(rows, "me", [standing]))
            found = set((await conn.execute(listed)).scalars())
            assert found == {
                v["id"]
                for v in values
                if mine & callback_keys(v["service_id"], v["status"], v["assignee_id"])
            }, standing
            listed = select(rows.c.id).where(visible_tickets(rows, "me", [standing]))
            found = set((await conn.execute(listed)).scalars())
            assert found == {
                v["id"] for v in values if mine & ticket_keys(v["service_id"], v["created_by"])
            }, standing
        nobody = select(rows.c.id).where(visible_callbacks(rows, "me", []))
        assert (await conn.execute(nobody)).all() == []


def test_what_each_role_sees_of_a_callback() -> None:
    def sees(standing: Standing, status: CallbackStatus, assignee: str | None) -> bool:
        return bool(person_keys("me", [standing]) & callback_keys("s1", status, assignee))

    supervisor = Standing("s1", Role.SUPERVISOR, effective_permissions(Role.SUPERVISOR, ()))
    agent = Standing("s1", Role.AGENT, frozenset({Permission.PHONE}))
    assigning = Standing("s1", Role.AGENT, frozenset({Permission.PHONE, Permission.CALLBACK_ASSIGN}))
    done, given, new = CallbackStatus.COMPLETED, CallbackStatus.ASSIGNED, CallbackStatus.RECEIVED
    assert all(sees(supervisor, status, "other") for status in STATUSES)
    assert sees(agent, given, "me")
    assert sees(agent, done, "me")
    assert not sees(agent, given, "other")
    assert not sees(agent, new, None)
    assert sees(assigning, new, None)
    assert sees(assigning, given, "other")
    assert not sees(assigning, done, "other")


def test_a_person_of_another_service_shares_no_key() -> None:
    standing = Standing("s2", Role.SUPERVISOR, effective_permissions(Role.SUPERVISOR, ()))
    mine = person_keys("me", [standing])
    for keys in (
        callback_keys("s1", CallbackStatus.RECEIVED, None),
        callback_keys("s1", CallbackStatus.ASSIGNED, "me"),
        ticket_keys("s1", "me"),
        service_keys("s1"),
        agent_keys(["s1"]),
    ):
        assert not mine & keys


def test_a_disabled_account_holds_no_key() -> None:
    assert person_keys("me", every_standing(), enabled=False) == frozenset()
