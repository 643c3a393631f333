"""Whatever a client sends as a cursor, it reads only its own. If these fail, an organisation is open."""

import base64
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from occ_server.feed.cursor import KEY, PULL, Cursor, Fill, KeyCursor
from occ_server.feed.state import standpoint
from occ_server.kit.db import Database
from occ_server.kit.sealed import BrokenSeal, Seal, new_seal_key
from support.centre import Centre, refusal
from support.world import World

FAR = 2**40


def encode_cursor(value: object) -> str:
    """What cursors were before they were sealed."""
    return base64.urlsafe_b64encode(msgspec.json.encode(value)).rstrip(b"=").decode()


@pytest.fixture
async def stranger(database: Database, app: Litestar, client: httpx.AsyncClient) -> Centre:
    """A centre of another organisation, with callbacks of its own."""
    world = await World.begin(database, "남의 센터")
    client_of_theirs = await Centre.open(world, app, client, prefix="x")
    await client_of_theirs.waiting(3)
    return client_of_theirs


def foreign_keys(centre: Centre) -> list[str]:
    s, boss = centre.service, centre.boss.id
    return [
        f"s:{s}:callbacks",
        f"s:{s}:open",
        f"s:{s}:people",
        f"s:{s}:intake",
        f"s:{s}:tickets",
        f"s:{s}:assignee:{centre.ann.id}",
        f"p:{boss}",
    ]


def ids_of(centre: Centre) -> set[str]:
    return {centre.service, *(desk.id for desk in centre.desks.values())}


async def test_an_honest_looking_cursor_of_ones_own_making_reads_nothing(
    centre: Centre, stranger: Centre
) -> None:
    """The reported hole: a backfill of any key of any organisation."""
    made = {
        "e": (await centre.ann.get("/v1/sync")).json()["epoch"],
        "p": centre.ann.id,
        "s": 1,
        "g": 1,
        "b": [[f"s:{stranger.service}:callbacks", 0, FAR]],
        "f": [[f"s:{stranger.service}:callbacks", FAR]],
    }
    answer = await centre.ann.get("/v1/sync", cursor=encode_cursor(made))
    assert refusal(answer)["code"] == "resync_required"


async def test_even_a_sealed_cursor_gives_no_right(
    centre: Centre, stranger: Centre, database: Database
) -> None:
    """Somebody who had the key could still read only what the person holds: the last line checks it."""
    ann = centre.ann
    async with database.read() as conn:
        at = await standpoint(conn, centre.world.organisation_id, ann.id)
    theirs = await stranger.received()
    for key in [*foreign_keys(stranger), f"s:{centre.service}:open", f"s:{centre.service}:callbacks"]:
        cursor = Cursor(
            epoch=at.epoch, person_id=ann.id, seq=at.head, grants=at.head, fills=(Fill(key, FAR),)
        )
        answer = await ann.get("/v1/sync", cursor=at.seal.close(PULL, cursor), limit=5000)
        assert answer.status_code == 200
        found = {change["id"] for change in answer.json()["changes"]}
        assert not found & (ids_of(stranger) | {theirs}), key
        assert not found & set((await centre.boss.get("/v1/callbacks")).text.split('"')), key
        read = KeyCursor(epoch=at.epoch, person_id=ann.id, key=key, below=FAR, upto=at.head)
        page = await ann.get("/v1/sync/key", key=key, cursor=at.seal.close(KEY, read))
        assert refusal(page)["code"] == "forbidden"


async def test_a_cursor_is_good_for_its_person_and_its_purpose_only(
    centre: Centre, database: Database
) -> None:
    boss_cursor, _ = await centre.boss.pull()
    assert refusal(await centre.ann.get("/v1/sync", cursor=boss_cursor))["code"] == "resync_required"
    key = f"s:{centre.service}:people"
    answer = await centre.boss.get("/v1/sync/key", key=key, cursor=boss_cursor)
    assert refusal(answer)["code"] == "resync_required"


async def test_a_cursor_from_the_future_or_of_another_epoch_is_refused(
    centre: Centre, database: Database
) -> None:
    async with database.read() as conn:
        at = await standpoint(conn, centre.world.organisation_id, centre.ann.id)
    good = Cursor(epoch=at.epoch, person_id=centre.ann.id, seq=at.head, grants=at.head)
    replace = msgspec.structs.replace
    for bad in (replace(good, seq=at.head + 1), replace(good, grants=at.head + 1), replace(good, epoch="x")):
        answer = await centre.ann.get("/v1/sync", cursor=at.seal.close(PULL, bad))
        assert refusal(answer)["code"] == "resync_required"


class Forging:
    """One pull with a forged cursor, as a plain function for the property."""

    def __init__(self, centre: Centre, stranger: Centre, sealed: Seal, own: str) -> None:
        self.keys = foreign_keys(stranger) + foreign_keys(centre)
        self.people = [d.id for d in (*centre.desks.values(), *stranger.desks.values())]
        self.sealed, self.own = sealed, own

    def cursors(self) -> st.SearchStrategy[str]:
        numbers = st.sampled_from([-1, 0, 1, 5, FAR, 2**63])
        fields = st.fixed_dictionaries(
            {
                "e": st.sampled_from(["", "e", new_seal_key()[:36]]),
                "p": st.sampled_from(self.people),
                "s": numbers,
                "g": numbers,
                "f": st.lists(
                    st.tuples(st.one_of(st.none(), st.sampled_from(self.keys)), numbers), max_size=3
                ),
            }
        )
        wrong_key = Seal(new_seal_key())
        made = fields.map(lambda value: wrong_key.close(PULL, value))
        plain = fields.map(encode_cursor)
        flipped = st.tuples(st.integers(0, len(self.own) - 1), st.characters(codec="ascii")).map(
            lambda flip: self.own[: flip[0]] + flip[1] + self.own[flip[0] + 1 :]
        )
        return st.one_of(made, plain, flipped, st.text(max_size=40))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_no_forged_cursor_opens_anything(centre: Centre, stranger: Centre, database: Database) -> None:
    own, _ = await centre.ann.pull()
    async with database.read() as conn:
        at = await standpoint(conn, centre.world.organisation_id, centre.ann.id)
    forging = Forging(centre, stranger, at.seal, own)

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(forging.cursors())
    def forged(text: str) -> None:
        if text in {own, ""}:
            return
        try:
            at.seal.open(PULL, text, Cursor)
        except BrokenSeal:
            return
        raise AssertionError(f"a forged cursor was taken for ours: {text!r}")

    forged()


async def test_a_page_never_holds_a_row_outside_its_viewers_keys(centre: Centre, stranger: Centre) -> None:
    given = await centre.given(centre.ann)
    other = await centre.given(centre.ben)
    for desk in (centre.ann, centre.ben, centre.amy, centre.boss):
        _, changes = await desk.pull()
        held: set[str] = set((await desk.get("/v1/sync")).json()["keys"])
        for change in changes:
            assert change["gone"] or set(change["keys"]) <= held
    _, seen = await centre.ann.pull()
    callbacks: set[Any] = {c["id"] for c in seen if c["entity"] == "callback"}
    assert callbacks == {given}
    assert other not in callbacks


async def test_colleagues_show_only_the_services_one_shares_with_them(centre: Centre) -> None:
    """An agent's row once handed out the ids of every service they are in."""
    from occ_contract.people import Role

    secret = await centre.world.service("비밀사업")
    await centre.world.grant(centre.boss.id, secret, Role.SUPERVISOR)
    _, changes = await centre.ann.pull()
    boss = next(c["body"] for c in changes if c["id"] == centre.boss.id)
    assert boss["services"] == [centre.service]
    assert [m["service_id"] for m in boss["memberships"]] == [centre.service]
    listed = (await centre.ann.get("/v1/agents")).text
    assert secret not in listed
    assert secret in (await centre.boss.get("/v1/agents")).text


async def test_a_service_one_leaves_is_forgotten_of_colleagues_too(centre: Centre) -> None:
    from occ_contract.people import Role

    shared = await centre.world.service("함께")
    for desk in (centre.ann, centre.boss):
        await centre.world.grant(desk.id, shared, Role.AGENT)
    cursor, changes = await centre.ann.pull()
    assert shared in next(c["body"]["services"] for c in changes if c["id"] == centre.boss.id)
    await centre.world.revoke(centre.ann.id, shared)
    _, changes = await centre.ann.pull(cursor)
    boss = [c["body"] for c in changes if c["id"] == centre.boss.id and not c["gone"]]
    assert boss, "the rows kept through another key come again"
    assert shared not in boss[-1]["services"]


async def test_a_lists_cursor_is_good_for_who_was_given_it(centre: Centre) -> None:
    await centre.waiting(3)
    page = (await centre.boss.get("/v1/callbacks", limit=1)).json()
    assert (await centre.boss.get("/v1/callbacks", limit=1, cursor=page["next_cursor"])).status_code == 200
    for desk, path, cursor in (
        (centre.amy, "/v1/callbacks", page["next_cursor"]),
        (centre.boss, "/v1/callbacks", encode_cursor((0, centre.service))),
        (centre.boss, "/v1/agents", encode_cursor(("a", "b"))),
    ):
        refused = refusal(await desk.get(path, cursor=cursor))
        assert (refused["status_code"], refused["fields"][0]["field"]) == (422, "cursor")
