"""A cache that was damaged is mended key by key: the screens keep their rows, the person keeps their work."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from occ_contract.sync import Entity
from occ_desktop.domain.commands import CommandState
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.store import callbacks, feed, rebuild
from occ_server.feed.routes import sync_key
from occ_server.feed.state import begin_epoch
from occ_server.live.stream import Pace
from support.centre import Centre
from sync.damages import DAMAGES, Damage, extra, missing
from sync.faults import count
from sync.machines import Machine
from sync.stage import Stage

Sit = Callable[[str], Awaitable[Machine]]


async def _whole(machine: Machine) -> bool:
    """Tell whether the cache is what a new machine of this person would hold, and finds it by search too."""
    found = await machine.cache.read(callbacks.total)
    return await machine.held() == await Stage.fresh(machine) and found == len(await machine.rows())


@pytest.mark.parametrize("damage", DAMAGES)
async def test_damage_under_a_key_is_mended_and_nothing_else_is_touched(
    centre: Centre, sit: Sit, damage: Damage
) -> None:
    rows = [*await centre.waiting(5), await centre.given(centre.ann)]
    boss = await sit("boss")
    await boss.settle()
    boss.way.away = True
    await boss.register(centre.service, "아직 안 보낸 이력")
    refused = await boss.note(rows[4], "메모")
    await boss.cache.write(damage, rows)
    boss.way.away, boss.way.only, boss.way.plan = False, "/v1/tickets", ["busy"]
    boss.changes.clear()
    boss.clock.move(3601)
    await boss.round()
    touched = set().union(*(c.ids.get(Entity.CALLBACK, set()) for c in boss.changes if not c.local))
    assert touched <= {rows[0], rows[4]}, "rows that were right were written again"
    assert not any(change.everything for change in boss.changes)
    assert count(boss.way, "GET", "/v1/sync/key") >= 1
    assert {c.state for c in await boss.commands() if c.key != refused} == {CommandState.SENDING}
    await boss.settle()
    assert await _whole(boss)
    items = (await centre.boss.get("/v1/tickets")).json()["items"]
    assert [t["subject"] for t in items] == ["아직 안 보낸 이력"]


async def test_a_row_that_leaves_while_its_key_is_mended_leaves_as_the_feed_says(
    centre: Centre, sit: Sit
) -> None:
    rows = [await centre.given(centre.ann) for _ in range(4)]
    ann = await sit("ann")
    await ann.settle()
    await ann.cache.write(missing, rows)
    ann.clock.move(3601)
    ann.engine._puller.page_rows = 1

    async def move() -> None:
        await centre.boss.cancel([rows[3]])

    ann.way.between("/v1/sync/key", move)
    ann.changes.clear()
    await ann.round()
    assert any(rows[3] in change.withdrawn for change in ann.changes)
    await ann.settle()
    assert set(await ann.rows()) == set(rows[:3])
    assert await _whole(ann)


async def test_a_key_the_person_lost_without_hearing_is_emptied(centre: Centre, sit: Sit) -> None:
    row = await centre.given(centre.ann)
    ann = await sit("ann")
    await ann.settle()
    key = next(k for _seq, keys, _body in (await ann.held()).values() for k in keys if "assignee" in k)
    await centre.world.revoke(ann.someone.id, centre.service)
    page = await ann.link.api.sync((await ann.cache.read(feed.position)).cursor, 500)
    deaf: dict[str, Any] = {"cursor": page.cursor, "head": str(page.head)}
    await ann.cache.write(feed.binding.remember, **deaf)  # the page was lost, its cursor was not
    assert row in await ann.rows()
    ann.clock.move(3601)
    await ann.settle()
    assert await ann.rows() == {}, key


async def test_a_repair_broken_off_by_a_crash_is_made_again(centre: Centre, sit: Sit) -> None:
    rows = await centre.waiting(4)
    boss = await sit("boss")
    await boss.settle()
    await boss.cache.write(extra, rows)
    await boss.cache.write(missing, rows[1:])
    boss.clock.move(3601)
    boss.way.only, boss.way.plan = "/v1/sync/key", ["lost answer"]
    assert await boss.round() is not None
    await boss.restart()
    await boss.settle()
    assert await _whole(boss)


async def test_a_server_restored_in_the_middle_of_a_repair_is_followed(centre: Centre, sit: Sit) -> None:
    rows = await centre.waiting(4)
    boss = await sit("boss")
    await boss.settle()
    await boss.cache.write(missing, rows)
    boss.clock.move(3601)
    boss.way.between("/v1/sync/key", lambda: centre.world.database.run(begin_epoch))
    await boss.round()
    await boss.settle()
    assert await _whole(boss)
    assert not (await boss.cache.read(rebuild.under_way))[0]


@pytest.mark.parametrize("path", ["/v1/sync", "/v1/sync/key"])
async def test_a_restore_in_the_middle_of_a_repair_lets_each_desk_begin_at_its_own_moment(
    centre: Centre, sit: Sit, path: str
) -> None:
    """Every desk of the centre compares within the hour; they must not all gather in one second."""
    rows = await centre.waiting(4)
    boss = await sit("boss")
    await boss.settle()
    centre.app.state.pace = Pace(spread=30.0)
    await boss.cache.write(missing, rows)
    boss.clock.move(3601)
    boss.engine._puller.page_rows = 1
    boss.way.between(path, _nothing, lambda: centre.world.database.run(begin_epoch))
    await boss.round()
    assert boss.engine._puller.gathers_in > 0
    assert boss.statuses[-1].state is SyncState.SYNCING
    boss.clock.move(31)
    await boss.settle()
    assert await _whole(boss)


async def _nothing() -> None:
    """Nothing happens between two requests."""


async def test_damage_is_found_in_a_centre_that_never_rests(centre: Centre, sit: Sit) -> None:
    rows = await centre.waiting(4)
    boss = await sit("boss")
    await boss.settle()
    await boss.cache.write(missing, rows)
    boss.clock.move(3601)
    boss.way.between("/v1/sync", *[lambda: centre.waiting(1)] * 30)
    await boss.round()
    assert count(boss.way, "GET", "/v1/sync/key") >= 1
    assert len(boss.way.meanwhile) > 20, "a comparison takes a handful of pulls"
    boss.way.meanwhile.clear()
    await boss.settle()
    assert await _whole(boss)


async def test_a_server_without_the_repair_has_everything_gathered_anew(centre: Centre, sit: Sit) -> None:
    rows = await centre.waiting(4)
    boss = await sit("boss")
    await boss.settle()
    await boss.cache.write(missing, rows)
    boss.clock.move(3601)
    boss.way.missing = next(iter(sync_key.paths))
    await boss.settle()
    assert any(change.everything for change in boss.changes)
    assert await _whole(boss)
