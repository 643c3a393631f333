"""What is written down: history with and without a callback, and a download that equals the list."""

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from occ_contract.callbacks import AssignMethod
from occ_contract.errors import ErrorCode
from occ_contract.phone import shown
from occ_contract.tickets import NewTicket
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.views.callbacks.downloading import job_of
from support.journey import AGENT, SUPERVISOR, Centre
from support.waiting import eventually


async def test_history_is_registered_with_and_without_a_callback(sample: Centre) -> None:
    await sample.person("boss", SUPERVISOR, "김관리")
    boss = await sample.seat("boss")
    callback = await sample.intake(phone="010-7777-0001", name="박미경")
    await boss.services.tickets.register(
        NewTicket(service_id=sample.service, subject="콜백 이력", phone="010 7777 0001", callback_id=callback)
    )
    await boss.services.tickets.register(
        NewTicket(service_id=sample.service, subject="=1+1", content="매장 방문 고객", phone="02-123-4567")
    )

    async def both() -> bool:
        first = await boss.services.tickets.recent("01077770001")
        second = await boss.services.tickets.recent("021234567")
        return bool(first and second and first[0].seq and second[0].seq)

    await eventually(both)
    (with_callback,) = await boss.services.tickets.recent("01077770001")
    (without,) = await boss.services.tickets.recent("021234567")
    assert with_callback.callback_id == callback
    assert without.callback_id is None
    row = await boss.services.search.row(callback)
    assert row.callback.status.value == "received", "a ticket changes no callback"


async def test_a_manual_assignment_to_two_is_refused_with_the_reason(sample: Centre) -> None:
    await sample.person("boss", SUPERVISOR, "김관리")
    two = [await sample.person(name, AGENT) for name in ("ann", "ben")]
    boss = await sample.seat("boss")
    (callback,) = await sample.intakes(1)
    with pytest.raises(Refused) as refusal:
        await boss.services.assignment.assign([callback], two, AssignMethod.MANUAL)
    assert refusal.value.code is ErrorCode.MANUAL_NEEDS_ONE_AGENT
    assert refusal.value.params["count"] == 2


async def test_a_download_equals_the_list_and_text_stays_text(sample: Centre, tmp_path: Path) -> None:
    await sample.person("boss", SUPERVISOR, "김관리")
    boss = await sample.seat("boss")
    await sample.intake(phone="010-1234-5678", name="=1+1", message="+82 로 시작하는 글")
    await sample.intake(phone="02-123-4567", name="박미경", message="-따옴표 ' 와 @기호")
    await eventually(lambda: _count_is(boss.services, 2))
    order = CallbackSort()
    rows = await boss.services.search.page(CallbackFilter(), order, 0, 10)
    steps: list[tuple[int, int]] = []
    target = tmp_path / "콜백.xlsx"

    job = job_of(boss.services, CallbackFilter(), order, 2, ZoneInfo("Asia/Seoul"))
    outcome = await job.run(
        target, "월간 점검", lambda done, total: steps.append((done, total)), asyncio.Event()
    )

    assert outcome.rows == 2
    assert steps[-1] == (2, 2)
    sheet = load_workbook(target).active
    assert sheet.freeze_panes == "A2"
    cells = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    for row, line in zip(rows, cells, strict=True):
        assert shown(row.callback.phone) in line
        assert row.callback.name in line
        assert row.callback.message in line
        received = row.callback.received_at.astimezone(ZoneInfo("Asia/Seoul"))
        assert any(f"{received:%Y-%m-%d %H:%M}" in str(value) for value in line)
    kinds = {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line if cell.value == "=1+1"}
    assert kinds == {"s"}, "a formula would run on somebody's machine"


async def _count_is(services: object, wanted: int) -> bool:
    return await services.search.count(CallbackFilter()) == wanted  # type: ignore[attr-defined]
