"""Downloads: the whole search, recorded first, whole or not there at all, with the window free meanwhile."""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from occ_contract.errors import ErrorCode
from occ_desktop.domain.commands import CommandKind
from occ_desktop.domain.failures import FileFailure, Refused
from occ_desktop.domain.filters import CallbackFilter, CallbackSort, SortColumn
from occ_desktop.services.container import Services
from occ_desktop.services.export import ExportOutcome
from occ_desktop.services.sheet import SheetColumn, SheetField, SheetWords, TableColumn
from occ_desktop.services.sheet_process import interpreter
from services.conftest import Client
from support.server_thread import ServerThread
from support.waiting import eventually

FIELDS = (SheetField.RECEIVED, SheetField.PHONE, SheetField.CUSTOMER, SheetField.STATUS, SheetField.ASSIGNEE)
COLUMNS = tuple(SheetColumn(field, field.value, 14) for field in FIELDS)
WORDS = SheetWords(sheet="콜백", statuses={"received": "접수", "assigned": "할당"})


async def _download(services: Services, path: Path, **changes: Any) -> ExportOutcome:
    choices: dict[str, Any] = {
        "conditions": CallbackFilter(),
        "sort": CallbackSort(),
        "purpose": "월간 점검",
        "columns": COLUMNS,
        "words": WORDS,
        "progress": lambda _done, _total: None,
        "cancel": asyncio.Event(),
    }
    return await services.export.callbacks(path=path, **{**choices, **changes})


def _files(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.suffix in {".xlsx", ".part"}]


def _rows(path: Path) -> list[tuple[Any, ...]]:
    sheet = load_workbook(path).active
    return [tuple(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


async def _exports(centre: Any) -> list[dict[str, Any]]:
    from sqlalchemy import select

    from occ_server.audit.tables import audit_entries
    from support.looking import anywhere

    async with centre.world.database.read() as conn:
        rows = (await conn.execute(anywhere(select(audit_entries)))).mappings().all()
    return [dict(row) for row in rows if row["action"] == "export.downloaded"]


async def test_the_file_equals_the_list_in_its_order(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    server.run(lambda c: c.received(phone="010-0000-1111", name="=1+1"))
    server.run(lambda c: c.given(c.ann, phone="02-123-4567", name="김고객"))
    services = await client.log_in("boss")
    sort = CallbackSort(SortColumn.PHONE, descending=False)
    outcome = await _download(services, tmp_path / "콜백.xlsx", sort=sort)
    assert outcome == ExportOutcome(tmp_path / "콜백.xlsx", 2)
    listed = await services.search.page(CallbackFilter(), sort, 0, 10)
    assert [row[1:] for row in _rows(outcome.path)] == [
        ("010-0000-1111", "=1+1", "접수", None),
        ("02-123-4567", "김고객", "할당", "이상담"),
    ]
    assert [row.callback.name for row in listed] == ["=1+1", "김고객"]


async def test_who_left_keeps_their_name_in_the_file(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    done = server.run(lambda c: c.given(c.ann))
    server.run(lambda c: c.ann.complete(done))
    server.run(lambda c: c.world.revoke(c.ann.id, c.service))
    services = await client.log_in("boss")
    outcome = await _download(services, tmp_path / "콜백.xlsx")
    assert [row[-1] for row in _rows(outcome.path)] == ["이상담"]


async def test_the_longest_name_a_folder_takes_is_taken_and_a_longer_one_is_said(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    services = await client.log_in("boss")
    longest = tmp_path / f"{'가' * 83}.xlsx"  # 254 bytes; with a prefix of ours it would be too long
    assert (await _download(services, longest)).path == longest
    assert _files(tmp_path) == [longest.name]
    with pytest.raises(FileFailure) as caught:
        await _download(services, tmp_path / f"{'가' * 84}.xlsx")
    assert caught.value.reason == "name_too_long"
    assert _files(tmp_path) == [longest.name]


async def test_all_rows_of_the_search_come_not_only_a_page(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    server.run(lambda c: c.waiting(30))
    services = await client.log_in("boss")
    steps: list[tuple[int, int]] = []
    await _download(services, tmp_path / "a.xlsx", progress=lambda done, total: steps.append((done, total)))
    assert len(_rows(tmp_path / "a.xlsx")) == 30
    assert steps[0] == (0, 30)
    assert steps[-1] == (30, 30)


async def test_the_purpose_is_asked_and_recorded_before_anything_is_written(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    server.run(lambda c: c.received())
    services = await client.log_in("boss")
    with pytest.raises(Refused) as refused:
        await _download(services, tmp_path / "a.xlsx", purpose="  ")
    assert (refused.value.code, refused.value.params["field"]) == (ErrorCode.REQUIRED, "purpose")
    assert _left(tmp_path) == []
    await _download(services, tmp_path / "a.xlsx", purpose="민원 확인")
    (entry,) = server.run(_exports)
    assert "민원 확인" in str(entry)


async def test_offline_the_download_works_and_is_recorded_after_the_return(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    server.run(lambda c: c.received())
    services = await client.log_in("boss")
    await client.pull_plug()
    assert (await _download(services, tmp_path / "a.xlsx")).rows == 1
    assert server.run(_exports) == []
    client.plug.pulled = False

    async def recorded() -> bool:
        return len(await asyncio.to_thread(server.run, _exports)) == 1

    await eventually(recorded)
    assert [e.kind for e in await services.outbox.entries()] != [CommandKind.EXPORT]


async def test_cancelling_leaves_nothing(
    server: ServerThread, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    server.run(lambda c: c.waiting(3))
    services = await client.log_in("boss")
    cancel = asyncio.Event()
    outcome = await _download(
        services, tmp_path / "a.xlsx", cancel=cancel, progress=lambda _done, _total: cancel.set()
    )
    assert outcome.cancelled
    assert _left(tmp_path) == []
    assert list(temporary.iterdir()) == []


async def test_closing_the_program_in_the_middle_leaves_nothing(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    server.run(lambda c: c.waiting(3))
    services = await client.log_in("boss")
    begun = asyncio.Event()
    work = asyncio.ensure_future(
        _download(services, tmp_path / "a.xlsx", progress=lambda _done, _total: begun.set())
    )
    await begun.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert _left(tmp_path) == []


async def test_an_older_file_stays_whole_until_the_new_one_is(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    server.run(lambda c: c.received())
    services = await client.log_in("boss")
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"older")
    cancel = asyncio.Event()
    cancel.set()
    await _download(services, target, cancel=cancel)
    assert target.read_bytes() == b"older"
    await _download(services, target)
    assert len(_rows(target)) == 1


async def test_a_folder_that_is_gone_is_said_and_nothing_is_left(client: Client, tmp_path: Path) -> None:
    services = await client.log_in("boss")
    with pytest.raises(FileFailure) as failure:
        await _download(services, tmp_path / "gone" / "a.xlsx")
    assert failure.value.reason == "no_folder"


async def test_a_full_disk_is_said_and_nothing_is_left(
    server: ServerThread, client: Client, tmp_path: Path
) -> None:
    server.run(lambda c: c.waiting(3))
    services = await client.log_in("boss")
    writer = tmp_path / "writer.py"
    writer.write_text(  # the real writer, with a limit on the size of what it may write
        "import resource, runpy, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))\n"
        "runpy.run_module('occ_desktop.services.sheet_writer', run_name='__main__')\n"
    )
    services.export.worker = (sys.executable, str(writer))
    with pytest.raises(FileFailure) as failure:
        await _download(services, tmp_path / "a.xlsx")
    assert failure.value.reason == "disk_full"
    assert _left(tmp_path) == ["writer.py"]


async def test_a_writer_that_dies_is_said(server: ServerThread, client: Client, tmp_path: Path) -> None:
    server.run(lambda c: c.received())
    services = await client.log_in("boss")
    services.export.worker = (sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(FileFailure) as failure:
        await _download(services, tmp_path / "a.xlsx")
    assert failure.value.reason == "failed"
    assert _left(tmp_path) == []


def test_an_installed_program_finds_a_python_for_its_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/bin/online-contact-center")
    assert Path(interpreter()).name.startswith("python")


async def test_statistics_are_written_as_the_screen_shows_them(client: Client, tmp_path: Path) -> None:
    services = await client.log_in("boss")
    outcome = await services.export.table(
        "stats",
        tmp_path / "처리현황.xlsx",
        "주간 보고",
        (TableColumn("기간", 12), TableColumn("할당", 8), TableColumn("완료율", 8, "0.0")),
        [("2026-11-23", 4, 25.0), ("합계", 4, "–")],
        "처리현황",
    )
    assert outcome.rows == 2
    assert _rows(outcome.path) == [("2026-11-23", 4, 25), ("합계", 4, "–")]


def _left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_file())
