"""History registration: if these fail, a contact is not on record, or twice, or must be typed again."""

from collections.abc import Callable
from typing import Any

from occ_desktop.domain.drafts import DraftKind
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.container import Services
from occ_desktop.views.history.dialog import HistoryDialog
from support.server_thread import ServerThread
from support.waiting import eventually, until
from views.conftest import LogIn

Shown = Callable[..., Any]


async def opened(services: Services, tasks: TaskOwner, shown: Shown) -> tuple[HistoryDialog, list[str]]:
    dialog = HistoryDialog(services, tasks)
    told: list[str] = []
    dialog.registered.connect(told.append)
    shown(dialog, 600, 640)
    await until(lambda: dialog.registration.filled)
    return dialog, told


def tickets(server: ServerThread) -> list[dict[str, Any]]:
    async def look(centre: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (await centre.boss.get("/v1/tickets")).json()["items"]
        return items

    return server.run(look)


async def test_a_record_needs_no_callback(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, shown: Shown
) -> None:
    services = await log_in("ann")
    dialog, told = await opened(services, tasks, shown)
    dialog.view.subject.setText("walk-in question")
    dialog.view.register.click()
    await until(lambda: told)
    await until(lambda: len(tickets(server)) == 1)
    assert tickets(server)[0]["callback_id"] is None


async def test_each_mistake_is_named_at_its_field_and_nothing_typed_is_lost(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, shown: Shown
) -> None:
    services = await log_in("ann")
    dialog, told = await opened(services, tasks, shown)
    view = dialog.view
    view.content.setPlainText("long story")
    for field, edit, wrong, sentence, right in (
        ("subject", view.subject, "", "Please fill this in.", "a subject"),
        ("subject", view.subject, "s" * 201, "At most 200 characters; it has 201 now.", "a subject"),
        ("phone", view.phone, "02-12", "The number is too short (4 digits). Check it.", ""),
        ("phone", view.phone, "call me", "“c” does not belong in a telephone number.", ""),
    ):
        edit.setText(wrong)
        view.register.click()
        await until(lambda field=field: view.fields[field].error and not view.register.busy)
        assert str(view.fields[field].error).startswith(sentence)
        edit.setText(right)
    assert view.content.toPlainText() == "long story"
    assert not told
    dialog.close()


async def test_closing_keeps_what_was_typed_for_the_next_time(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, shown: Shown
) -> None:
    services = await log_in("ann")
    dialog, _ = await opened(services, tasks, shown)
    dialog.view.subject.setText("half a sent")
    dialog.close()
    await eventually(lambda: services.drafts.read(DraftKind.HISTORY, "new"))
    again, told = await opened(services, tasks, shown)
    assert again.view.subject.text() == "half a sent"
    again.view.anew_pressed.emit()
    assert again.view.subject.text() == ""
    again.view.subject.setText("another")
    again.view.register.click()
    await until(lambda: told)
    third, _ = await opened(services, tasks, shown)
    assert third.view.subject.text() == ""
    third.close()


async def test_with_the_server_away_it_is_kept_and_says_so(
    server: ServerThread, log_in: LogIn, tasks: TaskOwner, shown: Shown
) -> None:
    services = await log_in("ann")
    server.stop()
    await until(lambda: services.workplace.status and services.workplace.status.state.value == "offline")
    dialog, told = await opened(services, tasks, shown)
    dialog.view.subject.setText("written offline")
    dialog.view.register.click()
    await until(lambda: told == ["The history is kept and sent once the server is back."])
    assert [entry.text for entry in await services.outbox.entries()] == ["written offline"]
