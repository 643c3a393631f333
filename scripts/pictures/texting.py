"""The rooms of texting: filled, with nothing found, unreadable, looked at by an agent, and without a server.

A room that this edition does not have yet is passed by.
"""

from collections.abc import Sequence

from occ_contract.sms import MessageStage, MessageStatus
from occ_desktop.bootstrap.client import Client
from occ_desktop.domain.failures import CacheFailure
from occ_desktop.domain.message_filters import HistoryConditions, MessageFilter, MessageSort
from occ_desktop.ui.frame import Place, Target
from pictures.camera import THEMES, Camera, quiet

_ROOMS = {"sms-sending": "SMS_SENDING", "sms-history": "SMS_HISTORY", "sms-templates": "SMS_TEMPLATES"}
_NOWHERE = HistoryConditions(recipient="0109999")
_STATUSES = (MessageStatus.PROCESSING, MessageStatus.FAILED, MessageStatus.DONE)


class _NoDescriptors:
    """A cache this computer cannot read just now: every question fails."""

    async def count(self, *_: object) -> int:
        raise CacheFailure("no_descriptors")

    async def page(self, *_: object) -> Sequence[object]:
        raise CacheFailure("no_descriptors")

    async def position(self, *_: object) -> int | None:
        raise CacheFailure("no_descriptors")

    async def by_ids(self, *_: object) -> Sequence[object]:
        raise CacheFailure("no_descriptors")


def _places() -> dict[str, Place]:
    """Return the rooms there are, by the names of their pictures."""
    return {name: Place[word] for name, word in _ROOMS.items() if word in Place.__members__}


async def supervisor(camera: Camera, client: Client) -> None:
    """Each room as somebody who supervises works in it."""
    await _filled(camera, client, "")
    await _details(camera, client)
    await _nothing_found(camera, client)
    await _unreadable(camera, client)


async def agent(camera: Camera, client: Client) -> None:
    """Each room as somebody sees it who sends, and keeps templates as a supervisor lets them."""
    await _filled(camera, client, "-agent")


async def offline(camera: Camera, client: Client) -> None:
    """Each room while the server is away: what was sent and the templates are readable."""
    await _filled(camera, client, "-offline", calm=True)


async def _filled(camera: Camera, client: Client, suffix: str, *, calm: bool = False) -> None:
    shell = client.shell
    assert shell is not None
    for name, place in _places().items():
        if not camera.wants(f"{name}{suffix}"):
            continue
        shell.navigate(Target(place, await _arguments(client, name)))
        await quiet(2000)
        if shell.host.currentWidget() is not shell.host.room(place):  # it is closed to them
            continue
        if calm:
            await camera.instant(shell, f"{name}{suffix}", themes=THEMES)
        else:
            await camera.take(shell, f"{name}{suffix}")


async def _arguments(client: Client, name: str) -> dict[str, str]:
    """Return what a room opens on: the template that shows most, in the room of templates."""
    if name != "sms-templates":
        return {}
    for service in client.services.directory.services():
        shelves = [
            shelf
            for bay in await client.services.texting.templates.tree(service.id)
            for shelf in bay.children
        ]
        for template in (template for shelf in shelves for template in shelf.templates):
            if len(template.image_ids) == 2:
                return {"id": template.id}
    return {}


async def _details(camera: Camera, client: Client) -> None:
    """A text that failed, one that arrived, and one nobody knows of yet, each with its course."""
    shell, place = client.shell, _places().get("sms-history")
    if place is None or shell is None or not camera.wants("sms-detail-failed", "sms-detail", "sms-unknown"):
        return
    history = client.services.texting.history
    found: dict[str, str] = {}
    for status in _STATUSES:
        for row in await history.page(MessageFilter(statuses=(status,)), MessageSort(), 0, 200):
            name = "sms-detail-failed" if status is MessageStatus.FAILED else "sms-detail"
            if status is MessageStatus.PROCESSING:
                name = "sms-unknown" if row.message.stage is MessageStage.UNKNOWN else "sms-reserved"
            found.setdefault(name, row.id)
    for name, message in found.items():
        shell.navigate(Target(place, {"message": message}))
        await quiet(1500)
        await camera.instant(shell, name, themes=THEMES)
    shell.navigate(Target(Place.CALLBACK_LIST))
    await quiet()


async def _nothing_found(camera: Camera, client: Client) -> None:
    """A history and a tree in which nothing is what was asked for."""
    shell, places = client.shell, _places()
    assert shell is not None
    if (place := places.get("sms-history")) is not None and camera.wants("sms-history-empty"):
        shell.navigate(Target(place))
        room = shell.host.room(place)
        room.presenter.search(_NOWHERE)
        await quiet(1500)
        await camera.instant(shell, "sms-history-empty", themes=THEMES)
        room.presenter.reset()
        await quiet()
    if (place := places.get("sms-templates")) is not None and camera.wants("sms-templates-empty"):
        shell.navigate(Target(place))
        panel = shell.host.room(place).view.panel
        panel.search.setText("없는 이름")
        await quiet(1500)
        await camera.instant(shell, "sms-templates-empty", themes=THEMES)
        panel.search.clear()
        await quiet()


async def _unreadable(camera: Camera, client: Client) -> None:
    shell, place = client.shell, _places().get("sms-history")
    if place is None or shell is None or not camera.wants("sms-history-error"):
        return
    shell.navigate(Target(place))
    room = shell.host.room(place)
    room.presenter.search(_NOWHERE)
    await quiet(1500)
    await camera.instant(
        shell,
        "sms-history-error",
        themes=THEMES,
        last=lambda: room.model.set_source(_NoDescriptors()),
    )
    room.presenter.reset()
    await quiet()
