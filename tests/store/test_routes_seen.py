"""Routes that only came with requests: without them an agent cannot search for half of a new menu."""

from occ_desktop.store import Cache
from occ_desktop.store.routes_seen import seen_routes
from store.builders import callback
from support.bulk import bulk_load


async def test_every_route_is_named_by_its_service_and_has_a_label(cache: Cache) -> None:
    await bulk_load(
        cache,
        [
            callback(1, service_id="a", route_code="1", route_name="배송"),
            callback(2, service_id="b", route_code="1", route_name="한도"),
            callback(3, service_id="b", route_code="2", route_name=None),
            callback(4, service_id="b", route_code=None),
        ],
    )
    assert await cache.read(seen_routes) == {("a", "1"): "배송", ("b", "1"): "한도", ("b", "2"): "2"}
