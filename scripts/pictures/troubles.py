"""What a person sees when something of this machine or of their account is not as it should be.

In both themes: warnings and errors have colours of their own in each.
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from occ_contract.people import Role
from occ_desktop.bootstrap.client import Client
from occ_desktop.domain.failures import CacheFailure
from occ_desktop.domain.filters import PeriodChoice, PeriodPreset
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.services.events import SessionChanged, SessionState
from occ_desktop.ui.frame import Place, Target
from occ_desktop.views.callbacks.conditions import Conditions
from pictures.camera import THEMES, Camera, quiet
from pictures.rooms import callbacks_room


class _NoDescriptors:
    """A cache this computer cannot read just now: every question fails."""

    async def count(self) -> int:
        raise CacheFailure("no_descriptors")

    async def page(self, *_where: int) -> Sequence[CallbackRow]:
        raise CacheFailure("no_descriptors")

    async def position(self, _row_id: str) -> int | None:
        raise CacheFailure("no_descriptors")

    async def by_ids(self, _row_ids: Sequence[str]) -> Sequence[CallbackRow]:
        raise CacheFailure("no_descriptors")


async def troubles(camera: Camera, client: Client) -> None:
    """A list that cannot be read, a proxy that cannot be used, a person without a right."""
    shell, services = client.shell, client.services
    assert shell is not None
    if not camera.wants("list-error", "proxy-setting", "no-rights"):
        return
    shell.navigate(Target(Place.CALLBACK_LIST))
    room = callbacks_room(client)
    room.presenter.search(Conditions(PeriodChoice(PeriodPreset.TODAY), text="없는 이름"))
    await quiet(1500)
    await camera.instant(
        shell, "list-error", themes=THEMES, last=lambda: room.model.set_source(_NoDescriptors())
    )
    room.presenter.reset()
    await quiet(1500)
    status = services.workplace.status
    assert status is not None
    barred = replace(status, state=SyncState.OFFLINE, reason="proxy_setting", about="all_proxy", live=False)
    await camera.instant(shell, "proxy-setting", themes=THEMES, last=lambda: services.bus.publish(barred))
    services.bus.publish(status)
    me = services.workplace.me
    none = tuple(msgspec.structs.replace(m, role=Role.AGENT, permissions=frozenset()) for m in me.memberships)
    services.workplace.rename(msgspec.structs.replace(me, memberships=none))
    services.bus.publish(SessionChanged(SessionState.ACTIVE, services.workplace.me, rights=True))
    await camera.instant(shell, "no-rights", themes=THEMES)
