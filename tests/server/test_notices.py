"""Notices of any business. If these fail, the next business must teach this one's code its own words."""

import inspect

from occ_contract.notices import NoticeKind
from occ_server.kit.db import Database
from occ_server.notices import service
from occ_server.notices.service import News, load_bodies, post
from support.world import World


async def test_a_business_nobody_foresaw_is_told_with_its_own_parameters(
    database: Database, world: World
) -> None:
    shop = await world.service()
    async with database.write() as uow:
        news = [
            News(
                kind=NoticeKind.UNKNOWN,
                audience=f"s:{shop}:people",
                organisation_id=world.organisation_id,
                service_id=shop,
                subject=subject,
                subject_ids=["1", "2"],
                params=params,
            )
            for subject, params in (
                ("message", {"template": "배송"}),
                ("callback", {"route_name": "환불", "preferred_at": "2026-11-23T06:00:00+00:00"}),
            )
        ]
        await post(uow, news)
        ids = [touch.id for touch in uow._touches[world.organisation_id].values()]
    async with database.read() as conn:
        found = await load_bodies(conn, world.organisation_id, ids)
    message, callback = (next(n for n in found.values() if n.subject == s) for s in ("message", "callback"))
    assert (message.subject_ids, message.params) == (("1", "2"), {"template": "배송"})
    assert (message.callback_ids, message.route_name, message.preferred_at) == ((), None, None)
    assert (callback.callback_ids, callback.route_name) == (("1", "2"), "환불")
    assert callback.preferred_at is not None
    assert callback.preferred_at.hour == 6


def test_the_code_of_notices_names_no_business() -> None:
    for word in ("callback", "route", "preferred", "ticket"):
        assert word not in inspect.getsource(service), word
