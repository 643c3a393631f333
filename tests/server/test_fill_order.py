"""What a new cache gets first. If these fail, rows stand there nameless and no text can be sent for long."""

from typing import Any

import pytest

from occ_contract.people import Permission, Role
from occ_contract.sync import Entity
from support.cache import Cache, assert_converged
from support.catalogue import Catalogue
from support.centre import Centre
from support.world import World

GROUND = {Entity.SERVICE, Entity.AGENT, Entity.SMS_CATEGORY, Entity.SMS_TEMPLATE, Entity.SMS_SENDER}
SENDING = frozenset({Permission.PHONE, Permission.SMS_SEND})


@pytest.fixture
async def catalogue(centre: Centre, world: World) -> Catalogue:
    """Templates of a centre; they and its people are older than anything else."""
    await world.switch(centre.service, sms_enabled=True)
    await world.grant(centre.boss.id, centre.service, Role.SUPERVISOR, SENDING | {Permission.SMS_MANAGE})
    made = await Catalogue.of(centre)
    await made.template()
    return made


def in_order(cache: Cache) -> list[dict[str, Any]]:
    return [change for page in cache.pages for change in page["changes"]]


async def test_a_first_fill_brings_names_and_what_sending_needs_before_the_rows(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    await centre.waiting(25)
    boss = await Cache(centre.client, centre.boss.headers, limit=5).pull()
    places = [at for at, change in enumerate(in_order(boss)) if change["entity"] in GROUND]
    assert {change["entity"] for change in in_order(boss)} >= GROUND
    assert places == list(range(len(places)))
    assert len({(c["entity"], c["id"]) for c in in_order(boss)}) == len(in_order(boss)), "each comes once"
    await assert_converged(boss)


async def test_a_right_gained_brings_what_rows_are_read_by_before_them(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    await centre.waiting(10)
    await centre.world.switch(centre.service, sms_enabled=False)
    ann = await Cache(centre.client, centre.ann.headers).pull()
    assert not ann.ids("callback") | ann.ids("sms_template")
    await centre.world.switch(centre.service, sms_enabled=True)
    await centre.world.grant(centre.ann.id, centre.service, Role.SUPERVISOR, SENDING)
    await ann.pull()
    gained = [change["entity"] for change in in_order(ann)]
    last = max(at for at, entity in enumerate(gained) if entity == Entity.SMS_TEMPLATE)
    assert last < gained.index(Entity.CALLBACK)
    await assert_converged(ann)


async def test_what_changes_while_the_fill_runs_is_complete_all_the_same(catalogue: Catalogue) -> None:
    centre = catalogue.centre
    await centre.waiting(10)
    boss = Cache(centre.client, centre.boss.headers, limit=2)
    await boss.page()
    await catalogue.template("뒤늦은 안내")
    await centre.world.person("zoe", {centre.service: (Role.AGENT, SENDING)}, name="정상담")
    await assert_converged(boss)
