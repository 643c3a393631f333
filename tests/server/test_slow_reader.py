"""A desk that stops reading. If this fails, a few sleeping laptops take the server's memory."""

from occ_server.live.hub import MOST_BYTES, Subscription


async def test_a_desk_that_reads_nothing_is_let_go_with_what_waits_for_it_by_size() -> None:
    subscription = Subscription("organisation", "person", "session")
    page = bytes(200_000)
    for _ in range(MOST_BYTES // len(page)):
        subscription.send(page)
    assert not subscription.ended
    subscription.send(page)
    assert subscription.ended
    assert await subscription.frames(0) == []
