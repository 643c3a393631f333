"""Which field is wrong, and how. If these fail, a person is told that something is wrong, and not what."""

from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from occ_contract.callbacks import Assign, AttemptReport, Complete, Intake
from occ_contract.errors import ErrorCode
from occ_contract.tickets import NewTicket
from occ_server.examples import EXAMPLES
from occ_server.kit.faults import body_faults
from support.centre import Centre, refusal

ASKED = tuple(type(example) for example in EXAMPLES)
TICKET = {"service_id": "x", "subject": "y"}

FAULTS: tuple[tuple[Any, Any, list[tuple[str, str]]], ...] = (
    (NewTicket, {}, [("service_id", "required"), ("subject", "required")]),
    (NewTicket, TICKET, []),
    (NewTicket, TICKET | {"occurred_at": None}, []),
    (NewTicket, TICKET | {"occurred_at": "2026-11-23T09:00:00+09:00"}, []),
    (NewTicket, TICKET | {"occurred_at": "yesterday"}, [("occurred_at", "bad_time")]),
    (NewTicket, TICKET | {"occurred_at": "2026-02-30T00:00:00Z"}, [("occurred_at", "bad_time")]),
    (NewTicket, TICKET | {"occurred_at": 1764547200000}, [("occurred_at", "bad_time")]),
    (NewTicket, TICKET | {"occurred_at": "null"}, [("occurred_at", "bad_time")]),
    (NewTicket, TICKET | {"occurred_at": True}, [("occurred_at", "bad_time")]),
    (NewTicket, TICKET | {"subject": 5, "phone": []}, [("subject", "bad_choice"), ("phone", "bad_choice")]),
    (NewTicket, TICKET | {"subjekt": "y"}, [("subjekt", "bad_choice")]),
    (NewTicket, TICKET | {"type": "a newer word"}, []),
    (NewTicket, [], [("", "bad_choice")]),
    (NewTicket, None, [("", "bad_choice")]),
    (Complete | None, None, []),
    (Complete | None, {"note": 1}, [("note", "bad_choice")]),
    (AttemptReport, {"result": "busy", "talk_seconds": "5"}, [("talk_seconds", "bad_choice")]),
    (AttemptReport, {"result": "busy", "talk_seconds": 1.5}, [("talk_seconds", "bad_choice")]),
    (
        Assign,
        {"callback_ids": ["a", 1, {}], "agent_ids": "b", "method": "equal"},
        [("callback_ids[1]", "bad_choice"), ("callback_ids[2]", "bad_choice"), ("agent_ids", "bad_choice")],
    ),
    (Intake, {"service_id": "x", "phone": "1", "anything": 1, "name": {}}, []),
    (list[NewTicket], [TICKET, {"subject": "y"}], [("[1].service_id", "required")]),
)


@pytest.mark.parametrize(("kind", "value", "expected"), FAULTS)
def test_each_field_that_does_not_fit_is_named(
    kind: Any, value: Any, expected: list[tuple[str, str]]
) -> None:
    assert [(fault.field, fault.code.value) for fault in body_faults(value, kind)] == expected


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data(), kind=st.sampled_from(ASKED))
def test_a_fault_is_found_exactly_where_decoding_refuses(data: st.DataObject, kind: Any) -> None:
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    value = data.draw(st.dictionaries(st.sampled_from(names) | st.text(max_size=4), _json) | _json)
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        assert body_faults(value, kind)
    else:
        assert not body_faults(value, kind)


async def test_a_parameter_is_named_whether_it_is_wrong_or_missing(centre: Centre) -> None:
    for path, field, code in (
        ("/v1/callbacks?limit=many", "limit", ErrorCode.BAD_CHOICE),
        ("/v1/agents?former=perhaps", "former", ErrorCode.BAD_CHOICE),
        ("/v1/sync/key", "key", ErrorCode.REQUIRED),
    ):
        found = refusal(await centre.client.get(path, headers=centre.boss.headers))
        assert [(f["field"], f["code"]) for f in found["fields"]] == [(field, code.value)], path


async def test_all_fields_are_named_at_once(client: httpx.AsyncClient) -> None:
    found = refusal(await client.post("/v1/auth/login", json={"username": 1, "device": []}))
    assert [(f["field"], f["code"]) for f in found["fields"]] == [
        ("username", "bad_choice"),
        ("password", "required"),
        ("device", "bad_choice"),
    ]


async def test_a_number_is_no_time_and_a_word_no_switch(centre: Centre) -> None:
    """Milliseconds taken for seconds would be a wrong day, kept for good."""
    callback = await centre.given(centre.boss)
    refused = refusal(await centre.boss.post(f"/v1/callbacks/{callback}/complete", {"done_at": 1764547200}))
    assert [(f["field"], f["code"]) for f in refused["fields"]] == [("done_at", "bad_time")]
    body = {"callback_ids": [callback], "agent_ids": [centre.ann.id], "method": "manual", "preview": "no"}
    refused = refusal(await centre.boss.post("/v1/callbacks/assign", body))
    assert [(f["field"], f["code"]) for f in refused["fields"]] == [("preview", "bad_choice")]


async def test_an_absent_body_is_required_and_a_null_one_is_wrong(client: httpx.AsyncClient) -> None:
    for body, code in ((b"", "required"), (b"null", "bad_choice"), (b"\xef\xbb\xbfnull", "bad_choice")):
        found = refusal(await client.post("/v1/auth/login", content=body))
        assert [(f["field"], f["code"]) for f in found["fields"]] == [("", code)], body
