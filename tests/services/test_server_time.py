"""A computer whose clock is wrong. If these fail, its person's work is refused, counted or listed wrongly."""

from datetime import timedelta

import pytest

from occ_contract.tickets import NewTicket
from occ_desktop.domain.server_time import ServerTime
from occ_desktop.services.container import Services
from services.conftest import Client, OpenClient
from support.clients import DeskClock
from support.clock import START
from support.server_thread import ServerThread
from support.waiting import until

FAST, DAY_SLOW = 300.0, -86_400.0


def off(services: Services) -> float:
    """Return by how many seconds the time services go by differs from the server's."""
    return abs((services.clock.now() - START).total_seconds())


@pytest.mark.parametrize("ahead", [FAST, DAY_SLOW])
async def test_what_is_registered_and_completed_carries_the_servers_time(
    server: ServerThread, client: Client, ahead: float
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    client.clock.move(ahead)
    services = await client.log_in("ann")
    await client.pull_plug()
    await services.tickets.register(NewTicket(service_id=server.centre.service, subject="환불"))
    await services.actions.complete(callback)
    ticket, completion = await services.outbox.entries()
    for moment in (
        ticket.created_at,
        ticket.body.occurred_at,
        completion.created_at,
        completion.body.done_at,
    ):
        assert abs((moment - START).total_seconds()) < 2


async def test_a_clock_that_is_set_while_one_works_changes_nothing(
    server: ServerThread, client: Client
) -> None:
    services = await client.log_in("ann")
    client.clock.move(FAST)
    await until(lambda: off(services) < 2)
    client.clock.move(-FAST)
    await until(lambda: off(services) < 2)


async def test_a_start_without_the_server_goes_by_what_was_known_of_its_time(
    server: ServerThread, open_client: OpenClient
) -> None:
    first = open_client("desk")
    first.clock.move(DAY_SLOW)
    await first.log_in("ann", remember=True)
    await until(lambda: first.services.workplace.status.server_offset)
    await first.settled()
    await first.close()
    second = open_client("desk")
    second.clock.move(DAY_SLOW)
    second.plug.pulled = True
    await second.services.session.resume()
    await until(lambda: second.offline)
    assert off(second.services) < 2
    status = second.services.workplace.status
    assert status is not None
    assert status.last_synced_at is not None
    assert abs((status.last_synced_at - START).total_seconds()) < 2


async def test_that_the_clock_is_wrong_is_told_once(client: Client) -> None:
    check = client.services.clock_check
    assert check.to_tell is None
    client.clock.move(FAST)
    await client.log_in("ann")
    await until(lambda: check.to_tell is not None)
    assert check.to_tell == pytest.approx(FAST, abs=2)
    check.said()
    assert check.to_tell is None


async def test_a_clock_within_a_minute_is_no_matter(client: Client) -> None:
    client.clock.move(50)
    services = await client.log_in("ann")
    await until(lambda: services.workplace.status.server_offset)
    assert services.clock_check.to_tell is None


def test_a_second_more_or_less_moves_nothing() -> None:
    clock = ServerTime(DeskClock(START))
    assert clock.learn(START) == 0
    before = clock.now()
    assert clock.learn(START.replace(microsecond=900_000)) == 0
    assert clock.now() == before
    clock.assume(77)  # what was known earlier yields to what was heard
    assert clock.now() == before


def test_what_comes_late_turns_no_time_back() -> None:
    """After a sleep five minutes of heartbeats arrive at once: work done then carried the wrong time."""
    local = DeskClock(START)
    clock = ServerTime(local)
    clock.learn(START)
    local.move(300)
    for late in (300, 200, 70, 10, 0):
        assert clock.learn(local.now() - timedelta(seconds=late)) == 0
    assert clock.now() == local.now()


def test_an_answer_tells_that_time_has_to_go_back_as_far_as_its_way_allows() -> None:
    local = DeskClock(START)
    clock = ServerTime(local)
    clock.learn(START + timedelta(seconds=300))  # the local clock was slow, and is set right now
    asked = clock.asking()
    local.move(4)
    assert clock.learn(START + timedelta(seconds=3), asked) == pytest.approx(-299, abs=1)
    assert abs((clock.now() - local.now()).total_seconds()) <= 4
    before = clock.now()
    assert clock.learn(local.now() - timedelta(seconds=2), asked) == 0  # its way explains that
    assert clock.now() == before


def test_an_answer_that_slept_on_its_way_says_little() -> None:
    local = DeskClock(START)
    clock = ServerTime(local)
    clock.learn(START)
    asked = clock.asking()
    local._now += timedelta(hours=1)  # asleep: only the clock on the wall went on
    assert clock.learn(START + timedelta(seconds=1), asked) == 0
