"""What goes wrong while a change is being read: if these fail, desks never hear of the change."""

from contextlib import AsyncExitStack
from dataclasses import replace

from occ_contract.sync import Entity
from occ_server.feed.pushing import Pusher
from occ_server.feed.state import head
from occ_server.kit.db import Database
from occ_server.kit.tasks import running
from occ_server.live.hub import Hub, Subscription
from occ_server.live.stream import Pace
from occ_server.visibility.holdings import held_keys
from support.centre import Centre, Desk
from support.watched_hub import WatchedHub


async def test_who_arrives_while_a_change_is_read_hears_of_what_is_under_keys_of_theirs_alone(
    centre: Centre, database: Database
) -> None:
    """Ann's stream comes back, her cache up to date, in the moment in which she is given a customer."""
    organisation_id = centre.world.organisation_id
    callback = await centre.received()
    hub = WatchedHub()
    state = centre.app.state
    pusher = Pusher(database, hub, state.feed_sources, state.seal, Pace(between_pokes=0.01))

    def subscribed(desk: Desk) -> Subscription:
        stream = hub.subscribed(organisation_id, desk.id, f"session of {desk.id}", frozenset({"page"}))
        return stack.enter_context(stream)

    async with AsyncExitStack() as stack:
        stack.enter_context(database.announcer.listening(pusher.hear))
        boss, ann = subscribed(centre.boss), subscribed(centre.ann)
        async with database.read() as conn:
            known = await head(conn, organisation_id)
            ann_keys = await held_keys(conn, centre.ann.id)
            hub.know(boss, await held_keys(conn, centre.boss.id), 0)
        boss.told = ann.told = known
        pusher.see_heads({organisation_id: known})
        await centre.boss.assign([callback], [centre.ann], "manual")

        async with AsyncExitStack() as readers:  # so that reading the change takes as long as we like
            for _ in range(database.pools()["read"]["most"]):
                await readers.enter_async_context(database.read())
            await stack.enter_async_context(running(pusher.run(), "pusher"))
            await hub.asked.wait()
            hub.know(ann, ann_keys, 0)
        frames = await ann.frames(5.0)
    assert frames, "Ann was told nothing"
    assert b"event: poke" in frames[0] or callback.encode() in frames[0]


async def test_a_change_that_cannot_be_put_together_is_a_poke(centre: Centre, database: Database) -> None:
    """A row nobody foresaw: who was to get it pulls, and the feed goes on."""
    organisation_id = centre.world.organisation_id
    hub, state = Hub(), centre.app.state

    async def broken(_conn: object, _organisation_id: str, _ids: object) -> dict[str, object]:
        raise ValueError("a row nobody foresaw")

    sources = state.feed_sources
    sources = {**sources, Entity.CALLBACK: replace(sources[Entity.CALLBACK], load_bodies=broken)}
    pusher = Pusher(database, hub, sources, state.seal, Pace(between_pokes=0.01))
    with (
        database.announcer.listening(pusher.hear),
        hub.subscribed(organisation_id, centre.boss.id, "session", frozenset({"page"})) as boss,
    ):
        async with database.read() as conn:
            boss.told = await head(conn, organisation_id)
            hub.know(boss, await held_keys(conn, centre.boss.id), 0)
        pusher.see_heads({organisation_id: boss.told})
        async with running(pusher.run(), "pusher"):
            for _ in range(2):
                await centre.received()
                (frame,) = await boss.frames(5.0)
                assert b"event: poke" in frame
