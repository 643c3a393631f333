"""A call's claim: kept while the call lives, given up when it ends, with a PBX and with a softphone."""

from typing import Any

import pytest

from occ_contract.callbacks import AttemptResult
from occ_contract.cti import CtiMode
from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import Refused
from services.conftest import Client, OpenClient
from support.server_thread import ServerThread
from support.waiting import eventually, until


class TestSoftphone:
    """No PBX at the server: the workstation's phone dials, the agent enters the result."""

    @pytest.fixture
    def server_settings(self) -> dict[str, Any]:
        return {"cti_adapter": "none"}

    async def test_the_number_is_handed_to_the_workstations_phone_once(
        self, server: ServerThread, client: Client
    ) -> None:
        callback = server.run(lambda c: c.given(c.ann, phone="010-5555-6666"))
        services = await client.log_in("ann")
        await services.cti.login("1001")
        answer = await services.actions.connect(callback)
        assert answer.mode is CtiMode.SOFTPHONE
        assert client.opened == ["tel:01055556666"]

    async def test_the_result_entered_is_the_result_kept(self, server: ServerThread, client: Client) -> None:
        callback = server.run(lambda c: c.given(c.ann))
        services = await client.log_in("ann")
        await services.cti.login("1001")
        attempt = (await services.actions.connect(callback)).attempt
        server.move(40)
        await services.actions.report_result(callback, attempt.id, AttemptResult.CONNECTED, 30)
        call = server.run(lambda c: c.ann.view(callback))["calls"][-1]
        assert (call["result"], call["talk_seconds"]) == ("connected", 30)
        with pytest.raises(Refused) as refused:
            await services.actions.report_result(callback, attempt.id, AttemptResult.BUSY)
        assert refused.value.code is ErrorCode.ATTEMPT_ENDED

    async def test_a_long_call_keeps_its_claim(self, server: ServerThread, client: Client) -> None:
        callback = server.run(lambda c: c.given(c.ann))
        services = await client.log_in("ann")
        await services.cti.login("1001")
        await services.actions.connect(callback)
        for _ in range(6):  # three minutes
            server.move(30)
            before = _renewals(client)
            await until(lambda before=before: _renewals(client) >= before + 2)
        assert server.run(lambda c: c.ann.view(callback))["calls"][-1]["state"] != "ended"

    async def test_a_server_that_is_overloaded_for_a_moment_takes_no_claim_away(
        self, server: ServerThread, client: Client
    ) -> None:
        """Else a colleague could dial the same customer during the call."""
        callback = server.run(lambda c: c.given(c.ann))
        services = await client.log_in("ann")
        await services.cti.login("1001")
        attempt = (await services.actions.connect(callback)).attempt
        server.move(30)
        client.plug.overloaded["/renew"] = 4
        await until(lambda: client.plug.overloaded["/renew"] == 0)
        before = _renewals(client)
        await until(lambda: _renewals(client) >= before + 2)
        server.move(30)
        assert client.tasks.running(f"claim-{attempt.id}")
        assert server.run(lambda c: c.boss.cancel([callback])).json()["code"] == "dialling"

    async def test_a_claim_the_server_calls_over_is_renewed_no_more(
        self, server: ServerThread, client: Client
    ) -> None:
        callback = server.run(lambda c: c.given(c.ann))
        services = await client.log_in("ann")
        await services.cti.login("1001")
        attempt = (await services.actions.connect(callback)).attempt
        client.plug.overloaded["/renew"] = 1_000_000
        server.move(60)
        server.run(lambda c: c.boss.cancel([callback]))
        client.plug.overloaded.clear()
        await until(lambda: not client.tasks.running(f"claim-{attempt.id}"))

    async def test_the_claim_of_a_killed_client_ends_within_a_minute(
        self, server: ServerThread, client: Client
    ) -> None:
        callback = server.run(lambda c: c.given(c.ann))
        services = await client.log_in("ann")
        await services.cti.login("1001")
        await services.actions.connect(callback)
        await client.tasks.aclose()
        server.move(60)
        answer = server.run(lambda c: c.boss.cancel([callback]))
        assert answer.json()["cancelled"] == [callback]

    async def test_a_program_started_again_during_a_call_holds_it_again(
        self, server: ServerThread, open_client: OpenClient
    ) -> None:
        callback = server.run(lambda c: c.given(c.ann))
        first = open_client("desk")
        await first.log_in("ann", remember=True)
        await first.services.cti.login("1001")
        await first.services.actions.connect(callback)
        await first.settled()
        await until(lambda: first.services.cti.on_call)
        await first.close()
        second = open_client("desk")
        await second.services.session.resume()
        await until(lambda: _renewals(second) >= 2)

    async def test_renewing_ends_with_the_call(self, server: ServerThread, client: Client) -> None:
        callback = server.run(lambda c: c.given(c.ann))
        services = await client.log_in("ann")
        await services.cti.login("1001")
        attempt = (await services.actions.connect(callback)).attempt
        await services.actions.report_result(callback, attempt.id, AttemptResult.NO_ANSWER)
        await until(lambda: not client.tasks.running(f"claim-{attempt.id}"))


async def test_hanging_up_ends_the_call_and_its_claim(server: ServerThread, client: Client) -> None:
    callback = server.run(lambda c: c.given(c.ann))
    services = await client.log_in("ann")
    await services.cti.login("1001")
    attempt = (await services.actions.connect(callback)).attempt
    await until(lambda: services.cti.on_call)
    await services.actions.hang_up()

    async def ended() -> bool:
        row = await services.search.row(callback)
        return row is not None and row.callback.live_call is None

    await eventually(ended)
    await until(lambda: not client.tasks.running(f"claim-{attempt.id}"))
    await until(lambda: not services.cti.on_call)


async def test_hanging_up_without_a_call_does_nothing(client: Client) -> None:
    services = await client.log_in("ann")
    await services.actions.hang_up()


def _renewals(client: Client) -> int:
    return sum(path.endswith("/renew") for _, path in client.plug.requests)
