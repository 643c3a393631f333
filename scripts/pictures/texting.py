"""The rooms of texting: filled, written in, nothing found, unreadable, an agent's, without a server."""

from collections.abc import Sequence
from functools import partial

from occ_contract.sms import MessageStage, MessageStatus, SmsMessage
from occ_desktop.bootstrap.client import Client
from occ_desktop.domain.failures import CacheFailure
from occ_desktop.domain.message_filters import HistoryConditions, MessageFilter, MessageSort
from occ_desktop.ui.frame import Place, Target
from pictures.camera import THEMES, Camera, quiet
from pictures.instants import close_dialogs

_ROOMS = {
    "sms-sending": Place.SMS_SENDING,
    "sms-history": Place.SMS_HISTORY,
    "sms-templates": Place.SMS_TEMPLATES,
}
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


async def supervisor(camera: Camera, client: Client) -> None:
    """Each room as somebody who supervises works in it."""
    await _filled(camera, client, "")
    await _written(camera, client)
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
    for name, place in _ROOMS.items():
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
    _, template = next(iter((await _showing_most(client)).values()))
    return {"id": template}


async def _showing_most(client: Client) -> dict[str, tuple[str, str]]:
    """Return a template with two pictures of each service's name, and the service's id."""
    found: dict[str, tuple[str, str]] = {}
    for service in client.services.directory.services():
        for bay in await client.services.texting.templates.tree(service.id):
            for template in (template for shelf in bay.children for template in shelf.templates):
                if len(template.image_ids) == 2:
                    found.setdefault(service.name, (service.id, template.id))
    return found


async def _written(camera: Camera, client: Client) -> None:
    """A text with two pictures whose recipients are not all numbers, and what is asked before it goes."""
    shell = client.shell
    if shell is None or not camera.wants("sms-written", "sms-confirm"):
        return
    service, template = (await _showing_most(client))["샘플여행"]
    shell.navigate(Target(Place.SMS_SENDING))
    room = shell.host.room(Place.SMS_SENDING)
    await quiet(1500)
    offered = room.view.service
    offered.setCurrentIndex(offered.findData(service))
    offered.activated.emit(offered.currentIndex())
    await quiet(1500)
    room.presenter.choose_template(template)
    await quiet(1500)
    recipients = room.view.form.recipients
    good = "010-2345-6789, 010-8765-4321, 010-5555-0142"
    recipients.field.setPlainText(f"{good}, 010-2345-6789, 0105550")
    await quiet()
    recipients.name_all()
    await camera.instant(shell, "sms-written", themes=THEMES)
    recipients.field.setPlainText(good)
    await quiet(1500)
    if camera.wants("sms-confirm"):  # a dialog that nobody waits for would stand over the next picture
        room.presenter.send()
        await quiet(2500)
        await camera.instant(shell, "sms-confirm", themes=THEMES)
        close_dialogs()
    recipients.field.setPlainText("")
    room.presenter.drop_template()
    await quiet()


async def _details(camera: Camera, client: Client) -> None:
    """A text that failed, one that arrived, and one nobody knows of yet, each with its course."""
    shell = client.shell
    names = ("sms-detail-failed", "sms-detail", "sms-unknown", "sms-reserved")
    if shell is None or not camera.wants(*names):
        return
    history = client.services.texting.history
    found: dict[str, str] = {}
    for status in _STATUSES:
        for row in await history.page(MessageFilter(statuses=(status,)), MessageSort(), 0, 200):
            found.setdefault(_name_of(row.message), row.id)
    for name, message in found.items():
        if not camera.wants(name):
            continue
        shell.navigate(Target(Place.SMS_HISTORY, {"message": message}))
        await quiet(1500)
        await camera.instant(shell, name, themes=THEMES)
    shell.navigate(Target(Place.CALLBACK_LIST))
    await quiet()


def _name_of(message: SmsMessage) -> str:
    if message.status is MessageStatus.PROCESSING:
        return "sms-unknown" if message.stage is MessageStage.UNKNOWN else "sms-reserved"
    return "sms-detail-failed" if message.status is MessageStatus.FAILED else "sms-detail"


async def _nothing_found(camera: Camera, client: Client) -> None:
    """A history and a tree in which nothing is what was asked for."""
    shell = client.shell
    assert shell is not None
    if camera.wants("sms-history-empty"):
        shell.navigate(Target(Place.SMS_HISTORY))
        room = shell.host.room(Place.SMS_HISTORY)
        room.presenter.search(_NOWHERE)
        await quiet(1500)
        await camera.instant(shell, "sms-history-empty", themes=THEMES)
        room.presenter.reset()
        await quiet()
    if camera.wants("sms-templates-empty"):
        shell.navigate(Target(Place.SMS_TEMPLATES))
        panel = shell.host.room(Place.SMS_TEMPLATES).view.panel
        panel.search.setText("없는 이름")
        await quiet(1500)
        await camera.instant(shell, "sms-templates-empty", themes=THEMES)
        panel.search.clear()
        await quiet()


async def _unreadable(camera: Camera, client: Client) -> None:
    shell = client.shell
    if shell is None or not camera.wants("sms-history-error"):
        return
    shell.navigate(Target(Place.SMS_HISTORY))
    room = shell.host.room(Place.SMS_HISTORY)
    room.presenter.search(_NOWHERE)
    await quiet(1500)
    last = partial(room.model.set_source, _NoDescriptors())
    await camera.instant(shell, "sms-history-error", themes=THEMES, last=last)
    room.presenter.reset()
    await quiet()
