"""The screens of every day, as the camera sees them in both themes and sizes.

What they show is done here by hand, through the same services as on a desk.
"""

from datetime import timedelta

from occ_contract.callbacks import AssignMethod, CallbackStatus
from occ_contract.tickets import NewTicket
from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.demo_server import DemoCentre, DemoServer
from occ_desktop.domain.filters import CallbackFilter, CallbackSort
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.tables.checked import Checked
from occ_desktop.views.callbacks.room import CallbacksRoom
from occ_desktop.views.login.view import Typed
from pictures.camera import Camera, quiet, until


async def login(camera: Camera, client: Client, centre: DemoCentre) -> None:
    """The log-in, filled and refused."""
    await client.open()
    login = client.login
    assert login is not None
    login.view.fill(Typed(server=centre.url, username="agent01"))
    login.view.server_input.editingFinished.emit()
    await quiet(1500)
    await camera.take(client.window, "login")
    login.view.password_input.setText("wrong password")
    login.view.submit.click()
    await quiet(1500)
    await camera.take(client.window, "login-error")
    login.hide()


async def supervisor(camera: Camera, client: Client) -> None:
    """The rooms of somebody who supervises."""
    shell = client.shell
    assert shell is not None
    await camera.take(shell, "supervisor")
    for place, name in ((Place.STATISTICS, "stats"), (Place.CANCELLATION, "cancellation")):
        shell.navigate(Target(place))
        await quiet(1500)
        await camera.take(shell, name)
    shell.navigate(Target(Place.ASSIGNMENT))
    await quiet(1500)
    await _prepare_assignment(client)
    await camera.take(shell, "assignment")
    shell.navigate(Target(Place.SETTINGS))
    await camera.take(shell, "settings")


async def agent(camera: Camera, client: Client) -> list[str]:
    """The list during a call, notices, history in the panel. Return the ids of the person's callbacks."""
    services, shell = client.services, client.shell
    assert shell is not None
    me = services.session.me
    assert me is not None
    await _give_work(client, me.id)
    await services.cti.login("2041")
    await quiet(1500)
    own = await services.search.page(
        CallbackFilter(assignees=(me.id,), statuses=(CallbackStatus.ASSIGNED,)), CallbackSort(), 0, 8
    )
    await services.actions.connect(own[1].id)
    shell.navigate(Target(Place.CALLBACK_LIST, {"id": own[1].id}))
    await quiet(6000)
    await camera.take(shell, "callbacks")
    shell.notices.toggle()
    await camera.take(shell, "notices")
    shell.notices.toggle()
    room = callbacks_room(client)
    room.panel.register_history()
    await quiet()
    await camera.take(shell, "history")
    room.panel.history.close()
    return [row.id for row in own]


async def offline(camera: Camera, client: Client, server: DemoServer, own: list[str]) -> None:
    """The list and what waits to be sent while the server is away."""
    services, shell = client.services, client.shell
    assert shell is not None
    await server.stop()
    services.workplace.desk.sync.nudge()
    await until(lambda: _state(client) is SyncState.OFFLINE, 60, "offline")
    await services.actions.complete(own[2], "내일 오전에 다시 안내하기로 함")
    await services.tickets.register(
        NewTicket(
            service_id=services.directory.services()[0].id,
            subject="배송지 변경 문의",
            content="주문 확인 뒤 문자로 안내",
            phone="010-0482-1937",
        )
    )
    await quiet(1500)
    await camera.take(shell, "callbacks-offline")
    shell.navigate(Target(Place.OUTBOX))
    await camera.take(shell, "outbox")


def callbacks_room(client: Client) -> CallbacksRoom:
    """Return the callback list of a client's window."""
    assert client.shell is not None
    room = client.shell.host.room(Place.CALLBACK_LIST)
    assert isinstance(room, CallbacksRoom)
    return room


async def _prepare_assignment(client: Client) -> None:
    """Check fourteen waiting callbacks of one service and the four agents with the least to do."""
    from occ_desktop.views.assignment.room import AssignmentRoom

    room = client.shell.host.currentWidget() if client.shell else None
    if not isinstance(room, AssignmentRoom):
        return
    search, directory = client.services.search, client.services.directory
    service = directory.services()[0].id
    statuses = (CallbackStatus.RECEIVED, CallbackStatus.CANCELLED)
    oldest = CallbackSort(descending=False)
    week = client.services.clock.now() - timedelta(days=6)
    waiting = await search.page(
        CallbackFilter(received_from=week, statuses=statuses, services=(service,)), oldest, 0, 14
    )
    loads = await search.outstanding_by_agent((service,))
    agents = sorted(directory.agents((service,), phone_only=True), key=lambda agent: loads.get(agent.id, 0))
    room.view.rows.table.set_checked(Checked(ids=frozenset(row.id for row in waiting)))
    room.view.agents.table.set_checked(Checked(ids=frozenset(agent.id for agent in agents[:4])))
    await quiet()


async def _give_work(client: Client, person: str) -> None:
    """Assign a handful of waiting callbacks to the person."""
    services = client.services
    mine = frozenset(m.service_id for m in services.session.me.memberships) if services.session.me else ()
    waiting = await services.search.page(
        CallbackFilter(statuses=(CallbackStatus.RECEIVED,), services=tuple(mine)), CallbackSort(), 0, 6
    )
    await services.assignment.assign([row.id for row in waiting], [person], AssignMethod.MANUAL)
    await quiet(timedelta(seconds=2) // timedelta(milliseconds=1))


def _state(client: Client) -> SyncState | None:
    status = client.services.workplace.status
    return status.state if status else None
