"""The telephony bar: if these fail, an agent cannot log the phone in, see the call they are in, or end it."""

from typing import Any

import pytest

from occ_contract.cti import CtiState
from occ_contract.errors import ErrorCode
from occ_desktop.domain.failures import Refused
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.services.container import Services
from occ_desktop.ui.failure_text import sentence
from occ_desktop.ui.frame import Place
from occ_desktop.views.shell.cti_bar import CtiLook
from occ_desktop.views.shell.extension_form import ExtensionForm
from support.clients import DeskClock
from support.server_thread import ServerThread
from support.waiting import until
from views.conftest import Open
from views.shell_world import Shell


def form_of(shell: Shell) -> ExtensionForm:
    found = shell.window.findChildren(ExtensionForm)
    assert len(found) == 1
    return found[0]


async def logged_in_phone(open_as: Open, who: str = "ann", extension: str = "2041") -> Shell:
    shell = await open_as(who)
    shell.window.cti.ask_extension()
    form_of(shell).submitted.emit(extension)
    await until(lambda: shell.window.cti.bar.look is CtiLook.LOGGED_IN)
    return shell


async def first_callback(services: Services) -> str:
    rows = await services.search.page(CallbackFilter(), CallbackSort(), 0, 1)
    return rows[0].id


async def test_the_phone_is_logged_in_with_its_extension(open_as: Open) -> None:
    shell = await logged_in_phone(open_as)
    bar = shell.window.cti.bar
    assert "2041" in bar.extension.text()
    assert bar.states.value == "ready"
    assert not shell.window.findChildren(ExtensionForm) or not form_of(shell).isVisible()


async def test_an_extension_that_is_none_is_said_below_it_and_stays(open_as: Open) -> None:
    shell = await open_as("ann")
    shell.window.cti.ask_extension()
    form = form_of(shell)
    form.input.setText("20 41 a")
    form.submitted.emit(form.input.text())
    await until(lambda: form.error)
    assert form.error == sentence(Refused(ErrorCode.EXTENSION_INVALID))
    assert form.input.text() == "20 41 a"


async def test_an_extension_somebody_else_uses_is_refused_with_their_name(
    open_as: Open, server: ServerThread
) -> None:
    server.run(lambda centre: centre.ben.sit_down("2041"))
    shell = await open_as("ann")
    shell.window.cti.ask_extension()
    form = form_of(shell)
    form.submitted.emit("2041")
    await until(lambda: form.error)
    assert "박상담" in form.error


async def test_the_state_follows_what_one_chooses(open_as: Open, services: Services) -> None:
    shell = await logged_in_phone(open_as)
    shell.window.cti.choose_state(CtiState.BREAK)
    await until(lambda: services.cti.status and services.cti.status.state is CtiState.BREAK)
    await until(lambda: shell.window.cti.bar.states.value == "break")


async def call_somebody(shell: Shell, server: ServerThread, services: Services) -> None:
    server.run(lambda centre: centre.given(centre.ann, name="박미경"))
    await until(lambda: shell.window.badges.own == 1)
    await services.actions.connect(await first_callback(services))
    await until(lambda: shell.window.cti.bar.call.words)


async def test_the_live_call_shows_who_it_is_and_can_be_ended(
    open_as: Open, server: ServerThread, services: Services
) -> None:
    shell = await logged_in_phone(open_as)
    await call_somebody(shell, server, services)
    bar = shell.window.cti.bar
    assert "박미경" in bar.call.words
    assert "010-0000-0001" in bar.call.words
    bar.call.hang_up_chosen.emit()
    await until(lambda: not bar.call.words)
    assert bar.look is CtiLook.LOGGED_IN


async def test_after_a_call_the_state_one_asked_for_comes(
    open_as: Open, server: ServerThread, services: Services
) -> None:
    shell = await logged_in_phone(open_as)
    shell.window.cti.bar.after_call_chosen.emit("break")
    await call_somebody(shell, server, services)
    shell.window.cti.hang_up()
    await until(lambda: services.cti.status and services.cti.status.state is CtiState.BREAK)
    assert services.preferences.value.after_call_state == "break"


async def test_nothing_of_a_live_call_is_clipped_at_1280(
    open_as: Open, server: ServerThread, services: Services
) -> None:
    shell = await logged_in_phone(open_as)
    await call_somebody(shell, server, services)
    call = shell.window.cti.bar.call
    await until(lambda: call.width() >= call.sizeHint().width())
    top, bar = shell.window.view.top, shell.window.cti.bar
    shown = [part for part in (bar.extension, bar.states, bar.after) if not part.isHidden()]
    for part in (top.finder, top.person, top.bell, *shown):
        assert part.width() >= part.sizeHint().width()
    for part in (top.finder, top.person, top.bell):
        assert part.x() + part.width() <= top.width()
    bar.call.hang_up_chosen.emit()
    await until(lambda: not bar.call.words)
    assert not bar.states.isHidden()


async def test_a_refused_press_says_why_beside_it(
    open_as: Open, server: ServerThread, services: Services
) -> None:
    shell = await logged_in_phone(open_as)
    await call_somebody(shell, server, services)
    shell.window.cti.bar.logout_chosen.emit()
    await until(lambda: shell.window.cti.bar.error)
    assert shell.window.cti.bar.error == sentence(Refused(ErrorCode.CTI_BUSY))


async def test_somebody_without_a_phone_sees_no_telephony(
    open_as: Open, server: ServerThread, services: Services
) -> None:
    async def seat(centre: Any) -> None:
        await centre.world.switch(centre.service, sms_enabled=False)
        await centre.seat(await centre.world.agent("desk", centre.service, permissions=(), name="전화 없이"))

    server.run(seat)
    shell = await open_as("desk")
    assert shell.window.cti.bar.look is CtiLook.ABSENT
    assert "Nobody is dialled" in shell.window.cti.bar.warning  # colleagues seem to be in calls
    assert shell.window.place is Place.OUTBOX
    assert "callbacks" not in shell.window.view.rail.items


async def test_between_calls_the_bar_says_how_long_the_state_has_lasted(
    open_as: Open, server: ServerThread, services: Services, clock: DeskClock
) -> None:
    shell = await logged_in_phone(open_as)
    bar = shell.window.cti.bar
    await until(lambda: bar.lasting)
    clock.move(65)
    shell.window.cti.tick()
    assert bar.lasting.split()[-1] in {"1:05", "1:06"}
    await call_somebody(shell, server, services)
    await until(lambda: not bar.lasting)


async def test_the_call_in_the_bar_leads_back_to_its_callback(server: ServerThread, open_as: Open) -> None:
    given = server.run(lambda centre: centre.given(centre.ann, name="박미경"))
    shell = await logged_in_phone(open_as)
    await shell.window._services.actions.connect(given)
    bar = shell.window.cti.bar
    await until(lambda: not bar.call.isHidden())
    shell.go(Place.OUTBOX)
    bar.call._name.click()
    assert shell.window.place is Place.CALLBACK_LIST
    assert shell.room(Place.CALLBACK_LIST).told[-1] == ("entered", {"id": given})


async def test_who_has_a_simulator_for_a_telephone_system_is_told_that_nobody_is_dialled(
    open_as: Open,
) -> None:
    shell = await logged_in_phone(open_as)
    assert "Nobody is dialled" in shell.window.cti.bar.warning


@pytest.mark.parametrize("server", [{"cti_adapter": "none"}], indirect=True)
async def test_nothing_is_said_of_a_simulator_where_there_is_none(open_as: Open) -> None:
    shell = await logged_in_phone(open_as)
    assert shell.window.cti.bar.warning == ""
