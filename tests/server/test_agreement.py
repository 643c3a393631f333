"""One adapter for the whole installation: if these fail, one process started wrongly silences every phone."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest
from litestar import Litestar
from sqlalchemy import insert, text, update

from occ_server.app import create_app
from occ_server.auth.passwords import Passwords
from occ_server.auth.walls import add_device
from occ_server.kit.db import Database
from occ_server.migrations.runner import migrate
from occ_server.settings import Settings
from occ_server.telephony.adapter import PbxUnavailable
from occ_server.telephony.agreement import AdapterContradiction, agree_on_adapter
from occ_server.telephony.tables import links
from support.centre import Centre
from support.clock import ManualClock
from support.commands import Run, commands_on
from support.migrating import at_ease, at_step
from support.pbx import PaperPbx, owner_dies, server_with
from support.serving import client_of, started
from support.waiting import until
from support.world import OPERATOR, World


@pytest.fixture
def pbx(tmp_path: Path, clock: ManualClock) -> PaperPbx:
    return PaperPbx(tmp_path, clock)


@pytest.fixture
async def app(settings: Settings, database: Database, pbx: PaperPbx) -> AsyncIterator[Litestar]:
    """The process that has the PBX."""
    async with started(server_with(settings, database, pbx)) as built:
        await pbx.delivered()
        yield built


def beside(settings: Settings, database: Database, adapter: str | None) -> Litestar:
    """Return another process of the installation."""
    wanted = msgspec.structs.replace(settings, cti_adapter=adapter)
    return create_app(wanted, database, passwords=Passwords.cheap())


async def mode(centre: Centre) -> str:
    return str((await centre.ann.get("/v1/cti")).json()["mode"])


async def test_a_process_that_names_no_adapter_leaves_the_pbx_to_the_others(
    centre: Centre, settings: Settings, database: Database, pbx: PaperPbx, clock: ManualClock
) -> None:
    await centre.ann.sit_down("1001")
    await centre.orders_done()
    callback = await centre.given(centre.ann)
    async with started(beside(settings, database, None)) as other, client_of(other) as client:
        assert await mode(centre) == "pbx"
        answer = await client.post(f"/v1/callbacks/{callback}/connect", headers=centre.ann.headers)
        assert answer.json()["mode"] == "pbx"
        await other.state.jobs.settled()  # no order is swallowed
        await other.state.telephony.sweep()
        await centre.orders_done()
        assert pbx.counted("dial") == {answer.json()["attempt"]["id"]: 1}
        clock.move(46)
        await other.state.telephony.sweep()
        assert (await centre.ann.get("/v1/cti")).json()["call"], "the PBX still has the call"


@pytest.mark.parametrize("named", ["none", "another"])
async def test_a_process_that_names_another_adapter_than_the_one_at_work_does_not_start(
    centre: Centre, settings: Settings, database: Database, pbx: PaperPbx, named: str
) -> None:
    built = beside(settings, database, named)
    built.state.cti_adapter = None
    with pytest.raises(ExceptionGroup) as refused:
        async with started(built):
            pass
    (refusal,) = refused.value.exceptions
    assert isinstance(refusal, AdapterContradiction)
    assert f"OCC_CTI_ADAPTER={named} contradicts" in str(refusal)
    assert await mode(centre) == "pbx"


async def test_a_pbx_that_nobody_is_connected_to_may_be_given_up_for_softphones_and_desks_hear_of_it(
    centre: Centre, settings: Settings, database: Database
) -> None:
    await centre.ann.sit_down("1001")
    cursor, _ = await centre.ann.pull()
    await owner_dies(database)
    async with started(beside(settings, database, "none")):
        assert await mode(centre) == "softphone"
        assert [c["body"]["mode"] for c in (await centre.ann.pull(cursor))[1]] == ["softphone"]


async def test_a_pbx_nobody_is_connected_to_any_more_is_said_to_be_away(
    centre: Centre, settings: Settings, database: Database
) -> None:
    async with started(beside(settings, database, None)) as other:
        assert (await centre.ann.get("/v1/cti")).json()["pbx_connected"]
        await owner_dies(database)
        await other.state.telephony.sweep()
        assert not (await centre.ann.get("/v1/cti")).json()["pbx_connected"]


async def test_a_pbx_that_cannot_be_reached_after_a_restart_is_said_to_be_away(
    centre: Centre, settings: Settings, database: Database, tmp_path: Path, clock: ManualClock
) -> None:
    class Unreachable(PaperPbx):
        async def start(self) -> None:
            raise PbxUnavailable

    await owner_dies(database)
    async with started(server_with(settings, database, Unreachable(tmp_path, clock))):
        assert not (await centre.ann.get("/v1/cti")).json()["pbx_connected"]


async def test_a_process_started_before_there_was_a_pbx_leaves_its_orders_alone(
    settings: Settings, database: Database, pbx: PaperPbx
) -> None:
    async with AsyncExitStack() as stack:
        early = await stack.enter_async_context(started(beside(settings, database, None)))
        late = await stack.enter_async_context(started(server_with(settings, database, pbx)))
        client = await stack.enter_async_context(client_of(late))
        centre = await Centre.open(await World.begin(database), late, client)
        await early.state.telephony.sweep()
        await centre.ann.sit_down("1001")
        await early.state.jobs.settled()
        await centre.orders_done()  # postponed by the other, it would wait for a clock that stands still
        assert pbx.counted("login")[centre.ann.id]


async def test_who_waits_to_be_elected_does_not_connect_an_adapter_given_up_meanwhile(
    settings: Settings,
    database: Database,
    tmp_path: Path,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    second = PaperPbx(tmp_path, clock)
    async with AsyncExitStack() as stack:
        async with started(server_with(settings, database, PaperPbx(tmp_path, clock))):
            await stack.enter_async_context(started(server_with(settings, database, second)))
            async with database.write() as uow:
                await uow.conn.execute(update(links).values(adapter="another"))
        clock.move(1)
        await until(lambda: "goes through another by now, not simulator" in caplog.text)
        assert second.connections == 0


async def test_a_new_installation_has_no_pbx_and_says_so(
    settings: Settings, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "occ_server.telephony")
    async with started(beside(settings, database, None)) as built, client_of(built) as client:
        centre = await Centre.open(await World.begin(database), built, client)
        line = (await centre.ann.get("/v1/cti")).json()
        assert (line["mode"], line["simulated"]) == ("softphone", False)
        assert not (await centre.ann.get("/v1/me")).json()["simulated"]
    assert "nothing is dialled here, the workstations' softphones dial" in caplog.text


async def test_an_agent_is_told_that_calls_are_invented_and_when_they_are_no_more(
    centre: Centre, settings: Settings, database: Database, pbx: PaperPbx
) -> None:
    assert (await centre.ann.get("/v1/cti")).json()["simulated"]
    assert (await centre.ann.get("/v1/me")).json()["simulated"]
    await centre.ann.sit_down("1001")
    cursor, changes = await centre.ann.pull()
    assert [c["body"]["simulated"] for c in changes if c["entity"] == "cti"] == [True]
    await owner_dies(database)
    real = server_with(msgspec.structs.replace(settings, cti_adapter="real"), database, pbx)
    async with started(real):
        _, changes = await centre.ann.pull(cursor)
        assert {c["body"]["simulated"] for c in changes if c["entity"] == "cti"} == {False}
        assert not (await centre.ann.get("/v1/cti")).json()["simulated"]


async def test_a_wall_is_told_that_calls_are_invented_and_when_they_are_no_more(
    centre: Centre, settings: Settings, database: Database, pbx: PaperPbx
) -> None:
    """Else a board hung up for a demonstration is taken for a morning's real work."""
    organisation = centre.world.organisation_id
    token = await database.run(lambda uow: add_device(uow, OPERATOR, organisation, "벽", [centre.service]))

    async def wall_sees(server: Litestar) -> bool:
        async with client_of(server) as client:
            answer = await client.get("/v1/device", headers={"Authorization": f"Bearer {token}"})
        return bool(answer.json()["simulated"])

    assert await wall_sees(centre.app)
    await owner_dies(database)
    real = server_with(msgspec.structs.replace(settings, cti_adapter="real"), database, pbx)
    async with started(real):
        assert [await wall_sees(server) for server in (real, centre.app)] == [False, False]


def test_a_link_of_before_is_nobodys_yet_and_softphones_need_no_row(empty_url: str) -> None:
    at_step(empty_url, "0017")
    with at_ease(empty_url) as connection:
        for name in ("pbx", "softphone"):
            values = {"name": name, "connected": True, "since": 0}
            row = "INSERT INTO cti_links (name, connected, since) VALUES (:name, :connected, :since)"
            connection.execute(text(row), values)
    migrate(empty_url)
    with at_ease(empty_url) as connection:
        assert connection.execute(text("SELECT name, adapter FROM cti_links")).all() == [("pbx", None)]


async def test_a_link_of_before_takes_the_first_name(
    settings: Settings, database: Database, pbx: PaperPbx
) -> None:
    async with database.write() as uow:
        before = {"name": "pbx", "connected": True, "since": uow.now}
        await uow.conn.execute(insert(links).values(**before))
    assert await agree_on_adapter(database, None) is None
    async with started(server_with(settings, database, pbx)):
        assert await agree_on_adapter(database, None) == "simulator"


class TestServe:
    """What the operator sees who starts a process with another adapter, or with none there is."""

    @pytest.fixture
    def run(self, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
        return commands_on(empty_url, monkeypatch)

    def test_one_that_contradicts_says_so_in_a_sentence_and_ends(
        self, run: Run, empty_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("migrate")
        with at_ease(empty_url) as connection:
            connection.execute(text("INSERT INTO cti_links VALUES ('pbx', true, 0, 'simulator')"))
            seat = (
                "INSERT INTO jobs (id, kind, payload, created_at, ready_at, token, holder)"
                " VALUES ('owner.pbx', 'owner.pbx', '{}', 0, 9000000000000000, 't', 'gate:17')"
            )
            connection.execute(text(seat))
        monkeypatch.setenv("OCC_CTI_ADAPTER", "none")
        output = run("serve", "--port", "0", code=1).output
        assert "through simulator, which gate:17 is connected to" in output
        assert "Traceback" not in output

    def test_one_that_names_no_adapter_there_is_changes_nothing(
        self, run: Run, empty_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("migrate")
        monkeypatch.setenv("OCC_CTI_ADAPTER", "simulater")
        output = run("serve", "--port", "0", code=1).output
        assert "there is no CTI adapter 'simulater': OCC_CTI_ADAPTER is asterisk, simulator or none" in output
        with at_ease(empty_url) as connection:
            assert connection.execute(text("SELECT * FROM cti_links")).all() == []
