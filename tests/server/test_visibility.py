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
    message_keys,
    person_keys,
    service_keys,
    sms_key,
    ticket_keys,
    visible_callbacks,
    visible_messages,
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
    Column("agent_id", String(10)),
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


def every_texting_standing() -> list[Standing]:
    """Every role and permission of texting a person can have in one service, and its switch."""
    held = [(), ("sms.send",), ("sms.manage",), ("sms.send", "sms.manage"), ("phone",)]
    return [
        Standing("s1", role, frozenset(map(Permission, granted)), sms_enabled=enabled)
        for role, granted, enabled in product((Role.SUPERVISOR, Role.AGENT), held, (True, False))
    ]


async def test_lists_and_feed_show_the_same_texts(database: Database) -> None:
    values = [
        {"id": str(n), "service_id": service, "agent_id": agent}
        for n, (service, agent) in enumerate(product(SERVICES, PEOPLE))
    ]
    async with database.write() as uow:
        await uow.conn.run_sync(rows.create)
        await uow.conn.execute(rows.insert(), values)
    async with database.read() as conn:
        for standing in every_texting_standing():
            mine = person_keys("me", [standing])
            listed = select(rows.c.id).where(visible_messages(rows, "me", [standing]))
            found = set((await conn.execute(listed)).scalars())
            assert found == {
                v["id"] for v in values if mine & message_keys(v["service_id"], v["agent_id"])
            }, standing
            # Whoever sees a text may look at its pictures, which are asked for by this key.
            assert not found or sms_key("s1") in mine, standing


def test_what_each_role_sees_of_a_text() -> None:
    def sees(standing: Standing, agent: str) -> bool:
        return bool(person_keys("me", [standing]) & message_keys("s1", agent))

    supervisor = Standing("s1", Role.SUPERVISOR, effective_permissions(Role.SUPERVISOR, ()))
    agent = Standing("s1", Role.AGENT, effective_permissions(Role.AGENT, ()))
    keeper = Standing("s1", Role.AGENT, frozenset({Permission.SMS_MANAGE}))
    switched_off = Standing("s1", Role.SUPERVISOR, supervisor.permissions, sms_enabled=False)
    assert sees(supervisor, "other")
    assert sees(agent, "me")
    assert not sees(agent, "other")
    assert not sees(keeper, "me")
    assert not sees(switched_off, "me")


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
        message_keys("s1", "me"),
        {sms_key("s1")},
        service_keys("s1"),
        agent_keys(["s1"]),
    ):
        assert not mine & keys


def test_a_disabled_account_holds_no_key() -> None:
    assert person_keys("me", every_standing(), enabled=False) == frozenset()
