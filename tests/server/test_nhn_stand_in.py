"""The stand-in for NHN. If these fail, tests against it prove nothing: it takes what the real one refuses."""

import base64
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from PIL import Image

from support.clock import ManualClock
from support.nhn_stand_in import APP_KEY, SECRET, StandIn, standing_in

SMS = {"body": "안녕", "sendNo": "0212345678", "recipientList": [{"recipientNo": "01012345678"}]}
MMS = SMS | {"title": "안내"}


@pytest.fixture
async def stand_in(clock: ManualClock) -> AsyncIterator[StandIn]:
    async with standing_in(clock) as opened:
        yield opened


async def ask(
    stand_in: StandIn, method: str, path: str, body: Any = None, /, **query: Any
) -> tuple[int, Any]:
    url = f"{stand_in.url}/sms/v3.0/appKeys/{APP_KEY}{path}"
    headers = {"X-Secret-Key": SECRET, "Content-Type": "application/json;charset=UTF-8"}
    async with httpx.AsyncClient() as client:
        answer = await client.request(method, url, json=body, params=query, headers=headers)
    read = answer.json()
    return read["header"]["resultCode"], read["body"]


def people(count: int, **one: Any) -> dict[str, Any]:
    return {"recipientList": [{"recipientNo": f"010{n:08d}"} | one for n in range(count)]}


@pytest.mark.parametrize(
    ("way", "body", "code"),
    [
        ("sms", SMS, 0),
        ("mms", MMS, 0),
        ("sms", SMS | people(1000), 0),
        ("sms", SMS | people(1001), -2016),
        ("sms", SMS | people(0), -2001),
        ("sms", SMS | people(1, recipientNo=""), -2018),
        ("sms", SMS | people(1, recipientNo="0101234567890123"), -2019),
        ("sms", SMS | people(1, recipientNo="010-1234-5678"), -2019),
        ("sms", SMS | people(1, recipientGroupingKey="k" * 101), 4),
        ("sms", SMS | {"senderGroupingKey": "k" * 101}, 4),
        ("sms", SMS | {"userId": "u" * 101}, 4),
        ("sms", SMS | {"title": "no such field of a short text"}, 4),
        ("sms", SMS | {"body": ""}, -2014),
        ("sms", SMS | {"body": "a" * 256}, -2015),
        ("sms", SMS | {"body": "😀"}, -2023),
        ("sms", SMS | {"sendNo": "0299999999"}, -2312),
        ("sms", SMS | {"sendNo": "0200000000"}, -2313),
        ("mms", SMS, -2014),
        ("mms", MMS | {"title": "a" * 121}, -2015),
        ("mms", MMS | {"body": "a" * 4001}, -2015),
        ("mms", MMS | {"attachFileIdList": [7]}, -2004),
        ("mms", MMS | {"attachFileIdList": [1, 2, 3, 4]}, -2005),
        ("mms", MMS | {"useConversion": True}, 4),
    ],
)
async def test_each_limit_of_a_text_is_kept(
    stand_in: StandIn, way: str, body: dict[str, Any], code: int
) -> None:
    stand_in.senders["0200000000"] = ("Y", "Y")
    assert (await ask(stand_in, "POST", f"/sender/{way}", body))[0] == code
    assert bool(stand_in.ledger) == (code == 0)


def jpeg(side: int = 10, kind: str = "JPEG", padding: int = 0) -> str:
    written = io.BytesIO()
    Image.new("RGB", (side, side)).save(written, kind)
    return base64.b64encode(written.getvalue() + b"\0" * padding).decode()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"fileName": "a.jpg", "fileBody": jpeg()}, 0),
        ({"fileName": "a" * 42 + ".jpg", "fileBody": jpeg()}, -2003),
        ({"fileName": "a.png", "fileBody": jpeg()}, -2003),
        ({"fileName": "a.jpg", "fileBody": jpeg(kind="PNG")}, -2002),
        ({"fileName": "a.jpg", "fileBody": jpeg(side=1001)}, -2002),
        ({"fileName": "a.jpg", "fileBody": jpeg(padding=300 * 1024)}, -2002),
        ({"fileName": "a.jpg", "fileBody": "no base64!"}, -2002),
    ],
)
async def test_each_limit_of_a_picture_is_kept(stand_in: StandIn, body: dict[str, Any], code: int) -> None:
    assert (await ask(stand_in, "POST", "/attachfile/binaryUpload", body))[0] == code


async def test_a_picture_lives_seven_days(stand_in: StandIn, clock: ManualClock) -> None:
    _, body = await ask(
        stand_in, "POST", "/attachfile/binaryUpload", {"fileName": "a.jpg", "fileBody": jpeg()}
    )
    with_picture = MMS | {"attachFileIdList": [body["data"]["fileId"]]}
    assert (await ask(stand_in, "POST", "/sender/mms", with_picture))[0] == 0
    clock.move(timedelta(days=7).total_seconds())
    assert (await ask(stand_in, "POST", "/sender/mms", with_picture))[0] == -2004


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("/sender/sms", {}, 4),
        ("/sender/sms", {"startRequestDate": "2026-11-01 00:00", "endRequestDate": "2026-11-02 00:00"}, 4),
        ("/sender/sms", {"Request": 30}, 0),
        ("/sender/sms", {"Request": 40}, -4000),
        ("/sender/sms", {"Request": 1, "pageSize": 1001}, 4),
        ("/message-results", {"Update": 1, "messageType": "SMS"}, 0),
        ("/message-results", {"Update": 2, "messageType": "SMS"}, -4000),
        ("/message-results", {"Update": 1}, 4),
        ("/nowhere", {}, -9998),
    ],
)
async def test_each_limit_of_a_question_is_kept(
    stand_in: StandIn, path: str, query: dict[str, Any], code: int
) -> None:
    asked = dict(query)
    for what in ("Request", "Update"):
        if days := asked.pop(what, 0):
            first = "2026-10-01 00:00:00"
            last = f"2026-{10 + days // 31:02d}-{1 + days % 31:02d} 00:00:00"
            asked |= {f"start{what}Date": first, f"end{what}Date": last}
    assert (await ask(stand_in, "GET", path, **asked))[0] == code


async def test_a_page_has_fifteen_rows_unless_asked_for_more(stand_in: StandIn) -> None:
    stand_in.senders = {f"021234{n:04d}": ("Y", "N") for n in range(20)}
    assert len((await ask(stand_in, "GET", "/sendNos"))[1]["data"]) == 15
    _, rest = await ask(stand_in, "GET", "/sendNos", pageNum=2)
    assert (len(rest["data"]), rest["totalCount"]) == (5, 20)


@pytest.mark.parametrize(
    ("content_type", "code"),
    [
        ("application/json;charset=UTF-8", 0),
        ("application/json", -9996),
        ("text/plain", -9996),
    ],
)
async def test_another_content_type_is_refused(stand_in: StandIn, content_type: str, code: int) -> None:
    url = f"{stand_in.url}/sms/v3.0/appKeys/{APP_KEY}/sender/sms"
    headers = {"X-Secret-Key": SECRET, "Content-Type": content_type}
    async with httpx.AsyncClient() as client:
        body = httpx.Request("POST", url, json=SMS).content
        answer = await client.post(url, content=body, headers=headers)
    assert answer.json()["header"]["resultCode"] == code


async def test_a_spent_quota_takes_nothing(stand_in: StandIn) -> None:
    stand_in.quota = 2
    assert (await ask(stand_in, "POST", "/sender/sms", SMS | people(3)))[0] == -2052
    assert (await ask(stand_in, "POST", "/sender/sms", SMS | people(2)))[0] == 0
    assert (await ask(stand_in, "POST", "/sender/sms", SMS))[0] == -2052


async def test_the_ledger_counts_each_acceptance(stand_in: StandIn) -> None:
    asked = SMS | people(1, recipientGroupingKey="ours")
    for _ in range(2):
        await ask(stand_in, "POST", "/sender/sms", asked)
    assert stand_in.twice() == ["ours"]
