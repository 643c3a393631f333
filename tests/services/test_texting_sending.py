"""A text is sent once. If these fail, a customer gets it twice, or never and nobody knows."""

import asyncio
from pathlib import Path

import httpx
import msgspec
import pytest

from occ_contract.errors import ErrorCode
from occ_contract.sms import NewSmsRequest, Recipient, SmsRequestAccepted, TextType
from occ_desktop.domain.drafts import DraftKind
from occ_desktop.domain.failures import CacheFailure, Refused, Unreachable
from occ_desktop.domain.sync_status import SyncState, SyncStatus
from occ_desktop.domain.text_drafts import NEW, WrittenText, from_draft, to_draft
from services.texting_desk import TextingDesk, at_desk, problem

REQUEST = NewSmsRequest(
    service_id="s",
    type=TextType.SMS,
    sender="15880000",
    body="안내 ##이름##",
    recipients=(Recipient(phone="01012345678", values={"이름": "김하나"}),),
)
OTHER = msgspec.structs.replace(REQUEST, body="다른 안내")
ACCEPTED = SmsRequestAccepted(id="r", messages=())
WRITTEN = WrittenText(service_id="s", body="안내", typed="01012345678")


def accepted(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(201, content=msgspec.json.encode(ACCEPTED))


def lost(_request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("no answer")


async def drafted(desk: TextingDesk) -> WrittenText | None:
    return from_draft(await desk.drafts.read(DraftKind.SMS, NEW), WrittenText)


async def test_after_a_lost_answer_and_a_restart_the_same_key_is_asked_with(
    tmp_path: Path,
) -> None:
    async with at_desk(tmp_path) as desk:
        desk.answer = lost
        with pytest.raises(Unreachable) as unknown:
            await desk.texting.sending.send(REQUEST)
        assert unknown.value.sent
        first = desk.keys
    async with at_desk(tmp_path) as again:
        pending = await again.texting.sending.unsettled()
        assert pending is not None
        assert pending.request == REQUEST
        again.answer = accepted
        assert await again.texting.sending.settle() == ACCEPTED
        assert again.keys == first
        assert await again.texting.sending.unsettled() is None


def test_a_request_is_the_same_bytes_for_a_later_version_that_knows_more_of_it() -> None:
    """Its key counts for these bytes: other ones are refused, and the person would send it anew."""
    request = NewSmsRequest(
        service_id="s", type=TextType.SMS, sender="n", body="b", recipients=(Recipient(phone="p"),)
    )
    assert msgspec.json.encode(request) == (
        b'{"service_id":"s","type":"sms","sender":"n","body":"b","recipients":[{"phone":"p"}]}'
    )


async def test_another_text_is_not_sent_while_one_is_unsettled(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        desk.answer = lost
        with pytest.raises(Unreachable):
            await desk.texting.sending.send(REQUEST)
        desk.answer = accepted
        with pytest.raises(Refused) as refused:
            await desk.texting.sending.send(OTHER)
        assert refused.value.code is ErrorCode.IDEMPOTENCY_MISMATCH
        assert len(desk.asked) == 1
        await desk.texting.sending.send(REQUEST)
        await desk.texting.sending.send(OTHER)
        assert desk.keys[0] == desk.keys[1] != desk.keys[2]


async def test_two_presses_are_one_sending(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        desk.answer = accepted
        send = desk.texting.sending.send
        assert await asyncio.gather(send(REQUEST), send(REQUEST)) == [ACCEPTED, ACCEPTED]
        assert len(desk.asked) == 1


async def test_what_was_accepted_is_no_draft_any_more_and_what_was_refused_is(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        await desk.drafts.keep(DraftKind.SMS, NEW, to_draft(WRITTEN))
        desk.answer = lambda _request: problem(ErrorCode.SENDER_UNUSABLE, sender="15880000")
        with pytest.raises(Refused):
            await desk.texting.sending.send(REQUEST)
        assert await drafted(desk) == WRITTEN
        assert await desk.texting.sending.unsettled() is None, "a refusal is an answer"
        desk.answer = accepted
        await desk.texting.sending.send(REQUEST)
        await desk.drafts.settled()
        assert await drafted(desk) is None


async def test_offline_nothing_leaves_and_the_draft_stays(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        await desk.drafts.keep(DraftKind.SMS, NEW, to_draft(WRITTEN))
        desk.place._on_status(SyncStatus(SyncState.OFFLINE))
        with pytest.raises(Unreachable) as offline:
            await desk.texting.sending.send(REQUEST)
        assert not offline.value.sent
        assert desk.asked == []
        assert await drafted(desk) == WRITTEN
        assert await desk.texting.sending.unsettled() is None


async def test_a_dropped_answer_and_then_no_connection_still_counts_as_maybe_sent(tmp_path: Path) -> None:
    """Else the key would be dropped although the first try may have arrived."""
    tries: list[str] = []

    def dropped(_request: httpx.Request) -> httpx.Response:
        tries.append("")
        if len(tries) == 1:
            raise httpx.ReadError("dropped")
        raise httpx.ConnectError("refused")

    async with at_desk(tmp_path) as desk:
        desk.answer = dropped
        with pytest.raises(Unreachable) as unknown:
            await desk.texting.sending.send(REQUEST)
        assert unknown.value.sent
        assert await desk.texting.sending.unsettled() is not None


async def test_a_sending_the_server_may_have_forgotten_is_never_asked_for_again(tmp_path: Path) -> None:
    async with at_desk(tmp_path) as desk:
        desk.answer = lost
        with pytest.raises(Unreachable):
            await desk.texting.sending.send(REQUEST)
        desk.clock.move(26 * 86_400)
        desk.answer = accepted
        with pytest.raises(Refused):
            await desk.texting.sending.settle()
        assert len(desk.asked) == 1


async def test_an_open_sending_is_known_of_elsewhere_also_where_this_machine_takes_nothing_in(
    tmp_path: Path,
) -> None:
    async with at_desk(tmp_path) as desk:
        desk.cache.limit = CacheFailure("disk_full")
        desk.answer = lost
        with pytest.raises(Unreachable):
            await desk.texting.sending.send(REQUEST, "callback")
        assert await desk.texting.sending.unsettled_subjects() == ("callback",)
