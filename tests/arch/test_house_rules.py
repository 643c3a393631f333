"""The tree keeps the house rules, and each rule is seen to bite on a file that breaks it."""

import ast
import re
from pathlib import Path

import pytest

from arch.rules import MAX_FILE_LINES, RULES, Rule, Source

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

# Borders where everything unexpected must be caught, logged and reported; each names its border.
BORDERS = {
    "broad_excepts": (
        "occ_desktop/bootstrap/demo.py",  # the start of the demo ends in a window
        "occ_desktop/bootstrap/doctor.py",  # says what it found even when a look itself fails
        "occ_desktop/bootstrap/opening.py",  # the start of a desk ends in a window
        "occ_desktop/bootstrap/last_words.py",  # the start of the program ends in a window
        "occ_desktop/remote/client.py",  # libraries let through what the system made them stumble over
        "occ_desktop/remote/stream.py",  # a bug in what was heard must not leave a desk without news
        "occ_desktop/runtime/crash.py",  # the reporter itself
        "occ_desktop/runtime/shutdown.py",  # one stage must not cost the others their turn
        "occ_desktop/runtime/tasks.py",  # the task owner
        "occ_desktop/services/doctor.py",  # a look that fails must not cost the others their turn
        "occ_desktop/services/recipient_sheet.py",  # a workbook's library stumbles over broken files
        "occ_desktop/services/bus.py",  # one screen's bug must not stop the others
        "occ_desktop/services/single_flight.py",  # hands the error to whoever waits
        "occ_desktop/store/turns.py",  # hands the error to whoever waits
        "occ_desktop/sync/engine.py",  # a bug in one round must not leave a desk without news
        "occ_desktop/system/secrets.py",  # keyring backends raise whatever their library raises
        "occ_desktop/ui/tables/columns.py",  # data() must not raise into Qt
        "occ_desktop/ui/tables/window_model.py",  # what a source raises becomes the error state
        "occ_server/kit/announcements.py",  # the listener reconnects
        "occ_server/kit/tasks.py",  # the server's task owner
    ),
}

BROKEN = {
    "blocking_loops": "dialog.exec()\nQFileDialog.getSaveFileName(self)\nQApplication.processEvents()\n",
    "bare_tasks": "asyncio.create_task(work())\nasyncio.ensure_future(work())\n",
    "real_clock": "datetime.now(UTC)\ndate.today()\ntime.time()\n",
    "or_keyset": "or_(t.c.a < x, and_(t.c.a == x, t.c.id < y))\n",
    "guessed_markup": "label = QLabel(name, self)\n",
    "colour_literals": "x = '#0B6470'\nQColor(1, 2, 3)\n",
    "korean_in_source": "label = '콜백'\n",
    "sizes": "def long():\n" + "    pass\n" * 80,
    "awaits_in_views": "async def f():\n    await g()\n",
    "layout_in_presenters": "from PySide6.QtWidgets import QLabel\n",
    "broad_excepts": "try:\n    f()\nexcept Exception:\n    pass\n",
    "peer_addresses": "address = request.client.host\n",
    "living_code": "from occ_server.audit.triggers import X\nimport occ_contract.ids\n",
    "rights_of_before": "async def f(person: InPerson):\n    await commands.run(lambda uow: g(uow))\n",
    "unfinished": "# TODO: later\n",
    "keys_of_its_own": "shortcut.setKey('F3')\n",
}


def _files() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


@pytest.fixture(scope="module")
def broken() -> dict[str, list[str]]:
    """Where each rule is broken; every file is read once for all of them."""
    found: dict[str, list[str]] = {rule.check.__name__: [] for rule in RULES}
    for file in _files():
        source = Source.read(file, SRC)
        for rule in RULES:
            name = rule.check.__name__
            if rule.applies(source.path) and source.path not in BORDERS.get(name, ()):
                found[name] += [f"{source.path}:{line}: {what}" for line, what in rule.check(source)]
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.check.__name__)
def test_the_tree_keeps_the_rule(rule: Rule, broken: dict[str, list[str]]) -> None:
    lines = broken[rule.check.__name__]
    assert not lines, "\n".join([rule.check.__doc__ or "", *lines])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.check.__name__)
def test_the_rule_bites(rule: Rule) -> None:
    assert list(rule.check(Source.of(BROKEN[rule.check.__name__])))


@pytest.mark.parametrize(
    "way",
    [
        "label = QLabel(self)\n",
        "class Name(QLabel):\n    pass\n",
        "button.setToolTip(name)\n",
        "QToolTip.showText(at, name)\n",
        "icon.showMessage(title, notice_text(text))\n",
        "if role == Qt.ItemDataRole.ToolTipRole:\n    return cell.tooltip\n",
        "label.setTextFormat(Qt.TextFormat.RichText)\n",
        "box = QTextEdit(self)\n",
    ],
)
def test_no_way_a_name_could_become_markup_is_passed_over(way: str) -> None:
    rule = next(r for r in RULES if r.check.__name__ == "guessed_markup")
    assert list(rule.check(Source.of(way)))


@pytest.mark.parametrize(
    "way",
    [
        "QKeySequence('F3')\n",
        "QShortcut(QKeySequence(Qt.Key.Key_F3), self)\n",
        "bind(self, (('Ctrl+G', self.go),))\n",
        "action.setShortcut(sequence)\n",
        "QKeySequence.StandardKey.Find\n",
        "if event.key() == Qt.Key.Key_G:\n    self.go()\n",
        "KeyHint('Alt 7')\n",
        "keys = {'Ctrl+Shift+X': self.go}\n",
        "if event.key() == Qt.Key.Key_F12:\n    pass\n",
    ],
)
def test_no_way_a_room_could_answer_a_key_of_its_own_is_passed_over(way: str) -> None:
    rule = next(r for r in RULES if r.check.__name__ == "keys_of_its_own")
    assert list(rule.check(Source.of(way)))


def test_a_field_answers_what_fields_answer() -> None:
    rule = next(r for r in RULES if r.check.__name__ == "keys_of_its_own")
    assert not list(
        rule.check(Source.of("if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Escape}:\n    go()\n"))
    )


def test_no_border_is_listed_that_does_not_exist() -> None:
    assert [p for paths in BORDERS.values() for p in paths if not (SRC / p).is_file()] == []


def test_files_beside_the_source_are_no_longer_than_those_in_it() -> None:
    beside = (file for folder in ("tests", "benchmarks", "scripts") for file in (ROOT / folder).rglob("*.py"))
    lengths = {file: file.read_text(encoding="utf-8").count("\n") for file in beside}
    long = {str(file.relative_to(ROOT)): lines for file, lines in lengths.items() if lines > MAX_FILE_LINES}
    assert long == {}


def test_docstrings_may_speak_korean() -> None:
    rule = next(r for r in RULES if r.check.__name__ == "korean_in_source")
    assert not list(rule.check(Source.of('"""콜백 리스트."""\ndef f():\n    """할당."""\n')))


def test_every_text_file_speaks_of_the_project_alone() -> None:
    secret = re.compile(r"(^|[^\w./-])/(work|farm)/|\.\./" + "shared|/tmp/" + "(peers|bash_jobs)|/root/")
    spoken = []
    for file in [*_files(), *ROOT.glob("tests/**/*.py"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("scripts/*")]:
        if file.is_file() and file.suffix in {".py", ".md", "", ".sh"}:
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if secret.search(line) and file.name != Path(__file__).name:
                    spoken.append(f"{file.relative_to(ROOT)}:{number}")
    assert not spoken


def test_every_package_module_is_parsed() -> None:
    assert all(isinstance(ast.parse(f.read_text(encoding="utf-8")), ast.Module) for f in _files())
