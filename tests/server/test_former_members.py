"""People who leave. If these fail, a centre's past bears no names, or somebody gone still has a right."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy
from alembic import command
from alembic.config import Config

from occ_contract.people import Role
from occ_server import migrations
from occ_server.kit.db import Database
from occ_server.migrations.runner import sync_url
from occ_server.visibility.holdings import held_keys
from support.centre import Centre, Desk, refusal
from support.world import PHONE


async def agents(desk: Desk, **params: Any) -> dict[str, dict[str, Any]]:
    answer = await desk.get("/v1/agents", **params)
    assert answer.status_code == 200, answer.text
    return {agent["id"]: agent for agent in answer.json()["items"]}


async def in_cache(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the people a fresh cache of this desk holds."""
    _, changes = await desk.pull()
    return {c["id"]: c["body"] for c in changes if c["entity"] == "agent" and not c["gone"]}


async def left(centre: Centre) -> None:
    await centre.world.revoke(centre.ann.id, centre.service)


async def disabled(centre: Centre) -> None:
    await centre.world.disable(centre.ann.id)


async def both(centre: Centre) -> None:
    await left(centre)
    await disabled(centre)


@pytest.mark.parametrize("leave", [left, disabled, both])
async def test_colleagues_keep_the_name_of_who_leaves(centre: Centre, leave: Callable[..., Any]) -> None:
    callback = await centre.given(centre.ann)
    cursor, _ = await centre.ben.pull()
    await leave(centre)
    _, changes = await centre.ben.pull(cursor)
    (change,) = [c for c in changes if (c["entity"], c["id"]) == ("agent", centre.ann.id)]
    assert not change["gone"]
    body = change["body"]
    assert (body["name"], body["active"]) == ("이상담", False)
    assert (await in_cache(centre.boss))[centre.ann.id] == body
    assert (await centre.boss.view(callback))["assignee_id"] == centre.ann.id
    assert (await agents(centre.boss, former=True))[centre.ann.id]["outstanding"] == 1
    if leave is not disabled:
        assert body["services"] == body["memberships"] == body["permissions"] == []
        assert body["former_services"] == [centre.service]


@pytest.mark.parametrize("leave", [left, disabled, both])
async def test_who_leaves_holds_no_key_and_is_given_nothing(
    centre: Centre, database: Database, leave: Callable[..., Any]
) -> None:
    callback = await centre.received()
    await leave(centre)
    async with database.read() as conn:
        assert await held_keys(conn, centre.ann.id) <= {f"p:{centre.ann.id}"}
    refused = refusal(await centre.boss.assign([callback], [centre.ann], "manual"))
    assert (refused["code"], refused["names"]) == ("agent_not_eligible", ["이상담"])


async def test_what_they_had_open_is_withdrawn_and_goes_to_somebody_else(centre: Centre) -> None:
    ids = [await centre.given(centre.ann) for _ in range(3)]
    await left(centre)
    found = (await centre.boss.get("/v1/callbacks", assignee_id=centre.ann.id)).json()["items"]
    assert {row["id"] for row in found} == set(ids)
    assert (await centre.boss.cancel(ids)).json()["cancelled"] == ids
    body = (await centre.boss.assign(ids, [centre.ben])).json()
    assert body["counts"] == {centre.ben.id: 3}
    assert (await agents(centre.boss, former=True))[centre.ann.id]["outstanding"] == 0


@pytest.mark.parametrize("leave", [left, disabled, both])
async def test_figures_count_what_who_left_did_and_can_be_asked_for_by_who_it_was(
    centre: Centre, leave: Callable[..., Any]
) -> None:
    """Else the year's figures sink with everybody who leaves."""
    done = [await centre.given(centre.ann) for _ in range(2)]
    await centre.given(centre.ann)
    await centre.given(centre.ben)
    for callback in done:
        assert (await centre.ann.complete(callback)).status_code == 200
    await leave(centre)
    named = (await agents(centre.boss, former=True))[centre.ann.id]
    assert named["name"] == "이상담"
    theirs = (await centre.boss.get("/v1/callbacks/stats", assignee_id=named["id"])).json()["total"]
    assert (theirs["assigned"], theirs["completed"], theirs["outstanding"]) == (3, 2, 1)
    everybody = (await centre.boss.get("/v1/callbacks/stats")).json()["total"]
    assert (everybody["assigned"], everybody["completed"]) == (4, 2)


async def test_the_list_has_present_people_and_former_ones_when_asked(centre: Centre) -> None:
    other = await centre.world.service("샘플카드")
    await centre.world.grant(centre.ann.id, other, Role.AGENT, PHONE)
    await left(centre)
    assert centre.ann.id not in await agents(centre.boss)
    everybody = await agents(centre.boss, former=True)
    assert everybody[centre.ann.id]["name"] == "이상담"
    assert everybody[centre.ann.id]["active"], "they work on elsewhere"
    assert set(everybody) == {*(await agents(centre.boss)), centre.ann.id}
    stranger = await centre.seat(await centre.world.agent("eve", other, permissions=PHONE))
    await centre.world.revoke(centre.ann.id, other)
    assert centre.ben.id not in {*(await agents(stranger, former=True)), *(await in_cache(stranger))}
    assert centre.ann.id in await in_cache(stranger)


async def test_who_comes_back_is_a_member_again_and_may_leave_again(centre: Centre) -> None:
    for _ in range(2):
        await left(centre)
        await centre.world.grant(centre.ann.id, centre.service, Role.AGENT, PHONE)
        ann = (await agents(centre.boss))[centre.ann.id]
        assert (ann["active"], ann["services"], ann["former_services"]) == (True, [centre.service], [])
    callback = await centre.given(centre.ann)
    assert (await centre.boss.view(callback))["status"] == "assigned"


def upgrade(url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.__path__[0]))
    engine = sqlalchemy.create_engine(sync_url(url), poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:  # a step may build an index outside its transaction
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    engine.dispose()


BEFORE = """
INSERT INTO organisations (id, name, time_zone) VALUES ('o', '샘플센터', 'Asia/Seoul');
INSERT INTO feed_counters (organisation_id, value) VALUES ('o', 40);
INSERT INTO services (id, organisation_id, name, callback_enabled, sms_enabled, cti_enabled, auto_ticket,
    service_level_seconds) VALUES ('s', 'o', '샘플몰', true, true, true, true, 20);
INSERT INTO services (id, organisation_id, name, callback_enabled, sms_enabled, cti_enabled, auto_ticket,
    service_level_seconds) VALUES ('t', 'o', '샘플카드', true, true, true, true, 20);
INSERT INTO people (id, organisation_id, username, name, password_hash, created_at, seq)
    VALUES ('gone', 'o', 'gone', '떠난이', 'x', 0, 7), ('here', 'o', 'here', '있는이', 'x', 0, 8);
INSERT INTO memberships (person_id, service_id, role, granted)
    VALUES ('here', 's', 'agent', '["phone"]'), ('gone', 't', 'agent', '[]');
INSERT INTO callbacks (id, organisation_id, service_id, phone, received_at, status, assignee_id, assigner_id,
    seq) VALUES ('c', 'o', 's', '01012345678', 0, 'assigned', 'gone', 'here', 9);
INSERT INTO feed (entity_id, entity, "key", seq, gone) VALUES ('gone', 'agent', 's:s:people', 30, true),
    ('gone', 'agent', 's:t:people', 30, false), ('here', 'agent', 's:s:people', 8, false);
"""


def test_who_left_before_the_update_gets_their_name_back(empty_url: str) -> None:
    upgrade(empty_url, "0003")
    engine = sqlalchemy.create_engine(sync_url(empty_url), poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        for statement in filter(str.strip, BEFORE.split(";\n")):
            connection.execute(sqlalchemy.text(statement))
    upgrade(empty_url, "0009")
    with engine.connect() as connection:
        former = connection.execute(sqlalchemy.text("SELECT person_id, service_id FROM former_memberships"))
        assert [tuple(row) for row in former] == [("gone", "s")]
        found = connection.execute(sqlalchemy.text('SELECT entity_id, "key", seq, gone FROM feed'))
        assert sorted((*row[:3], bool(row[3])) for row in found) == [
            ("gone", "s:s:people", 41, False),
            ("gone", "s:t:people", 41, False),
            ("here", "s:s:people", 8, False),
        ]
        people = connection.execute(sqlalchemy.text("SELECT id, seq FROM people"))
        assert {row.id: row.seq for row in people} == {"gone": 41, "here": 8}
        counter = connection.execute(sqlalchemy.text("SELECT value FROM feed_counters")).scalar_one()
        assert counter == 41
    engine.dispose()
