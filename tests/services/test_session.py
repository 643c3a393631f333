"""Logging in, coming back, leaving: if one of these fails, a person loses their work or their privacy."""

import asyncio
from typing import Any

import pytest

from occ_contract.cti import CtiState
from occ_contract.errors import ErrorCode
from occ_contract.people import Permission, Role
from occ_desktop.domain.failures import Failure, LoggedOut, Refused, SecretsFailure, Unreachable
from occ_desktop.domain.filters import CallbackFilter
from occ_desktop.services import desks
from occ_desktop.services.events import SessionChanged, SessionState
from occ_desktop.services.rights import Room
from services.conftest import Client, OpenClient
from support.server_thread import ServerThread
from support.waiting import eventually, until
from support.world import PASSWORD


def _caches(client: Client) -> list[str]:
    return sorted(p.name for p in (client.folder / "cache").glob("*.cache"))


async def test_a_log_in_opens_the_tabs_of_the_person(client: Client) -> None:
    events = client.watch(SessionChanged)
    services = await client.log_in("boss")
    assert services.session.state is SessionState.ACTIVE
    assert services.session.me is not None
    assert services.session.me.name == "김관리"
    assert services.session.rooms() == tuple(Room)
    assert services.session.is_supervisor()
    assert [e.state for e in events[:2]] == [SessionState.LOGGING_IN, SessionState.ACTIVE]


async def test_an_agent_gets_only_the_list_and_is_locked_to_their_own(client: Client) -> None:
    session = (await client.log_in("ann")).session
    assert session.rooms() == (Room.CALLBACKS, Room.SMS_SENDING, Room.SMS_HISTORY)
    assert session.rights.locked_to_self()
    assert session.may(None, Permission.PHONE)
    assert not session.may(None, Permission.CALLBACK_ASSIGN)


async def test_an_assigning_agent_gets_no_statistics(client: Client) -> None:
    session = (await client.log_in("amy")).session
    callbacks = (Room.CALLBACKS, Room.ASSIGNMENT, Room.CANCELLATION)
    assert session.rooms() == (*callbacks, Room.SMS_SENDING, Room.SMS_HISTORY)
    assert not session.rights.locked_to_self()


async def test_a_wrong_password_says_how_many_tries_are_left(client: Client) -> None:
    with pytest.raises(Refused) as refused:
        await client.services.session.login(client.server, "ann", "wrong", remember=True)
    assert refused.value.code is ErrorCode.WRONG_CREDENTIALS
    assert refused.value.params["remaining"] >= 1
    assert client.services.session.state is SessionState.LOGGED_OUT
    assert client.services.session.me is None
    assert not _caches(client)


async def test_a_disabled_account_is_told_so_at_the_door(server: ServerThread, client: Client) -> None:
    server.run(lambda c: c.world.disable(c.ann.id))
    with pytest.raises(Refused) as refused:
        await client.services.session.login(client.server, "ann", PASSWORD, remember=True)
    assert refused.value.code is ErrorCode.ACCOUNT_DISABLED


async def test_too_many_wrong_passwords_say_how_long_to_wait(client: Client) -> None:
    session = client.services.session
    codes = []
    for _ in range(6):
        with pytest.raises(Refused) as refused:
            await session.login(client.server, "ann", "wrong", remember=False)
        codes.append(refused.value.code)
    assert codes[0] is ErrorCode.WRONG_CREDENTIALS
    assert codes[-1] is ErrorCode.ACCOUNT_LOCKED
    assert 0 < refused.value.params["retry_after"] <= 60


async def test_somebody_guessing_in_the_same_office_keeps_nobody_from_their_own_machine(
    open_client: OpenClient,
) -> None:
    mine, theirs = open_client("my desk"), open_client("another desk")
    await mine.log_in("ann")
    await mine.services.session.logout()
    for _ in range(6):
        with pytest.raises(Refused) as refused:
            await theirs.services.session.login(theirs.server, "ann", "wrong", remember=False)
    assert refused.value.code is ErrorCode.ACCOUNT_LOCKED
    await mine.log_in("ann")
    assert mine.services.session.state is SessionState.ACTIVE


class TestIdle:
    """A server whose sessions end when nobody refreshed them for a quarter of an hour."""

    @pytest.fixture
    def server_settings(self) -> dict[str, Any]:
        return {"session_idle_minutes": 15}

    async def test_who_was_away_too_long_is_asked_to_log_in_and_finds_everything(
        self, server: ServerThread, client: Client
    ) -> None:
        await client.log_in("ann", remember=True)
        events = client.watch(SessionChanged)
        server.move(15 * 60)
        client.services.workplace.desk.sync.nudge()
        await until(lambda: client.services.session.state is SessionState.LOGGED_OUT)
        assert events[-1].code is ErrorCode.TOKEN_EXPIRED
        assert not events[-1].erased
        assert _caches(client)
        await client.log_in("ann")


class TestNewerServer:
    """A server that no longer talks to this version."""

    @pytest.fixture
    def server_settings(self) -> dict[str, Any]:
        return {"minimum_client": "99.0.0"}

    async def test_too_old_a_program_is_told_which_version_it_needs(self, client: Client) -> None:
        with pytest.raises(Refused) as refused:
            await client.services.session.login(client.server, "ann", PASSWORD, remember=False)
        assert refused.value.code is ErrorCode.CLIENT_TOO_OLD
        assert refused.value.params["minimum"] == "99.0.0"
        assert client.services.session.state is SessionState.LOGGED_OUT


async def test_nobody_logged_in_means_no_rows_and_a_clear_answer(client: Client) -> None:
    with pytest.raises(LoggedOut):
        await client.services.search.count(CallbackFilter())


async def test_the_cache_on_the_disk_is_not_readable(client: Client) -> None:
    await client.log_in("ann")
    (name,) = _caches(client)
    head = (client.folder / "cache" / name).read_bytes()[:16]
    assert not head.startswith(b"SQLite format 3")
    assert "ann" not in name


async def test_a_remembered_person_comes_back_with_the_server_away(
    server: ServerThread, open_client: OpenClient
) -> None:
    ann_id = server.run(lambda c: c.given(c.ann))
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    assert await first.services.search.my_outstanding() == 1
    await first.close()

    second = open_client("desk")
    second.plug.pulled = True
    me = await second.services.session.resume()
    assert me is not None
    assert me.username == "ann"
    assert second.services.session.state is SessionState.OFFLINE_RESUMED
    row = await second.services.search.row(ann_id)
    assert row is not None
    assert second.services.directory.name(me.id) == "이상담"

    second.plug.pulled = False
    await until(lambda: second.services.session.state is SessionState.ACTIVE)


async def test_the_server_is_asked_only_once_the_first_rows_are_shown(
    server: ServerThread, open_client: OpenClient
) -> None:
    """What the network needs takes as long to load as the list, which comes from the cache."""
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    await first.close()

    second, shown = open_client("desk"), asyncio.Event()

    async def rows_shown() -> None:
        await shown.wait()

    assert await second.services.session.resume(rows_shown) is not None
    assert await second.services.search.my_outstanding() == 0
    assert second.services.session.state is SessionState.OFFLINE_RESUMED
    assert second.services.workplace.status is None
    shown.set()
    await until(lambda: second.services.session.state is SessionState.ACTIVE)


async def test_who_did_not_want_to_be_remembered_is_asked_again(open_client: OpenClient) -> None:
    first = open_client("desk")
    await first.log_in("ann", remember=False)
    await first.close()
    assert await open_client("desk").services.session.resume() is None


async def test_a_rotated_session_survives_many_starts(open_client: OpenClient) -> None:
    first = open_client("desk")
    await first.log_in("ann", remember=True)
    await first.close()
    for _ in range(3):
        again = open_client("desk")
        assert await again.services.session.resume() is not None
        await until(lambda again=again: again.services.session.state is SessionState.ACTIVE)
        await again.close()


async def test_a_failing_keyring_stops_the_log_in_before_the_password_leaves(client: Client) -> None:
    client.vault.trouble = "locked"
    with pytest.raises(SecretsFailure) as failure:
        await client.services.session.login(client.server, "ann", PASSWORD, remember=True)
    assert failure.value.reason == "locked"
    assert client.plug.requests == []


async def test_without_a_keyring_one_may_work_for_this_session_and_nothing_stays(client: Client) -> None:
    client.vault.trouble = "unavailable"
    services = await client.log_in("ann", this_session_only=True)
    path = services.workplace.cache.path
    assert path.exists()
    await services.session.logout()
    assert not path.exists()
    assert not path.parent.exists()
    assert not client.vault.entries


async def test_logging_out_keeps_the_cache_unless_asked(client: Client) -> None:
    await client.log_in("ann", remember=True)
    await client.services.session.logout()
    assert _caches(client)
    assert await client.services.session.resume() is None
    await client.log_in("ann", remember=True)
    await client.services.session.logout(erase=True)
    assert not _caches(client)
    assert not client.vault.entries


async def test_logging_out_ends_the_session_on_the_server(client: Client) -> None:
    await client.log_in("ann", remember=True)
    await client.services.session.logout()
    assert ("POST", "/v1/auth/logout") in client.plug.requests


async def test_a_silent_server_does_not_hold_up_a_log_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "FAREWELL_SECONDS", 0.05)
    await client.log_in("ann", remember=True)
    client.plug.silent_on = "/logout"
    async with asyncio.timeout(60):
        await client.services.session.logout()
    assert client.services.session.state is SessionState.LOGGED_OUT
    assert await client.services.session.resume() is None


async def test_a_disabled_account_takes_its_rows_with_it(server: ServerThread, client: Client) -> None:
    await client.log_in("ann", remember=True)
    events = client.watch(SessionChanged)
    server.run(lambda c: c.world.disable(c.ann.id))
    client.services.workplace.desk.sync.nudge()
    await until(lambda: client.services.session.state is SessionState.LOGGED_OUT)
    assert events[-1].code is ErrorCode.ACCOUNT_DISABLED
    assert events[-1].erased
    assert not _caches(client)
    assert not client.vault.entries


async def test_two_people_of_one_machine_do_not_see_each_others_rows(
    server: ServerThread, open_client: OpenClient
) -> None:
    of_ann = server.run(lambda c: c.given(c.ann))
    client = open_client("desk")
    await client.log_in("ann")
    assert await client.services.search.row(of_ann) is not None
    await client.services.session.logout()
    await client.log_in("ben")
    assert await client.services.search.row(of_ann) is None
    assert len(_caches(client)) == 2


async def test_a_new_right_opens_its_tabs_without_a_new_log_in(server: ServerThread, client: Client) -> None:
    session = (await client.log_in("ann")).session
    events = client.watch(SessionChanged)
    both = (Permission.PHONE, Permission.CALLBACK_ASSIGN)
    server.run(lambda c: c.world.grant(c.ann.id, c.service, Role.AGENT, both))
    await until(lambda: Room.ASSIGNMENT in session.rooms())
    assert events[-1].rights
    assert events[-1].state is SessionState.ACTIVE


async def test_a_service_that_loses_callbacks_closes_its_tabs(server: ServerThread, client: Client) -> None:
    session = (await client.log_in("boss")).session
    server.run(lambda c: c.world.switch(c.service, callback_enabled=False))
    callbacks = {Room.CALLBACKS, Room.ASSIGNMENT, Room.CANCELLATION, Room.STATS}
    await until(lambda: not callbacks & set(session.rooms()))


async def test_a_server_is_looked_at_before_a_password_is_sent(client: Client) -> None:
    status = await client.services.session.check_server(client.server + "/")
    assert status.url == client.server
    assert status.version
    assert not status.encrypted
    assert abs(status.clock_skew) < 1


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "address"),
        ("no host here", "address"),
        ("ftp://occ.example", "address"),
        ("http://occ.example", "insecure"),
    ],
)
async def test_a_wrong_address_is_refused_before_anything_is_sent(
    client: Client, typed: str, reason: str
) -> None:
    with pytest.raises(Unreachable) as failure:
        await client.services.session.login(typed, "ann", PASSWORD, remember=False)
    assert failure.value.reason == reason
    assert not failure.value.sent
    assert client.plug.requests == []


async def test_a_session_revoked_elsewhere_ends_here_and_keeps_unsent_work(
    server: ServerThread, client: Client
) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    await client.log_in("ann", remember=True)
    await eventually(lambda: client.services.search.row(callback))
    await client.pull_plug()
    await client.services.actions.complete(callback, "다시 전화드림")

    async def end_sessions(centre):  # type: ignore[no-untyped-def]
        from occ_server.auth.sessions import end_sessions_of

        await centre.world.database.run(lambda uow: end_sessions_of(uow, centre.ann.id, "revoked"))

    server.run(end_sessions)
    client.plug.pulled = False
    client.services.workplace.desk.sync.nudge()
    await until(lambda: client.services.session.state is SessionState.LOGGED_OUT)
    assert _caches(client)
    await client.log_in("ann", remember=True)

    async def completed(centre):  # type: ignore[no-untyped-def]
        return (await centre.ann.view(callback))["note"]

    server.run(lambda c: c.seat(c.ann.someone))
    await eventually(lambda: _emptied(client))
    assert server.run(completed) == "다시 전화드림"


async def test_leaving_while_things_are_asked_is_no_crash(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await services.cti.login("1001")
    asked = asyncio.gather(
        services.actions.connect(callback),
        services.customer.whole(callback),
        services.search.count(CallbackFilter()),
        services.cti.set_state(CtiState.BREAK),
        services.assignment.cancel([callback]),
        return_exceptions=True,
    )
    await asyncio.sleep(0)
    await services.session.logout()
    unexpected = [a for a in await asked if isinstance(a, Exception) and not isinstance(a, Failure)]
    assert unexpected == []


async def _emptied(client: Client) -> bool:
    return not await client.services.outbox.entries()
