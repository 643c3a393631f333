"""What the trail holds. If these fail, nobody can say afterwards who did what with whose data."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from occ_server.audit.searches import hidden
from occ_server.audit.service import entries
from occ_server.audit.verify import ChainCheck
from occ_server.kit.db import Database
from support.centre import Centre, refusal

PHONE = "01012345678"


async def told(database: Database, prefix: str) -> list[tuple[str, str | None, str | None, dict[str, Any]]]:
    """Return the entries whose action begins so, oldest first: action, who, about what, details."""
    async with database.read() as conn:
        found = [row for row in await entries(conn, limit=1000) if row.action.startswith(prefix)]
    assert all((row.subject_kind is None) == (row.subject_id is None) for row in found)
    return [(row.action, row.actor_name, row.subject_id, row.details) for row in reversed(found)]


def state(status: str, assignee_id: str | None = None) -> dict[str, str | None]:
    return {"status": status, "assignee_id": assignee_id}


async def test_each_row_of_an_assignment_its_withdrawal_and_its_undoing_is_in_the_trail(
    centre: Centre, database: Database
) -> None:
    first, second = await centre.waiting(2)
    batch = (await centre.boss.assign([first, second], [centre.ann], "manual")).json()["batch_id"]
    await centre.boss.cancel([first])
    again = (await centre.boss.assign([first], [centre.ben], "manual")).json()["batch_id"]
    assert (await centre.boss.post(f"/v1/callbacks/assignments/{again}/undo")).status_code == 200
    ann, ben = centre.ann.id, centre.ben.id
    boss = "김관리"
    assert await told(database, "callback.") == [
        (
            "callback.assigned",
            boss,
            first,
            {"before": state("received"), "after": state("assigned", ann), "batch": batch},
        ),
        (
            "callback.assigned",
            boss,
            second,
            {"before": state("received"), "after": state("assigned", ann), "batch": batch},
        ),
        ("callback.withdrawn", boss, first, {"before": state("assigned", ann), "after": state("cancelled")}),
        (
            "callback.assigned",
            boss,
            first,
            {"before": state("cancelled"), "after": state("assigned", ben), "batch": again},
        ),
        (
            "callback.restored",
            boss,
            first,
            {"before": state("assigned", ben), "after": state("cancelled"), "batch": again},
        ),
    ]


async def test_a_preview_and_a_refusal_leave_nothing(centre: Centre, database: Database) -> None:
    callback = await centre.given(centre.ann)
    before = await told(database, "callback.")
    await centre.boss.assign([await centre.received()], [centre.ann], preview=True)
    assert (await centre.ben.complete(callback)).status_code == 409
    assert await told(database, "callback.") == before


async def test_completing_and_notes_are_told_without_their_words(centre: Centre, database: Database) -> None:
    callback = await centre.given(centre.ann)
    await centre.ann.post(f"/v1/callbacks/{callback}/note", {"note": " 환불 요청 "})
    await centre.ann.complete(callback, "끝")
    _, noted, completed = await told(database, "callback.")
    assert noted == ("callback.noted", "이상담", callback, {"note_before": 0, "note_after": 5})
    assert completed == (
        "callback.completed",
        "이상담",
        callback,
        {
            "before": state("assigned", centre.ann.id),
            "after": state("completed", centre.ann.id),
            "note_before": 5,
            "note_after": 1,
        },
    )


async def test_dialling_says_who_called_whom_and_that_the_callback_was_taken(
    centre: Centre, database: Database
) -> None:
    callback = await centre.received(phone=PHONE)
    await centre.amy.sit_down("1001")
    claimed = (await centre.amy.connect(callback)).json()
    taken, dialled = await told(database, "callback.")
    assert taken == (
        "callback.taken",
        "최배정",
        callback,
        {"before": state("received"), "after": state("assigned", centre.amy.id)},
    )
    assert dialled[:3] == ("callback.dialled", "최배정", callback)
    assert dialled[3] == {
        "phone": "010-****-5678",
        "attempt_id": claimed["attempt"]["id"],
        "ticket_id": claimed["ticket_id"],
    }


async def test_sitting_down_moving_and_leaving_are_in_the_trail_once_each(
    centre: Centre, database: Database
) -> None:
    for extension in ("1001", "1001", "1002"):
        await centre.ann.sit_down(extension)
    for _ in range(2):
        await centre.ann.post("/v1/cti/logout")
    assert [(action, details) for action, _, _, details in await told(database, "cti.")] == [
        ("cti.logged_in", {"before": None, "after": "1001"}),
        ("cti.logged_in", {"before": "1001", "after": "1002"}),
        ("cti.logged_out", {"before": "1002", "after": None}),
    ]


async def test_who_is_put_out_of_their_line_by_the_server_is_named(
    centre: Centre, database: Database
) -> None:
    await centre.ann.sit_down("1001")
    await centre.world.revoke(centre.ann.id, centre.service)
    await centre.sweep()
    (_, left) = await told(database, "cti.")
    details = {"before": "1001", "after": None, "reason": "no_right"}
    assert left == ("cti.logged_out", "occ-server", centre.ann.id, details)


async def test_registering_history_is_in_the_trail_without_its_words(
    centre: Centre, database: Database
) -> None:
    body = {"service_id": centre.service, "subject": "비밀 제목", "content": "비밀 내용", "phone": PHONE}
    ticket = (await centre.ann.post("/v1/tickets", body)).json()["id"]
    (entry,) = await told(database, "ticket.")
    details = {"phone": "010-****-5678", "callback_id": None}
    assert entry == ("ticket.registered", "이상담", ticket, details)


async def test_a_search_for_a_number_is_recorded_masked_with_what_it_found(
    centre: Centre, database: Database
) -> None:
    mine, other = await centre.received(phone=PHONE), await centre.received(phone="01099995678")
    for phone in ("010-1234-5678", "5678", "0000000"):
        assert (await centre.boss.get("/v1/callbacks", phone=phone)).status_code == 200
    body = {"service_id": centre.service, "subject": "문의", "phone": PHONE}
    ticket = (await centre.boss.post("/v1/tickets", body)).json()["id"]
    assert (await centre.boss.get("/v1/tickets", phone="12345678")).status_code == 200
    searches = [
        (action, details)
        for prefix in ("callback.searched", "ticket.searched")
        for action, _, _, details in await told(database, prefix)
    ]
    assert searches == [
        ("callback.searched", {"phone": "010-****-5678", "digits": 11, "found": 1, "ids": [mine]}),
        ("callback.searched", {"phone": "****", "digits": 4, "found": 2, "ids": [other, mine]}),
        ("callback.searched", {"phone": "****", "digits": 7, "found": 0}),
        ("ticket.searched", {"phone": "****5678", "digits": 8, "found": 1, "ids": [ticket]}),
    ]
    assert PHONE not in json.dumps(await told(database, ""))


@pytest.mark.parametrize(
    ("digits", "kept"),
    [
        ("01012345678", "010-****-5678"),
        ("021234567", "02-***-4567"),
        ("010123456", "****3456"),  # a part, which reads like a number with two digits to hide
        ("0101234", "****"),
        ("5678", "****"),
        ("15881234", "****1234"),
        ("0014155550123", "****0123"),
    ],
)
def test_what_the_trail_keeps_of_the_digits_is_nobodys_number(digits: str, kept: str) -> None:
    assert hidden(digits) == kept


async def test_each_page_of_a_search_is_recorded_since_its_cursor_fits_any_search(
    centre: Centre, database: Database
) -> None:
    await centre.waiting(3)
    page = (await centre.boss.get("/v1/callbacks", phone="010", limit=2)).json()
    await centre.boss.get("/v1/callbacks", phone="000003", cursor=page["next_cursor"])
    first, second = [details for *_, details in await told(database, "callback.searched")]
    assert first == {"phone": "****", "digits": 3, "found": 2, "more": True}
    assert (second["phone"], second["digits"]) == ("****", 6)


async def test_lists_without_a_number_and_refused_searches_are_no_search_for_somebody(
    centre: Centre, database: Database
) -> None:
    await centre.received()
    for path in ("/v1/callbacks", "/v1/tickets"):
        assert (await centre.boss.get(path)).status_code == 200
        assert (await centre.boss.get(path, phone="abc")).status_code == 422
    assert await told(database, "callback.searched") + await told(database, "ticket.searched") == []


@pytest.fixture
def full_trail(database_url: str) -> Iterator[Callable[[], None]]:
    """Let nothing more be written into the trail."""
    on_postgresql = database_url.startswith("postgresql")

    def alter(change: str) -> None:
        with psycopg.connect(database_url) as conn:
            conn.execute(f"ALTER TABLE audit_entries {change}".encode())

    def fill() -> None:
        if on_postgresql:
            alter("ADD CONSTRAINT room CHECK (false) NOT VALID")
            return
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as link:
            link.execute(
                "CREATE TRIGGER full BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'full'); END"
            )

    yield fill
    if on_postgresql:
        alter("DROP CONSTRAINT IF EXISTS room")  # the database is used again


async def test_what_cannot_be_recorded_is_not_shown(centre: Centre, full_trail: Callable[[], None]) -> None:
    await centre.received(phone=PHONE)
    full_trail()
    for path in ("/v1/callbacks", "/v1/tickets"):
        answer = await centre.boss.get(path, phone=PHONE)
        assert (answer.status_code, refusal(answer)["code"]) == (503, "unavailable")
        assert PHONE not in answer.text
        assert (await centre.boss.get(path)).status_code == 200


async def test_what_cannot_be_recorded_does_not_happen(
    centre: Centre, full_trail: Callable[[], None]
) -> None:
    callback = await centre.received()
    full_trail()
    assert (await centre.boss.assign([callback], [centre.ann], "manual")).status_code >= 500
    assert (await centre.boss.get("/v1/callbacks")).json()["items"][0]["status"] == "received"


async def test_a_full_batch_is_recorded_row_by_row_and_verifies(centre: Centre, database: Database) -> None:
    ids = await centre.waiting(30)
    await centre.boss.assign(ids, [centre.ann, centre.ben])
    async with database.read() as conn:
        for callback in ids:
            (row,) = await entries(conn, subject=("callback", callback))
            assert row.action == "callback.assigned"
        check = ChainCheck(centre.world.organisation_id)
        assert [finding async for finding in check.run(conn)] == []
