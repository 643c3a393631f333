"""Bodies that are not UTF-8: if these fail, an IVR retries for ever and anybody can fill the log."""

import logging
from typing import Any

import httpx
import pytest
from litestar import Litestar

from support.centre import Centre, refusal
from support.serving import client_of

LOGIN = '{"username":"홍길동","password":"비밀번호"}'


def logged(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [r for r in caplog.records if r.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("body", "kind", "params"),
    [
        (LOGIN.encode("euc-kr"), "application/json", {"offset": 15}),
        (LOGIN.encode("euc-kr"), "application/json; charset=euc-kr", {}),
        (LOGIN.encode("cp949"), "application/json; charset=ks_c_5601-1987", {}),
        (LOGIN.encode(), "application/json; charset=EUC-KR", {}),
        (LOGIN.encode("utf-16"), "application/json", {"offset": 0}),
        (b'{"username":"a\xff","password":"x"}', "application/json", {"offset": 14}),
        (b'{"username":"\xed\xa0\x80","password":"x"}', "application/json", {"offset": 13}),
    ],
)
async def test_a_log_in_that_is_not_utf8_is_told_so_and_leaves_no_traceback(
    client: httpx.AsyncClient,
    caplog: pytest.LogCaptureFixture,
    body: bytes,
    kind: str,
    params: dict[str, Any],
) -> None:
    answer = await client.post("/v1/auth/login", content=body, headers={"Content-Type": kind})
    assert refusal(answer) == {"status_code": 400, "code": "body_not_utf8"} | params
    assert "UTF-8" in answer.json()["detail"]
    assert not logged(caplog)


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=UTF8",
        "application/json; charset=ISO-8859-1",  # what careless frameworks declare over UTF-8
        "application/json; charset=nonsense",
        "text/plain",
    ],
)
async def test_utf8_is_read_whatever_a_careless_sender_declares(client: httpx.AsyncClient, kind: str) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        answer = await client.post(
            "/v1/auth/login", content=mark + LOGIN.encode(), headers={"Content-Type": kind}
        )
        assert refusal(answer)["code"] == "wrong_credentials"


async def test_ascii_is_the_same_in_every_encoding(client: httpx.AsyncClient) -> None:
    kind = {"Content-Type": "application/json; charset=euc-kr"}
    answer = await client.post("/v1/auth/login", content=b'{"username":"a","password":"b"}', headers=kind)
    assert refusal(answer)["code"] == "wrong_credentials"


async def test_a_lone_byte_order_mark_is_an_empty_body(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/auth/login", content=b"\xef\xbb\xbf")
    assert refusal(answer)["status_code"] == 422


async def test_no_endpoint_fails_on_a_broken_byte(
    app: Litestar, centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []
    async with client_of(app) as client:
        for route in app.routes:
            for handler in route.route_handlers:  # type: ignore[union-attr]
                if route.path_format.endswith("/logout"):  # it would end the others' session
                    continue
                for method in handler.http_methods & {"POST", "PUT", "PATCH", "DELETE"}:
                    path = route.path_format.replace("{", "").replace("}", "")
                    headers = centre.ivr | centre.boss.headers
                    for body in (b'{"a":"\xb0\xa1"}', '{"a":"가"}'.encode("utf-16"), b"\xff"):
                        answer = await client.request(method, path, content=body, headers=headers)
                        assert answer.status_code < 500, (method, path, answer.text)
                    if "data" in handler.fn.__annotations__:
                        tried.append((answer.json()["code"], path))
    assert {code for code, _ in tried} == {"body_not_utf8"}
    assert len(tried) >= 10
    assert not [r for r in logged(caplog) if r.exc_info]


async def test_an_ivr_that_writes_euc_kr_is_told_so(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    body = f'{{"service_id":"{centre.service}","phone":"01012345678","name":"홍길동"}}'.encode("euc-kr")
    for kind in ("application/json", "application/json; charset=euc-kr"):
        headers = centre.ivr | {"Content-Type": kind}
        answer = await centre.client.post("/v1/callbacks", content=body, headers=headers)
        assert refusal(answer)["code"] == "body_not_utf8"
    assert not [r for r in logged(caplog) if r.exc_info]
    assert "12345678" not in caplog.text
