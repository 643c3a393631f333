"""The sample centre's texting: if these fail, whoever tries it sees texts that contradict themselves."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import Row, func, select, update

from occ_contract.notices import NoticeKind
from occ_contract.sms import HeldReason, MessageStage, MessageStatus, SendingKind, TextType
from occ_contract.sms_results import ResultReason
from occ_contract.sms_text import MMS_BODY_BYTES, SMS_BODY_BYTES, byte_length, filled
from occ_server.auth.passwords import Passwords
from occ_server.demo.centre import SampleCentre, build_centre
from occ_server.demo.life import Life
from occ_server.demo.texts import life as texting_life
from occ_server.demo.texts.catalogues import CATALOGUES
from occ_server.demo.texts.drawings import drawn
from occ_server.demo.texts.scripts import Use, scripts_of, value_of, values_for
from occ_server.demo.texts.telling import newest_text
from occ_server.kit.db import Database
from occ_server.notices.tables import notices
from occ_server.sms.carriers.sandbox.tables import texts as sandbox_texts
from occ_server.sms.carriers.sandbox.ways import Ways
from occ_server.sms.catalogue.contents import checked_contents
from occ_server.sms.catalogue.templates import contents_of
from occ_server.sms.tables import (
    categories,
    image_contents,
    images,
    links,
    messages,
    requests,
    template_versions,
    templates,
)
from support.clock import ManualClock
from support.looking import anywhere

LONGEST_NAME = "남궁하늘별"


# -- what it says --------------------------------------------------------------------------------------------


def test_every_sample_text_fits_whatever_it_is_filled_with() -> None:
    rng = Random(1)
    for script in [script for bays in CATALOGUES for script in scripts_of(bays)]:
        limit = SMS_BODY_BYTES if script.type is TextType.SMS else MMS_BODY_BYTES
        for _ in range(200):
            values = values_for(rng, script.names, LONGEST_NAME, date(2026, 12, 20)) or {}
            assert byte_length(filled(script.body, values)) <= limit, script.name
            assert "##" not in filled(script.body, values)


def test_a_text_speaks_of_days_soon_after_it_goes() -> None:
    """A parcel that arrives in August, announced in November, makes the whole demo unbelievable."""
    said = {value_of(Random(n), "날짜", None, date(2026, 11, 28)) for n in range(200)}
    assert said == {"11월 29일", "11월 30일"} | {f"12월 {day}일" for day in range(1, 8)}


def test_the_centre_has_a_dozen_categories_of_templates_for_each_occasion() -> None:
    for bays in CATALOGUES:
        found = Counter(script.use for script in scripts_of(bays))
        assert {Use.MISSED, Use.DONE, Use.SINGLE, Use.GROUP} <= set(found) or bays is CATALOGUES[2]
    shelves = [shelf for bays in CATALOGUES for bay in bays for shelf in bay.shelves]
    assert len(CATALOGUES[0]) >= 6
    assert len(shelves) >= 30
    uses: dict[str, Use] = {}
    for script in [script for bays in CATALOGUES for script in scripts_of(bays)]:
        assert uses.setdefault(script.name, script.use) is script.use  # it is known by its name


def test_the_pictures_are_such_as_a_carrier_takes() -> None:
    for word in ("parcel", "label", "form", "map", "pass"):
        picture = drawn(word)
        assert picture == drawn(word)
        assert max(picture.width, picture.height) <= 1000
        assert 2_000 < len(picture.content) < 100_000


# -- what it has sent ----------------------------------------------------------------------------------------


async def centre_in(database: Database, total: int = 400) -> SampleCentre:
    passwords = Passwords.cheap()
    try:
        return await build_centre(database, passwords, seed=2, days=20, total=total)
    finally:
        passwords.close()


@pytest.fixture
async def sample(database: Database) -> SampleCentre:
    return await centre_in(database)


async def rows_of(database: Database, *columns: Any) -> Sequence[Row[Any]]:
    async with database.read() as conn:
        return (await conn.execute(anywhere(select(*columns)))).all()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_what_the_shelves_hold_is_what_a_supervisor_could_have_put_there(
    database: Database, sample: SampleCentre
) -> None:
    rows = await rows_of(database, templates)
    assert {row.type for row in rows} == {TextType.SMS, TextType.MMS}
    assert any(len(row.image_ids) == 2 for row in rows)
    assert Counter(row.service_id for row in rows if row.no_answer) == dict.fromkeys(
        sample.organisation.service_ids, 1
    )
    versions = {(row.template_id, row.version) for row in await rows_of(database, template_versions)}
    assert {(row.id, row.version) for row in rows} < versions  # one has been changed since
    async with database.read() as conn:
        present = {
            row.id
            for row in await conn.execute(anywhere(select(images.c.id).where(images.c.kept_at.is_not(None))))
        }
    assert {image for row in rows for image in row.image_ids} <= present

    async def check(uow: Any) -> None:
        for row in rows:
            given = contents_of(row)
            organisation, service = row.organisation_id, row.service_id
            kept = await checked_contents(uow, organisation, service, given, editable=row.editable)
            assert kept == given

    await database.run(check)
    shelves = await rows_of(database, categories)
    parents = {row.id for row in shelves if row.parent_id is None}
    assert {row.parent_id for row in shelves if row.parent_id} == parents
    assert {row.category_id for row in rows} == {row.id for row in shelves} - parents


def _check_message(row: Row[Any]) -> None:
    moments = [row.registered_at, row.handed_over_at, row.accepted_at, row.sent_at, row.result_at]
    known = [moment for moment in moments if moment is not None]
    assert known == sorted(known)
    if row.status is MessageStatus.CANCELLED:
        assert known == [row.registered_at]
        assert row.registered_at <= row.cancelled_at <= row.due_at
    if row.handed_over_at is not None:
        assert row.due_at <= row.handed_over_at
        assert row.handover_id is not None
    ended = row.status in {MessageStatus.DONE, MessageStatus.FAILED}
    assert (row.stage is MessageStage.ENDED) == (row.status is not MessageStatus.PROCESSING)
    assert (row.result is not None) == (row.result_at is not None) == ended
    assert (row.result is ResultReason.DELIVERED) == (row.status is MessageStatus.DONE)
    assert (row.carrier_request is not None) == (row.accepted_at is not None)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_nothing_of_the_texts_contradicts_itself(
    database: Database, sample: SampleCentre, clock: ManualClock
) -> None:
    rows = await rows_of(database, messages)
    assert 550 <= len(rows) <= 650
    for row in rows:
        _check_message(row)
        assert all(
            getattr(row, name) is None or getattr(row, name) <= clock.now()
            for name in ("registered_at", "handed_over_at", "accepted_at", "result_at", "cancelled_at")
        )
    counts = Counter(row.status for row in rows)
    assert counts[MessageStatus.DONE] > 0.9 * len(rows)
    assert counts[MessageStatus.FAILED]
    asked = {row.id: row for row in await rows_of(database, requests)}
    places = Counter(row.request_id for row in rows)
    assert set(places) == set(asked)
    assert max(places.values()) >= 20
    assert any(row.callback_id for row in asked.values())
    kinds = Counter(row.kind for row in asked.values())
    assert kinds[SendingKind.RESERVED] >= 7
    assert all((row.reserved_at is not None) == (row.kind is SendingKind.RESERVED) for row in asked.values())


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_what_is_under_way_is_what_one_should_see_of_it(
    database: Database, sample: SampleCentre
) -> None:
    live = [row for row in await rows_of(database, messages) if row.stage is not MessageStage.ENDED]
    stages = Counter(row.stage for row in live)
    assert stages[MessageStage.RESERVED] == 30  # six to one, one to many
    assert stages[MessageStage.UNKNOWN] >= 1
    (held,) = [row for row in live if row.held is not None]
    assert (held.held, held.stage) == (HeldReason.CALLBACK_COMPLETED, MessageStage.WAITING)
    told = [row for row in await rows_of(database, notices) if row.subject == "sms_message"]
    assert [row.subject_ids for row in told] == [[held.id]]
    there = {row.message_id for row in await rows_of(database, sandbox_texts)}
    assert {row.id for row in live if row.stage is MessageStage.ACCEPTED} <= there
    for row in await rows_of(database, links):
        assert (row.carrier, row.trouble, row.held) == ("sandbox", None, 0)


async def entered(client: httpx.AsyncClient, account: Any) -> dict[str, str]:
    body = {"username": account.username, "password": account.password, "device": "tests"}
    answer = await client.post("/v1/auth/login", json=body)
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def pages(client: httpx.AsyncClient, headers: dict[str, str]) -> AsyncIterator[dict[str, Any]]:
    params: dict[str, Any] = {"limit": 500}
    while True:
        page = (await client.get("/v1/sync", params=params, headers=headers)).json()
        yield page
        params["cursor"] = page["cursor"]
        if not page["has_more"]:
            return


async def test_each_account_is_told_of_the_texts_the_history_shows_it(
    database: Database, sample: SampleCentre, app: Litestar, client: httpx.AsyncClient
) -> None:
    """The catalogue first and old texts last: nobody's rooms wait for three months of texts."""
    by_name = {a.username: a for a in sample.organisation.accounts}
    for username in ("supervisor1", "agent01", "agent02"):
        headers = await entered(client, by_name[username])
        fed = [c async for page in pages(client, headers) for c in page["changes"]]
        told = {c["id"]: c for c in fed if c["entity"] == "sms_message"}
        found: dict[str, Any] = {}
        params: dict[str, Any] = {"limit": 500}
        while True:
            page = (await client.get("/v1/sms/messages", params=params, headers=headers)).json()
            found |= {row["id"]: row for row in page["items"]}
            if (cursor := page["next_cursor"]) is None:
                break
            params["cursor"] = cursor
        assert found
        assert found == {i: c["body"] for i, c in told.items()}
        sums = (await client.get("/v1/sync/checksums", headers=headers)).json()["items"]
        held = Counter((c["entity"], key) for c in fed for key in c["keys"])
        texting = {(i["entity"], i["key"]): i["count"] for i in sums if i["entity"].startswith("sms")}
        assert texting == {at: count for at, count in held.items() if at[0].startswith("sms")}
        if username != "supervisor1":
            continue
        order = [c["entity"] for c in fed]
        first = {entity: order.index(entity) for entity in order}
        last_callback = len(order) - 1 - order[::-1].index("callback")
        assert max(first["sms_template"], first["sms_category"], first["sms_sender"]) < first["callback"]
        assert order[:last_callback].count("sms_message") < 0.3 * order.count("sms_message")
        assert last_callback < len(order) - 1 - order[::-1].index("sms_message")


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_a_start_days_later_goes_on_with_the_catalogue_that_is_there(
    database: Database, sample: SampleCentre, clock: ManualClock
) -> None:
    before = await rows_of(database, messages.c.id)
    shelves = await rows_of(database, categories.c.id)
    started = clock.now()
    clock.move(2 * 86_400)
    await centre_in(database)
    assert await rows_of(database, categories.c.id) == shelves
    rows = await rows_of(database, messages.c.id, messages.c.registered_at)
    new = [row for row in rows if row.id not in {one.id for one in before}]
    assert 30 <= len(new) <= 150
    assert all(started < row.registered_at <= clock.now() for row in new)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_the_text_the_sandbox_took_last_is_told_once_with_its_pictures(
    database: Database, sample: SampleCentre
) -> None:
    kept = sorted(await rows_of(database, sandbox_texts), key=lambda row: row.id)
    picture = (await rows_of(database, image_contents))[0]

    async def show(uow: Any) -> None:
        its = update(sandbox_texts).where(sandbox_texts.c.id == kept[-1].id)
        await uow.conn.execute(anywhere(its.values(images=[picture.sha256])))

    await database.run(show)
    organisation = sample.organisation.id
    told = await newest_text(database, organisation, kept[-2].id)
    assert told is not None
    assert (told[0], told[1].body, told[1].pictures) == (kept[-1].id, kept[-1].body, (picture.content,))
    assert await newest_text(database, organisation, told[0]) is None


# -- how it goes on ------------------------------------------------------------------------------------------


async def until(app: Litestar, clock: ManualClock, found: Any, seconds: float = 60) -> None:
    """Let the centre's time pass until that is so."""
    async with asyncio.timeout(seconds):
        while not await found():
            await clock.advance(10, step=1.0)
            await app.state.jobs.settled()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_the_centre_sends_reserves_fails_and_recovers(
    sample: SampleCentre,
    database: Database,
    app: Litestar,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL, "occ_server")  # what fails here is meant to
    monkeypatch.setattr(texting_life, "TROUBLES", ((Ways(blocked=(), down=True), 1),))
    monkeypatch.setattr(texting_life, "SECONDS_BETWEEN_TROUBLES", (20.0, 30.0))
    monkeypatch.setattr(texting_life, "ODD", 0.5)
    began = clock.now()
    few = replace(sample, colleagues=sample.colleagues[:3], supervisors=sample.supervisors[:1])

    async def sent(*conditions: Any) -> int:
        query = select(func.count()).where(messages.c.registered_at > began, *conditions)
        async with database.read() as conn:
            return int((await conn.execute(anywhere(query))).scalar_one())

    async def troubled() -> int:
        query = select(notices.c.kind).where(notices.c.created_at > began)
        async with database.read() as conn:
            kinds = Counter((await conn.execute(anywhere(query))).scalars())
        return min(kinds[NoticeKind.SMS_TROUBLE], kinds[NoticeKind.SMS_TROUBLE_ENDED])

    async def all_of_it() -> bool:
        return all(
            [
                await sent(messages.c.status == MessageStatus.DONE) > 5,
                await sent(messages.c.status == MessageStatus.FAILED) > 1,
                await sent(messages.c.kind == SendingKind.RESERVED) > 0,
                await troubled() > 0,
            ]
        )

    life = Life(database, few, seed=2, pace=1)
    life.start()
    try:
        await until(app, clock, all_of_it)
    finally:
        await life.close()
    assert clock.now() - began < timedelta(hours=2)
