"""Log-in: if these fail, people do not get in, or do not learn what is wrong, or type everything again."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import CacheFailure, LoggedOut, Refused, SecretsFailure, Unreachable
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.ui.failure_text import sentence
from occ_desktop.views.login.view import Typed
from occ_desktop.views.login.window import LoginWindow
from support.clients import DeskClock, MemoryVault, client_services
from support.server_thread import ServerThread
from support.waiting import until
from support.world import PASSWORD

Show = Callable[..., Any]


def make(services: Services, tasks: TaskOwner, server: str = "", **more: Any) -> LoginWindow:
    return LoginWindow(services, tasks, version="0.1.0", server=server, **more)


@pytest.fixture
async def window(
    server: ServerThread, services: Services, tasks: TaskOwner, shown: Show
) -> tuple[LoginWindow, list[Any]]:
    made = make(services, tasks, server.url)
    people: list[Any] = []
    made.logged_in.connect(people.append)
    shown(made, 1080, 720)
    return made, people


def enter(window: LoginWindow, username: str, password: str) -> None:
    window.view.account_input.setText(username)
    window.view.password_input.setText(password)
    window.view.submitted.emit()


async def test_one_gets_in_by_keyboard_alone(window: tuple[LoginWindow, list[Any]]) -> None:
    login, people = window
    QTest.keyClicks(login.view.account_input, "ann")
    QTest.keyClick(login.view.account_input, Qt.Key.Key_Tab)
    QTest.keyClicks(login.view.password_input, PASSWORD)
    QTest.keyClick(login.view.password_input, Qt.Key.Key_Return)
    await until(lambda: people)
    assert people[0].username == "ann"
    assert login.view.password_input.text() == ""


async def test_the_server_says_who_it_is_before_a_password_is_typed(
    window: tuple[LoginWindow, list[Any]], server: ServerThread
) -> None:
    side = window[0].view.side
    await until(lambda: side.server.title.text() == "Server connected")
    assert server.url.split("://")[1] in side.server.detail.text()
    assert "0.1.0" in side.version.title.text()


async def test_a_wrong_password_says_how_many_tries_are_left_and_keeps_what_was_typed(
    window: tuple[LoginWindow, list[Any]],
) -> None:
    login, people = window
    enter(login, "ann", "wrong")
    await until(lambda: login.view.password.error)
    assert "4 more" in (login.view.password.error or "")
    assert login.view.typed().username == "ann"
    assert login.view.typed().password == "wrong"
    assert not people


async def test_who_guessed_too_often_is_told_how_long_to_wait(window: tuple[LoginWindow, list[Any]]) -> None:
    login, _ = window
    for tries in range(1, 7):
        enter(login, "ann", f"wrong {tries}")
        await until(lambda: not login.view.submit.busy)
        if login.view.account.error:
            break
    assert "in 1 min." in (login.view.account.error or "")


async def test_a_disabled_account_is_told_so(
    window: tuple[LoginWindow, list[Any]], server: ServerThread
) -> None:
    login, people = window
    server.run(lambda centre: centre.world.disable(centre.ann.id))
    enter(login, "ann", PASSWORD)
    await until(lambda: login.view.account.error)
    assert login.view.account.error == sentence(Refused(ErrorCode.ACCOUNT_DISABLED))
    assert not people


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("not an address", "address"),
        ("https://", "address"),
        ("ftp://center.example.kr", "address"),
        ("http://center.example.kr", "insecure"),
    ],
)
async def test_an_address_that_is_none_is_said_under_the_server_field(
    services: Services, tasks: TaskOwner, shown: Show, address: str, reason: str
) -> None:
    login = make(services, tasks, address)
    shown(login)
    enter(login, "ann", PASSWORD)
    await until(lambda: login.view.server.error)
    assert login.view.server.error == sentence(Unreachable(reason))
    assert login.view.server_input.text() == address
    login.close()


async def test_an_address_half_typed_is_not_called_wrong_before_one_leaves_the_field(
    services: Services, tasks: TaskOwner, shown: Show
) -> None:
    login = make(services, tasks)
    shown(login)
    login.view.server_input.setText("http://center")
    login.view.server_edited.emit("http://center")
    await until(lambda: "check-server" not in str([t.get_name() for t in tasks.active]))
    assert login.view.server.error is None
    login.view.server_left.emit()
    await until(lambda: login.view.server.error)
    login.close()


async def test_nobody_listening_is_said_at_the_field_and_at_the_side(
    services: Services, tasks: TaskOwner, shown: Show
) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        login = make(services, tasks, f"http://127.0.0.1:{port}")
        shown(login)
        await until(lambda: login.view.server.error)
    assert login.view.server.error == sentence(Unreachable("connection"))
    assert login.view.side.server.title.text() == "Server not connected"
    login.close()


class Stranger:
    """A listener that is not our server: answers each request with ``answer``, or never."""

    def __init__(self, answer: bytes | None) -> None:
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._open: list[socket.socket] = []

    async def serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(self._socket)
            self._open.append(connection)
            if self._answer is not None:
                await loop.sock_recv(connection, 4096)
                await loop.sock_sendall(connection, self._answer)
                connection.close()

    def close(self) -> None:
        for connection in (*self._open, self._socket):
            connection.close()


@pytest.fixture
async def stranger(tasks: TaskOwner) -> AsyncIterator[Callable[[bytes | None], Stranger]]:
    made: list[Stranger] = []

    def start(answer: bytes | None) -> Stranger:
        made.append(Stranger(answer))
        tasks.start(made[-1].serve(), name=f"stranger-{len(made)}")
        return made[-1]

    yield start
    for one in range(len(made)):
        tasks.cancel(f"stranger-{one + 1}")
    await asyncio.sleep(0)
    for each in made:
        each.close()


async def test_something_else_at_the_address_is_not_taken_for_our_server(
    services: Services, tasks: TaskOwner, shown: Show, stranger: Callable[[bytes | None], Stranger]
) -> None:
    page = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
    )
    login = make(services, tasks, stranger(page).url)
    shown(login)
    await until(lambda: login.view.server.error)
    assert login.view.server.error == sentence(Unreachable("protocol"))
    login.close()


async def test_a_log_in_that_hangs_can_be_given_up_with_escape_and_keeps_what_was_typed(
    services: Services, tasks: TaskOwner, shown: Show, stranger: Callable[[bytes | None], Stranger]
) -> None:
    login = make(services, tasks, stranger(None).url)
    shown(login)
    enter(login, "ann", "secret words")
    await until(lambda: login.view.submit.busy)
    QTest.keyClick(login.view, Qt.Key.Key_Escape)
    await until(lambda: not login.view.submit.busy)
    assert login.view.typed().password == "secret words"
    assert not login.view.password_input.isReadOnly()
    login.close()


async def test_a_log_in_given_up_can_be_tried_again_at_once(
    server: ServerThread,
    services: Services,
    tasks: TaskOwner,
    shown: Show,
    stranger: Callable[[bytes | None], Stranger],
) -> None:
    login = make(services, tasks, stranger(None).url)
    people: list[Any] = []
    login.logged_in.connect(people.append)
    shown(login)
    enter(login, "ann", PASSWORD)
    await until(lambda: login.view.submit.busy)
    QTest.keyClick(login.view, Qt.Key.Key_Escape)
    login.view.server_input.setText(server.url)
    enter(login, "ann", PASSWORD)
    await until(lambda: people)
    assert not login.view.submit.busy
    login.close()


async def test_a_fault_in_the_log_in_ends_the_waiting(
    server: ServerThread, tmp_path: Path, theme: object, shown: Show, clock: DeskClock
) -> None:
    """A button that turns for ever is all a person would see of it."""
    faults: list[BaseException] = []
    tasks = TaskOwner("faulty", on_error=lambda fault, _name: faults.append(fault))
    services = client_services(tmp_path, tasks, clock, faults.append, BrokenVault())
    login = make(services, tasks, server.url)
    shown(login)
    enter(login, "ann", PASSWORD)
    await until(lambda: faults)
    assert not login.view.submit.busy
    login.presenter.show_fault("AB12-34")
    assert "AB12-34" in login.view.notice
    login.close()
    await services.close()
    await tasks.aclose()


class BrokenVault(MemoryVault):
    """A keyring that fails in a way nobody foresaw."""

    async def get(self, name: str) -> str | None:
        raise ImportError("a module that was not packed")


@pytest.mark.parametrize(
    ("failure", "place"),
    [
        (Unreachable("certificate"), "server"),
        (Unreachable("timeout"), "server"),
        (Unreachable("insecure"), "server"),
        (Refused(ErrorCode.CLIENT_TOO_OLD, present="0.1.0", minimum="2.0"), "notice"),
        (Refused(ErrorCode.RATE_LIMITED, retry_after=30), "notice"),
        (Refused(ErrorCode.SERVER_ERROR, number="42"), "notice"),
        (Refused(ErrorCode.ACCOUNT_LOCKED, retry_after=600), "account"),
        (LoggedOut(ErrorCode.TOKEN_REVOKED), "notice"),
        (LoggedOut(ErrorCode.ACCOUNT_DISABLED), "account"),
        (CacheFailure("disk_full"), "notice"),
        (SecretsFailure("timeout"), "notice"),
        (SecretsFailure("locked"), "notice"),
        (SecretsFailure("unavailable"), "notice"),
    ],
    ids=lambda value: f"{type(value).__name__}-{value}" if isinstance(value, Exception) else value,
)
async def test_each_failure_stands_where_it_belongs(
    services: Services, tasks: TaskOwner, shown: Show, failure: Any, place: str
) -> None:
    login = make(services, tasks, notice=failure)
    shown(login)
    view = login.view
    found = {"server": view.server.error, "account": view.account.error, "notice": view.notice or None}
    assert found == {"server": None, "account": None, "notice": None} | {place: sentence(failure)}
    login.close()


async def test_empty_fields_are_marked_and_nothing_is_sent(
    services: Services, tasks: TaskOwner, shown: Show
) -> None:
    login = make(services, tasks)
    shown(login)
    login.view.submitted.emit()
    errors = [field.error for field in (login.view.server, login.view.account, login.view.password)]
    assert errors == [sentence(Refused(ErrorCode.REQUIRED))] * 3
    assert login.view.focusWidget() is login.view.server_input
    assert not login.view.submit.busy
    login.close()


class SilentVault(MemoryVault):
    """A keyring of the system that does not answer in time."""

    async def get(self, name: str) -> str | None:
        raise SecretsFailure("timeout")

    async def set(self, name: str, value: str) -> None:
        raise SecretsFailure("timeout")


async def test_without_a_keyring_one_may_go_on_for_this_session(
    server: ServerThread, tmp_path: Path, tasks: TaskOwner, clock: DeskClock, shown: Show
) -> None:
    errors: list[BaseException] = []
    services = client_services(tmp_path, tasks, clock, errors.append, SilentVault())
    login = make(services, tasks, server.url)
    people: list[Any] = []
    login.logged_in.connect(people.append)
    shown(login)
    enter(login, "ann", PASSWORD)
    await until(lambda: login.view.notice)
    assert login.view.notice == sentence(SecretsFailure("timeout"))
    login.view.session_only_chosen.emit()
    await until(lambda: people)
    login.close()
    await services.close()
    assert not errors


async def test_caps_lock_is_said_beside_the_password(
    services: Services, tasks: TaskOwner, shown: Show
) -> None:
    login = make(services, tasks)
    shown(login)
    QTest.keyClick(login.view.password_input, Qt.Key.Key_A)
    assert not login.view.caps_lock_said
    QTest.sendKeyEvent(
        QTest.KeyAction.Click, login.view.password_input, Qt.Key.Key_B, "B", Qt.KeyboardModifier.NoModifier
    )
    assert login.view.caps_lock_said
    login.close()


async def test_another_language_keeps_what_was_typed(
    services: Services, tasks: TaskOwner, shown: Show
) -> None:
    login = make(services, tasks)
    shown(login)
    typed = Typed("https://center.example.kr", "ann", "secret", remember=False)
    login.view.fill(typed)
    QApplication.sendEvent(login, QEvent(QEvent.Type.LanguageChange))
    QApplication.sendEvent(login.view, QEvent(QEvent.Type.LanguageChange))
    assert login.view.typed() == typed
    login.close()


async def test_the_chosen_language_is_kept_in_the_settings(
    services: Services, tasks: TaskOwner, shown: Show
) -> None:
    login = make(services, tasks)
    shown(login)
    login.view.language_chosen.emit("en")
    assert services.preferences.value.language.value == "en"
    login.close()


async def test_closing_the_window_says_so_only_to_those_who_are_not_in(
    services: Services, tasks: TaskOwner, shown: Show
) -> None:
    login = make(services, tasks)
    told: list[bool] = []
    login.closed.connect(lambda: told.append(True))
    shown(login)
    login.close()
    assert told == [True]
