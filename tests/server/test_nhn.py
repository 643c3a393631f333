"""NHN's API through the stand-in. If these fail, texts are sent twice, lost, or called failed."""

import asyncio
import hashlib
import io
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from occ_contract.ids import new_id
from occ_contract.sms import CarrierTrouble, TextType
from occ_contract.sms_results import ResultReason
from occ_server.sms.carriers.nhn import link
from occ_server.sms.carriers.nhn.adapter import NhnCarrier
from occ_server.sms.carriers.nhn.link import NhnLink
from occ_server.sms.carriers.nhn.pace import AccountPace
from occ_server.sms.carriers.nhn.times import from_korea, to_korea
from occ_server.sms.carriers.protocol import (
    Addressee,
    Handover,
    NotTaken,
    Outcome,
    Picture,
    Refused,
    Taken,
    Unclear,
)
from support.clock import ManualClock
from support.nhn_stand_in import APP_KEY, SECRET, Mood, StandIn, standing_in
from support.small_http import Answered, Asked, served

SENDER = "0212345678"


def jpeg(colour: str = "red", side: int = 20) -> Picture:
    written = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(written, "JPEG")
    content = written.getvalue()
    return Picture(hashlib.sha256(content).hexdigest(), "쿠폰.jpg", content)


def text(count: int = 1, **changed: object) -> Handover:
    plain = Handover(
        key=new_id(),
        type=TextType.SMS,
        sender=SENDER,
        subject="",
        body="예약이 확정되었습니다",
        pictures=(),
        addressees=tuple(Addressee(new_id(), f"010{number:08d}") for number in range(count)),
        agent="ann",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def mms(*pictures: Picture, **changed: object) -> Handover:
    return text(type=TextType.MMS, subject="안내", pictures=pictures, **changed)


@pytest.fixture
async def stand_in(clock: ManualClock) -> AsyncIterator[StandIn]:
    async with standing_in(clock) as opened:
        yield opened


@pytest.fixture
async def nhn(stand_in: StandIn, clock: ManualClock) -> AsyncIterator[NhnCarrier]:
    opened = NhnCarrier(NhnLink(stand_in.url, APP_KEY, SECRET, clock))
    yield opened
    await opened.close()


async def outcomes(nhn: NhnCarrier, start: datetime, end: datetime) -> list[Outcome]:
    return [one async for page in nhn.outcomes(start, end) for one in page]


@pytest.mark.parametrize(
    "mood",
    [
        *(Mood.LOSE_ANSWER, Mood.HALF_ANSWER, Mood.FAIL_AFTER, Mood.FAIL_BEFORE, Mood.BREAK_BEFORE),
        *(Mood.SYSTEM_ERROR, Mood.FORGETS_ONE, Mood.OTHERS_ANSWER, Mood.NOT_JSON),
    ],
    ids=lambda mood: mood.name,
)
async def test_whatever_may_have_been_taken_is_unclear(
    nhn: NhnCarrier, stand_in: StandIn, mood: Mood
) -> None:
    stand_in.moods = [mood]
    with pytest.raises(Unclear) as unclear:
        await nhn.hand_over(text(2))
    for secret in (APP_KEY, SECRET, "010", "예약"):
        assert secret not in str(unclear.value)


async def test_silence_after_acceptance_is_unclear(stand_in: StandIn, clock: ManualClock) -> None:
    impatient = NhnCarrier(NhnLink(stand_in.url, APP_KEY, SECRET, clock, answer_seconds=0.05))
    stand_in.moods = [Mood.SILENT]
    asked = text()
    with pytest.raises(Unclear):
        await impatient.hand_over(asked)
    assert len(stand_in.ledger[asked.addressees[0].id]) == 1
    await impatient.close()


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "http://no-such-host.invalid", "https://{plain}"])
async def test_nobody_there_no_such_name_and_no_tls_took_nothing(
    stand_in: StandIn, clock: ManualClock, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if url.startswith("https"):
        monkeypatch.setattr(link, "CONNECT_SECONDS", 0.2)  # who knows no TLS never answers its greeting
    plain = stand_in.url.removeprefix("http://")
    nhn = NhnCarrier(NhnLink(url.format(port=_closed_port(), plain=plain), APP_KEY, SECRET, clock))
    with pytest.raises(NotTaken) as refused:
        await nhn.hand_over(text())
    assert refused.value.trouble is CarrierTrouble.DOWN
    await nhn.close()


@pytest.mark.parametrize(
    ("status", "kind"),
    [(301, NotTaken), (401, NotTaken), (404, NotTaken), (408, Unclear), (418, Unclear), (502, Unclear)],
)
async def test_another_servers_page_took_nothing_only_where_http_says_so(
    clock: ManualClock, status: int, kind: type[Exception]
) -> None:
    async def page(_asked: Asked) -> Answered:
        return Answered(status, b"<html>not here</html>", {"Location": "http://127.0.0.1:9/"})

    async with served(page) as url:
        nhn = NhnCarrier(NhnLink(url, APP_KEY, SECRET, clock))
        with pytest.raises(kind):
            await nhn.hand_over(text())
        await nhn.close()


@pytest.mark.parametrize("code", [-1002, -1004, -1008, -9996, -9998])
async def test_a_refused_account_took_nothing_and_is_the_operators(
    nhn: NhnCarrier, stand_in: StandIn, code: int
) -> None:
    stand_in.account_code = code
    with pytest.raises(NotTaken) as refused:
        await nhn.hand_over(text())
    assert (refused.value.trouble, refused.value.code) == (CarrierTrouble.REFUSED, str(code))


async def test_a_wrong_secret_and_a_wrong_key_are_the_operators(
    stand_in: StandIn, clock: ManualClock
) -> None:
    for key, secret in ((APP_KEY, "wrong"), ("wrong", SECRET)):
        nhn = NhnCarrier(NhnLink(stand_in.url, key, secret, clock))
        with pytest.raises(NotTaken) as refused:
            await nhn.senders()
        assert refused.value.trouble is CarrierTrouble.REFUSED
        await nhn.close()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (-2019, ResultReason.RECIPIENT_REFUSED),
        (-2015, ResultReason.TEXT_REFUSED),
        (-2312, ResultReason.SENDER_UNREGISTERED),
        (4, ResultReason.CARRIER_REFUSED),
        (-2777, ResultReason.CARRIER_REFUSED),
    ],
)
async def test_a_refused_text_is_refused_for_everybody_with_its_code(
    nhn: NhnCarrier, stand_in: StandIn, code: int, reason: ResultReason
) -> None:
    stand_in.refuse_next = [code]
    asked = text(3)
    assert await nhn.hand_over(asked) == {one.id: Refused(str(code), reason) for one in asked.addressees}


async def test_one_recipient_can_be_refused_while_others_are_taken(
    nhn: NhnCarrier, stand_in: StandIn
) -> None:
    asked = text(3)
    stand_in.refuse_numbers = {asked.addressees[1].phone: -6001}
    answer = await nhn.hand_over(asked)
    assert answer[asked.addressees[1].id] == Refused("-6001", ResultReason.ADS_REFUSED)
    assert [type(answer[one.id]) for one in asked.addressees] == [Taken, Refused, Taken]


async def test_too_many_requests_is_followed_by_silence(
    nhn: NhnCarrier, stand_in: StandIn, clock: ManualClock
) -> None:
    stand_in.moods = [Mood.TOO_MANY]
    for _ in range(3):
        with pytest.raises(NotTaken, match="429"):
            await nhn.hand_over(text())
    assert len(stand_in.asked) == 1
    clock.move(2)
    await nhn.hand_over(text())
    assert len(stand_in.asked) == 2


async def test_a_burst_is_spread_to_the_rate(clock: ManualClock) -> None:
    pace, through = AccountPace(clock, rate=2), []

    async def ask(number: int) -> None:
        await pace.turn()
        through.append(number)

    tasks = [asyncio.create_task(ask(number)) for number in range(6)]
    seen = []
    for _ in range(3):
        await clock.advance(1.0)
        seen.append(len(through))
    assert seen == [2, 4, 6]  # a second's worth at once, then two a second
    await asyncio.gather(*tasks)


async def test_nhn_gets_our_keys_the_login_and_no_reservation(nhn: NhnCarrier, stand_in: StandIn) -> None:
    asked = text(addressees=(Addressee(new_id(), "821012345678"),))
    await nhn.hand_over(asked)
    (sent,) = stand_in.messages
    assert sent.recipient == "01012345678", "it puts the 82 before a number itself"
    assert (sent.key, sent.id, sent.user) == (asked.key, asked.addressees[0].id, "ann")
    assert (sent.kind, sent.body, sent.sender) == ("SMS", asked.body, SENDER)


async def test_a_thousand_go_in_one_request_and_are_found_in_one_look_up(
    nhn: NhnCarrier, stand_in: StandIn, clock: ManualClock
) -> None:
    asked = text(1000)
    assert len(await nhn.hand_over(asked)) == 1000
    assert stand_in.requests == 1
    assert len(await nhn.look_up(asked.key, clock.now())) == 1000


async def test_a_picture_is_uploaded_once_and_again_after_six_days(
    nhn: NhnCarrier, stand_in: StandIn, clock: ManualClock
) -> None:
    picture = jpeg()
    await nhn.hand_over(mms(picture))
    await nhn.hand_over(mms(picture, jpeg("blue")))
    assert stand_in.asked.count("POST /attachfile/binaryUpload") == 2
    assert [one.kind for one in stand_in.messages] == ["MMS", "MMS"]
    clock.move(6 * 86_400)
    await nhn.hand_over(mms(picture))
    assert stand_in.asked.count("POST /attachfile/binaryUpload") == 3


async def test_a_picture_nhn_lost_is_uploaded_again_at_once(nhn: NhnCarrier, stand_in: StandIn) -> None:
    await nhn.hand_over(mms(jpeg()))
    stand_in.files.clear()
    asked = mms(jpeg())
    assert isinstance((await nhn.hand_over(asked))[asked.addressees[0].id], Taken)
    assert stand_in.twice() == []


async def test_a_picture_that_is_refused_refuses_the_text(nhn: NhnCarrier, stand_in: StandIn) -> None:
    asked = mms(Picture("x", "broken.jpg", b"no picture"))
    (answer,) = (await nhn.hand_over(asked)).values()
    assert isinstance(answer, Refused)
    assert answer.reason is ResultReason.IMAGE_REFUSED
    assert stand_in.messages == []


@pytest.mark.parametrize(("path", "status"), [("attachfile", 413), ("sender", 413), ("sender", 431)])
async def test_what_is_too_large_on_the_way_is_refused_and_nobody_elses_trouble(
    clock: ManualClock, path: str, status: int
) -> None:
    async def page(asked: Asked) -> Answered:
        if path in asked.path:
            return Answered(status, b"<html>too large</html>")
        return Answered(200, b'{"header":{"isSuccessful":true,"resultCode":0},"body":{"data":{"fileId":7}}}')

    async with served(page) as url:
        nhn = NhnCarrier(NhnLink(url, APP_KEY, SECRET, clock))
        (answer,) = (await nhn.hand_over(mms(jpeg()))).values()
        await nhn.close()
    assert isinstance(answer, Refused)
    large = ResultReason.IMAGE_TOO_LARGE
    assert answer.reason is (large if path == "attachfile" else ResultReason.CARRIER_REFUSED)


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("attachfile", 500, b"<html>broken</html>"),
        ("attachfile", 200, b'{"header":{"isSuccessful":false,"resultCode":-9999},"body":{}}'),
        ("attachfile", 200, b'{"header":{"isSuccessful":true,"resultCode":0},"body":{"data":{}}}'),
        ("attachfile", 400, b"<html>what?</html>"),
        ("sender", 400, b"<html>what?</html>"),
    ],
)
async def test_what_may_lie_in_one_text_says_nothing_of_the_others(
    clock: ManualClock, path: str, status: int, body: bytes
) -> None:
    async def page(asked: Asked) -> Answered:
        if path in asked.path:
            return Answered(status, body)
        return Answered(200, b'{"header":{"isSuccessful":true,"resultCode":0},"body":{"data":{"fileId":7}}}')

    async with served(page) as url:
        nhn = NhnCarrier(NhnLink(url, APP_KEY, SECRET, clock))
        with pytest.raises(NotTaken) as refused:
            await nhn.hand_over(mms(jpeg()))
        await nhn.close()
    assert refused.value.alone


async def test_a_long_text_without_a_picture_is_one(nhn: NhnCarrier, stand_in: StandIn) -> None:
    await nhn.hand_over(mms(body="가" * 1000))
    assert (stand_in.messages[0].kind, stand_in.messages[0].title) == ("LMS", "안내")


async def test_a_list_that_lags_says_nothing_and_later_all(
    nhn: NhnCarrier, stand_in: StandIn, clock: ManualClock
) -> None:
    asked, stand_in.moods = text(2), [Mood.LOSE_ANSWER]
    with pytest.raises(Unclear):
        await nhn.hand_over(asked)
    stand_in.lists_lag = True
    assert list(await nhn.look_up(asked.key, clock.now())) == []
    stand_in.lists_lag = False
    assert len(await nhn.look_up(asked.key, clock.now())) == 2


@pytest.mark.parametrize("nested", [False, True], ids=["data", "resultUpdateList"])
async def test_results_are_read_in_both_shapes_over_days_and_pages(
    nhn: NhnCarrier, stand_in: StandIn, clock: ManualClock, nested: bool
) -> None:
    stand_in.results_nested = nested
    began = clock.now()
    await nhn.hand_over(text(1000))
    await nhn.hand_over(text(500))
    clock.move(70 * 3600)
    await nhn.hand_over(mms())
    stand_in.deliver(code="2000")
    clock.move(60)
    found = await outcomes(nhn, began, clock.now())
    assert len({one.id for one in found}) == 1501
    assert {one.reason for one in found} == {ResultReason.TIMED_OUT}


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        ("4", "", ResultReason.CANCELLED_THERE),
        ("5", "E915", ResultReason.DUPLICATE),
        ("6", "E919", ResultReason.NIGHT_HOURS),
        ("0", "7777", ResultReason.CANNOT_SEND),
    ],
)
async def test_a_list_tells_how_a_message_ended(
    nhn: NhnCarrier, stand_in: StandIn, clock: ManualClock, status: str, code: str, reason: ResultReason
) -> None:
    asked = text()
    await nhn.hand_over(asked)
    stand_in.deliver(code=code, status=status)
    (found,) = await nhn.look_up(asked.key, clock.now())
    assert found.outcome is not None
    assert (found.outcome.delivered, found.outcome.reason) == (False, reason)


async def test_a_key_of_the_carriers_own_making_is_nobodys(
    nhn: NhnCarrier, stand_in: StandIn, clock: ManualClock
) -> None:
    await nhn.hand_over(text())
    stand_in.messages[0].id = "1,2\x00'; DROP"
    stand_in.deliver()
    (found,) = await outcomes(nhn, clock.now() - timedelta(minutes=1), clock.now())
    assert found.id is None


async def test_no_secret_is_logged(
    nhn: NhnCarrier, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await nhn.hand_over(mms(jpeg()))
        stand_in.moods = [Mood.LOSE_ANSWER]
        with pytest.raises(Unclear):
            await nhn.hand_over(text())
    assert APP_KEY not in caplog.text
    assert SECRET not in caplog.text


def test_korean_time_goes_both_ways() -> None:
    moment = datetime(2026, 11, 22, 15, 30, 5, tzinfo=UTC)
    assert to_korea(moment) == "2026-11-23 00:30:05"
    for written in ("2026-11-23 00:30:05.0", "2026-11-23T00:30:05", "2026-11-23T00:30:05+09:00"):
        assert from_korea(written) == moment
    for nothing in (None, "", "tomorrow", "2026-13-01 00:00:00", 5):
        assert from_korea(nothing) is None
