"""Being told: once, of what concerns one, together when much comes at once, quietly when one asks."""

from datetime import timedelta

from occ_contract.callbacks import AssignMethod
from occ_contract.notices import NoticeKind
from occ_desktop.services.events import DoNotDisturbChanged, NoticesArrived, NoticesRead
from occ_desktop.services.preferences import QuietMode
from services.conftest import Client, OpenClient
from support.server_thread import ServerThread
from support.waiting import eventually, until


def _told(client: Client, kind: NoticeKind) -> int:
    return sum(
        group.count
        for event in client.seen
        if isinstance(event, NoticesArrived)
        for group in event.groups
        if group.kind is kind
    )


async def test_a_new_callback_is_told_to_supervisor_and_phone_agents(
    server: ServerThread, open_client: OpenClient
) -> None:
    clients = {name: open_client(name) for name in ("boss", "ann")}
    for name, client in clients.items():
        await client.log_in(name)
        client.watch(NoticesArrived)
    callback = server.run(lambda c: c.received(route_name="배송 문의"))
    for client in clients.values():
        await until(lambda client=client: _told(client, NoticeKind.CALLBACK_RECEIVED) == 1)
        (event,) = client.seen
        assert event.groups[0].callback_ids == (callback,)
        assert event.groups[0].routes == ("배송 문의",)
        assert not event.digest


async def test_an_assignment_is_told_to_the_assignee_alone(
    server: ServerThread, open_client: OpenClient
) -> None:
    ann, ben = open_client("ann"), open_client("ben")
    await ann.log_in("ann")
    await ben.log_in("ben")
    ann.watch(NoticesArrived)
    ben.watch(NoticesArrived)
    server.run(lambda c: c.given(c.ann))
    await until(lambda: _told(ann, NoticeKind.CALLBACK_ASSIGNED) == 1)
    await until(lambda: _told(ben, NoticeKind.CALLBACK_RECEIVED) == 1)
    assert _told(ben, NoticeKind.CALLBACK_ASSIGNED) == 0


async def test_many_at_once_are_one_line(server: ServerThread, client: Client) -> None:
    await client.log_in("boss")
    client.watch(NoticesArrived)
    server.run(lambda c: c.waiting(12))
    await until(lambda: _told(client, NoticeKind.CALLBACK_RECEIVED) == 12)
    assert len(client.seen) < 12


async def test_what_one_did_oneself_is_no_news_and_a_batch_counts_as_what_it_brought(
    server: ServerThread, client: Client
) -> None:
    services = await client.log_in("amy")
    me = services.session.me
    assert me is not None
    ids = server.run(lambda c: c.waiting(3))
    await services.assignment.assign(ids[:2], [me.id], AssignMethod.MANUAL)

    async def only_the_three_that_came() -> bool:
        lines = await services.notifications.recent()
        own = [line for line in lines if line.notice.actor_id == me.id]
        return bool(own) and all(line.read for line in own) and await services.notifications.unread() == 3

    await eventually(only_the_three_that_came)


async def test_each_event_is_told_once_however_often_the_client_comes_back(
    server: ServerThread, open_client: OpenClient
) -> None:
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    first.watch(NoticesArrived)
    server.run(lambda c: c.received())
    await until(lambda: _told(first, NoticeKind.CALLBACK_RECEIVED) == 1)
    for _ in range(2):
        await first.pull_plug()
        first.plug.pulled = False
        await first.settled()
    assert _told(first, NoticeKind.CALLBACK_RECEIVED) == 1
    await first.close()
    second = open_client("desk")
    second.watch(NoticesArrived)
    await second.services.session.resume()
    await second.settled()
    server.run(lambda c: c.received())
    await until(lambda: second.seen)
    assert _told(second, NoticeKind.CALLBACK_RECEIVED) == 1


async def test_what_happened_while_away_comes_as_one_digest(
    server: ServerThread, open_client: OpenClient
) -> None:
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    await first.close()
    server.run(lambda c: c.waiting(5))
    server.run(lambda c: c.given(c.ann))
    server.move(600)
    second = open_client("desk")
    second.clock.move(600)
    second.watch(NoticesArrived)
    await second.services.session.resume()
    await until(lambda: second.seen)
    (event,) = second.seen
    assert event.digest
    assert {(g.kind, g.count) for g in event.groups} == {
        (NoticeKind.CALLBACK_ASSIGNED, 1),
        (NoticeKind.CALLBACK_RECEIVED, 6),
    }


async def test_a_first_log_in_on_a_machine_is_not_flooded_with_old_news(
    server: ServerThread, client: Client
) -> None:
    server.run(lambda c: c.waiting(3))
    server.move(600)
    client.clock.move(600)
    client.watch(NoticesArrived)
    services = await client.log_in("boss")

    async def all_there() -> bool:
        return len(await services.notifications.recent()) == 3

    await eventually(all_there)
    server.run(lambda c: c.received())
    await until(lambda: client.seen)
    assert _told(client, NoticeKind.CALLBACK_RECEIVED) == 1


async def test_reading_clears_the_count(server: ServerThread, client: Client) -> None:
    services = await client.log_in("boss")
    client.watch(NoticesRead)
    server.run(lambda c: c.waiting(2))

    async def two() -> bool:
        return await services.notifications.unread() == 2

    await eventually(two)
    newest, older = await services.notifications.recent()
    assert newest.notice.created_at >= older.notice.created_at
    await services.notifications.mark_read([newest.notice.id])
    assert await services.notifications.unread() == 1
    await services.notifications.mark_read()
    assert client.seen[-1].unread == 0
    assert all(line.read for line in await services.notifications.recent())


async def test_kinds_switched_off_fill_the_centre_but_do_not_pop_up(
    server: ServerThread, client: Client
) -> None:
    services = await client.log_in("ann")
    services.preferences.change(notify_new_callbacks=False)
    client.watch(NoticesArrived)
    server.run(lambda c: c.given(c.ann))
    await until(lambda: client.seen)
    assert _told(client, NoticeKind.CALLBACK_RECEIVED) == 0
    assert _told(client, NoticeKind.CALLBACK_ASSIGNED) == 1
    assert len(await services.notifications.recent()) == 2


async def test_do_not_disturb_for_half_an_hour_ends_by_itself(server: ServerThread, client: Client) -> None:
    services = await client.log_in("boss")
    client.watch(NoticesArrived)
    services.notifications.do_not_disturb(QuietMode.HALF_HOUR)
    assert services.quiet.active
    server.run(lambda c: c.received())
    await until(lambda: client.seen)
    assert client.seen[-1].quiet
    changes: list[DoNotDisturbChanged] = []
    services.bus.subscribe(DoNotDisturbChanged, changes.append)
    server.move(1801)
    await until(lambda: changes)
    assert not changes[-1].active
    assert not services.quiet.active


async def test_do_not_disturb_survives_a_restart_and_still_ends(
    server: ServerThread, open_client: OpenClient
) -> None:
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    first.services.notifications.do_not_disturb(QuietMode.HALF_HOUR)
    await first.close()
    second = open_client("desk")
    await second.services.session.resume()
    assert second.services.quiet.active
    changes = second.watch(DoNotDisturbChanged)
    server.move(1801)
    await until(lambda: changes)
    assert not second.services.quiet.active


async def test_until_tomorrow_means_the_centres_midnight(client: Client) -> None:
    services = await client.log_in("boss")
    services.notifications.do_not_disturb(QuietMode.UNTIL_TOMORROW)
    until_then = services.quiet.until
    assert until_then is not None
    assert until_then.isoformat() == "2026-11-23T15:00:00+00:00"  # midnight in Seoul
    client.clock.move((until_then - client.clock.now() + timedelta(seconds=1)).total_seconds())
    assert not services.quiet.active


async def test_quiet_while_on_a_call_follows_the_line(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    services.notifications.do_not_disturb(QuietMode.WHILE_ON_CALL)
    assert not services.quiet.active
    await services.cti.login("1001")
    await services.actions.connect(callback)
    await until(lambda: services.quiet.active)
    await services.actions.hang_up()
    await until(lambda: not services.quiet.active)


async def test_a_steady_trickle_becomes_a_count_until_it_is_quiet(
    server: ServerThread, client: Client
) -> None:
    services = await client.log_in("boss")
    client.watch(NoticesArrived, NoticesRead)
    for number in range(1, 4):
        server.run(lambda c: c.received())
        await until(lambda number=number: _told(client, NoticeKind.CALLBACK_RECEIVED) == number)
    for number in range(4, 7):
        server.run(lambda c: c.received())
        await until(lambda number=number: NoticesRead(number) in client.seen)
    popped = [event for event in client.seen if isinstance(event, NoticesArrived)]
    assert sum(event.count for event in popped) == 3
    assert await services.notifications.unread() == 6
    client.clock.move(61)
    await until(lambda: _told(client, NoticeKind.CALLBACK_RECEIVED) == 6)
    assert client.seen[-1].count == 3
