"""Each import contract is broken once, on a copy, and must notice: a contract that guards nothing harms."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# contract id -> (file of the copy, line that breaks it)
BREAKS = {
    "contract-is-a-leaf": ("occ_contract/phone/__init__.py", "import sqlalchemy"),
    "two-sides": ("occ_desktop/services/bus.py", "import occ_server"),
    "server-side": ("occ_server/settings.py", "import occ_desktop"),
    "desktop-layers": ("occ_desktop/domain/rows.py", "import occ_desktop.services.bus"),
    "store-is-protected": ("occ_desktop/views/__init__.py", "import occ_desktop.store"),
    "remote-is-protected": ("occ_desktop/ui/__init__.py", "import occ_desktop.remote"),
    "qt-only-on-the-surface": ("occ_desktop/sync/__init__.py", "import PySide6"),
    "sql-only-in-the-store": ("occ_desktop/ui/messages.py", "import sqlalchemy"),
    "http-only-in-remote": ("occ_desktop/system/__init__.py", "import httpx"),
    "rooms-are-independent": ("occ_desktop/views/login/__init__.py", "import occ_desktop.views.settings"),
    "server-storeys": ("occ_server/kit/clock.py", "import occ_server.app"),
}

# What each storey of the server must not know: a file of it, and an import that goes up.
UPWARD = {
    "kit": ("occ_server/kit/clock.py", "visibility"),
    "settings": ("occ_server/settings.py", "audit"),
    "visibility": ("occ_server/visibility/tables.py", "people"),
    "audit": ("occ_server/audit/tables.py", "people"),
    "people": ("occ_server/people/tables.py", "auth"),
    "auth": ("occ_server/auth/tables.py", "feed"),
    "live": ("occ_server/live/greetings.py", "feed"),
    "feed": ("occ_server/feed/tables.py", "tickets"),
    "notices": ("occ_server/notices/tables.py", "callbacks"),
    "tickets": ("occ_server/tickets/tables.py", "callbacks"),
    "telephony": ("occ_server/telephony/tables.py", "callbacks"),
    "callbacks": ("occ_server/callbacks/tables.py", "stats"),
    "sms": ("occ_server/sms/tables.py", "topics"),
    "stats": ("occ_server/stats/__init__.py", "topics"),
    "maintenance": ("occ_server/maintenance.py", "topics"),
    "topics": ("occ_server/topics.py", "operating"),
    "examples": ("occ_server/examples.py", "app"),
    "migrations": ("occ_server/migrations/indexes.py", "operating"),
    "operating": ("occ_server/operating.py", "app"),
    "app": ("occ_server/app.py", "cli"),
}
THE_TOP = {"__main__", "cli", "demo"}

# Topics of one storey that must not know each other.
ASIDE = ("occ_server/tickets/__init__.py", "telephony")


def _contracts() -> dict[str, str]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    prefix = "importlinter:contract:"
    return {s.removeprefix(prefix): parser[s]["name"] for s in parser.sections() if s.startswith(prefix)}


def _lint(folder: Path) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def broken_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / ".importlinter", folder)
    upward = [(file, f"import occ_server.{storey}") for file, storey in UPWARD.values()]
    looking_up = ("occ_desktop/views/parts/__init__.py", "import occ_desktop.views.outbox")
    aside = (ASIDE[0], f"import occ_server.{ASIDE[1]}")
    for file, line in [*BREAKS.values(), *upward, aside, looking_up]:
        path = folder / "src" / file
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    return _lint(folder)


def test_a_part_may_not_look_into_a_room(broken_report: str) -> None:
    said = "occ_desktop.views.parts is not allowed to import occ_desktop.views.outbox"
    assert said in " ".join(broken_report.split()), broken_report


def test_the_tree_keeps_every_contract() -> None:
    assert "0 broken" in _lint(ROOT)


@pytest.mark.parametrize("contract", sorted(_contracts()))
def test_the_contract_bites(contract: str, broken_report: str) -> None:
    name = _contracts()[contract]
    assert any(name in line and "BROKEN" in line for line in broken_report.splitlines()), broken_report


def test_every_storey_is_tried_by_looking_up() -> None:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    layers = parser["importlinter:contract:server-storeys"]["layers"]
    assert set(layers.replace("|", " ").replace(" : ", " ").split()) - THE_TOP == set(UPWARD)


@pytest.mark.parametrize("storey", sorted(UPWARD))
def test_no_storey_of_the_server_may_look_up(storey: str, broken_report: str) -> None:
    above = UPWARD[storey][1]
    said = f"occ_server.{storey} is not allowed to import occ_server.{above}"
    assert said in " ".join(broken_report.split()), broken_report


def test_tickets_and_telephony_do_not_know_each_other(broken_report: str) -> None:
    said = "occ_server.tickets is not allowed to import occ_server.telephony"
    assert said in " ".join(broken_report.split()), broken_report
