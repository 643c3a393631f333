"""The house rules import-linter cannot see, as functions from a parsed file to the lines that break them."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60

Found = Iterator[tuple[int, str]]


@dataclass(frozen=True)
class Source:
    """One file: its path below ``src``, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @cached_property
    def calls(self) -> list[tuple[ast.Call, str]]:
        """Every call with the name of what is called; most rules look at them."""
        calls = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return [(node, ast.unparse(node.func)) for node in calls]

    @classmethod
    def read(cls, file: Path, root: Path) -> "Source":
        text = file.read_text(encoding="utf-8")
        return cls(file.relative_to(root).as_posix(), text, ast.parse(text))

    @classmethod
    def of(cls, text: str, path: str = "occ_desktop/views/room/view.py") -> "Source":
        return cls(path, text, ast.parse(text))


STATIC_DIALOG = re.compile(
    r"(QMessageBox\.(question|information|warning|critical|about)|QFileDialog\.get\w+|QInputDialog\.get\w+"
    r"|QColorDialog\.getColor|QFontDialog\.getFont)$"
)


def blocking_loops(source: Source) -> Found:
    """`exec()` and `processEvents` inside a task kill other tasks for good."""
    for call, name in source.calls:
        if name.endswith((".exec", ".exec_", ".processEvents", ".waitForFinished")):
            yield call.lineno, f"{name}() runs a nested or blocking event loop"
        if STATIC_DIALOG.search(name):
            yield call.lineno, f"{name}() blocks; use ui.dialogs"


def bare_tasks(source: Source) -> Found:
    """A task nobody owns is collected or outlives its screen."""
    for call, name in source.calls:
        if name.split(".")[-1] in {"create_task", "ensure_future", "asyncSlot", "run_coroutine_threadsafe"}:
            yield call.lineno, f"{name}() makes a task without owner"


def real_clock(source: Source) -> Found:
    """Only the clock modules read the real clock."""
    for call, name in source.calls:
        if re.search(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time|time\.monotonic)$", name):
            yield call.lineno, f"{name}() reads the real clock"


def or_keyset(source: Source) -> Found:
    """The OR form of a keyset scans; row values use the index."""
    for call, name in source.calls:
        if name.split(".")[-1] != "or_":
            continue
        parts = list(ast.walk(call))
        compared = any(
            isinstance(op, ast.Gt | ast.Lt)
            for node in parts
            if isinstance(node, ast.Compare)
            for op in node.ops
        )
        nested = any(
            isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "and_" for node in parts
        )
        if compared and nested:
            yield call.lineno, "keyset written with or_(and_()); use tuple_() row values"


COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{8}\b|^rgba?\(")


def colour_literals(source: Source) -> Found:
    """Colours live in the theme's tokens."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOUR.search(node.value):
            yield node.lineno, f"colour literal {node.value[:20]!r}"
    for call, name in source.calls:
        if name.endswith("QColor") and len(call.args) >= 3:
            yield call.lineno, "colour literal in QColor()"


HANGUL = re.compile(r"[\uac00-\ud7a3\u3131-\u318e]")


def _docstrings(tree: ast.Module) -> set[int]:
    out: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for statement in body:  # strings standing alone describe; they are never shown
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    out.add(id(statement.value))
    return out


def korean_in_source(source: Source) -> Found:
    """What a person reads is English in the source and Korean in the translation file."""
    described = _docstrings(source.tree)
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in described:
            continue
        if HANGUL.search(node.value):
            yield node.lineno, f"Korean text {node.value[:20]!r} in the source"


def sizes(source: Source) -> Found:
    """Files over 400 lines and functions over 60 hide their second reason to exist."""
    lines = source.text.count("\n")
    if lines > MAX_FILE_LINES:
        yield 1, f"{lines} lines"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield node.lineno, f"{node.name}() has {length} lines"


def awaits_in_views(source: Source) -> Found:
    """A view lays out; its presenter awaits."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Await | ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith):
            yield node.lineno, "a view does not await"


def layout_in_presenters(source: Source) -> Found:
    """A presenter awaits; its view lays out."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "PySide6.QtWidgets":
            yield node.lineno, "a presenter does not build widgets"


def broad_excepts(source: Source) -> Found:
    """Each except names what it expects, or cleans up and raises again; the borders are listed by name."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and not isinstance(node.body[-1], ast.Raise):
            caught = "BaseException" if node.type is None else ast.unparse(node.type)
            if caught in {"Exception", "BaseException"}:
                yield node.lineno, f"except {caught} outside a border"


def peer_addresses(source: Source) -> Found:
    """Behind a proxy the peer is the proxy; one module tells whose address a request has."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith(".client.host"):
            yield node.lineno, "use kit.client_address"


def living_code(source: Source) -> Found:
    """A step of the schema is history: what it was made of must not change with the code of today."""
    for node in ast.walk(source.tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            if name.split(".")[0] in {"occ_server", "occ_contract"}:
                yield node.lineno, f"imports {name}"


UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")


def unfinished(source: Source) -> Found:
    """Nothing lands half done under a marker."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if UNFINISHED.search(line):
            yield number, "unfinished: " + line.strip()[:60]


GUESSING = re.compile(
    r"(^|\.)(QLabel|QTextEdit|QTextBrowser|QTextDocument|QToolTip\.showText"
    r"|setToolTip|setHtml|insertHtml|setMarkdown|setTextFormat)$"
)


def guessed_markup(source: Source) -> Found:
    """Qt takes what looks like HTML for HTML; ui.plain_text shows what others wrote as it is."""
    for call, name in source.calls:
        if GUESSING.search(name):
            yield call.lineno, f"{name}() may take text for markup; use Label, set_tip or tip"
        if name.endswith(".showMessage") and any("notice_text(" not in ast.unparse(a) for a in call.args[:2]):
            yield call.lineno, f"{name}() without notice_text"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and any(ast.unparse(b).endswith("QLabel") for b in node.bases):
            yield node.lineno, f"{node.name} is a QLabel; make it a Label"
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("ToolTipRole"):
            returned = [r for r in node.body if isinstance(r, ast.Return) and r.value is not None]
            if any("tip(" not in ast.unparse(r) for r in returned):
                yield node.lineno, "a tool tip of a model without tip()"


def rights_of_before(source: Source) -> Found:
    """A person's command is judged by what they may do when it changes something, not when it was asked."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.AsyncFunctionDef):
            continue
        if not any(ast.unparse(one.annotation or node) == "InPerson" for one in node.args.args):
            continue
        for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
            if ast.unparse(call.func) == "commands.run":
                work = ast.unparse(call.args[0])
                if not work.startswith(("judged_now(person, ", "judges_itself(person, ")):
                    yield call.lineno, "give commands.run people.present.judged_now"


_SEQUENCE = re.compile(
    r"(?i)^(?:(?:ctrl|alt|shift|meta)\s*[+ ]\s*)+(?:\w{1,8}|[^\w\s])$|^f(?:[1-9]|[12]\d|3[0-5])$"
)
# What a field or a dialog answers by itself: to go, to take, to leave.
_OF_CONTROLS = {"Escape", "Return", "Enter", "Space", "Tab", "Backtab", "Up", "Down", "Left", "Right"}
_MAKERS = {"QShortcut", "QKeySequence", "QKeyCombination", "QHotkey", "setShortcut", "setShortcuts", "bind"}


def keys_of_its_own(source: Source) -> Found:
    """Keys stand in the declaration alone: help, status line and settings are made from it."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SEQUENCE.match(node.value):
            yield node.lineno, f"{node.value!r} is a key of its own"
        elif isinstance(node, ast.Attribute) and node.attr.startswith("Key_"):
            if node.attr.removeprefix("Key_") not in _OF_CONTROLS:
                yield node.lineno, f"{node.attr} is a key of its own"
        elif isinstance(node, ast.Attribute) and ast.unparse(node).startswith("QKeySequence.StandardKey."):
            yield node.lineno, f"{node.attr} is a key of its own"
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in _MAKERS:
            yield node.lineno, f"{ast.unparse(node.func)}() answers a key nobody declared"


@dataclass(frozen=True)
class Rule:
    """A check, the files it looks at and those it leaves to their job."""

    check: Callable[[Source], Found]
    where: str
    but: str = r"^$"

    def applies(self, path: str) -> bool:
        return re.search(self.where, path) is not None and re.search(self.but, path) is None


DESKTOP = r"^occ_desktop/"
EVERYWHERE = r""

RULES: tuple[Rule, ...] = (
    Rule(blocking_loops, DESKTOP),
    # sheet_process shields the future of an executor's thread: no coroutine, and it is awaited in place
    Rule(
        bare_tasks,
        EVERYWHERE,
        r"^occ_desktop/runtime/tasks\.py$|^occ_server/kit/tasks\.py$|^occ_desktop/services/sheet_process\.py$",
    ),
    Rule(real_clock, EVERYWHERE, r"/clock\.py$"),
    Rule(or_keyset, r"^occ_desktop/store/|^occ_server/"),
    Rule(guessed_markup, DESKTOP, r"^occ_desktop/ui/plain_text\.py$"),
    Rule(colour_literals, DESKTOP, r"^occ_desktop/ui/theme/"),
    Rule(korean_in_source, DESKTOP),
    Rule(sizes, EVERYWHERE),
    Rule(awaits_in_views, r"/view\.py$"),
    Rule(layout_in_presenters, r"/presenter\.py$"),
    Rule(broad_excepts, EVERYWHERE, r"^occ_server/kit/(tasks|announcements)\.py$"),
    Rule(peer_addresses, r"^occ_server/", r"^occ_server/kit/client_address\.py$"),
    Rule(living_code, r"^occ_server/migrations/(versions/|env\.py$)"),
    Rule(unfinished, EVERYWHERE),
    Rule(rights_of_before, r"^occ_server/"),
    # the frame's window answers the declared history key where no room took it for its callback in hand
    Rule(
        keys_of_its_own,
        r"^occ_desktop/(views|bootstrap)/",
        r"^occ_desktop/views/(parts/(declared_keys|keys)|shell/window)\.py$",
    ),
)
