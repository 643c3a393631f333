"""What the person may do and which tabs that opens; pure, so that a screen may ask while painting."""

from collections.abc import Callable
from enum import StrEnum

from occ_contract.callbacks import ASSIGNABLE, Callback, CallbackStatus
from occ_contract.people import Me, Membership, Permission, Role, Service
from occ_contract.permissions import may_assign, may_use_callbacks


class Room(StrEnum):
    """Tabs that take a right, in their order on the screen."""

    CALLBACKS = "callbacks"
    ASSIGNMENT = "assignment"
    CANCELLATION = "cancellation"
    STATS = "stats"
    SMS_SENDING = "sms_sending"
    SMS_HISTORY = "sms_history"
    SMS_TEMPLATES = "sms_templates"


class NotePlace(StrEnum):
    """Where what one person types on a callback belongs now."""

    SERVER = "server"  # it is theirs to work on
    HERE = "here"  # nobody's yet; they may call, and the note waits on this machine
    NOWHERE = "nowhere"  # completed, or somebody else's


class Rights:
    """Answers from the memberships and the contract switches of the services.

    A service the directory does not know yet (first fill) counts as switched on: the server decides anyway.
    """

    def __init__(self, me: Me | None, service: Callable[[str], Service | None]) -> None:
        self._me = me.id if me else ""
        self._members: tuple[Membership, ...] = me.memberships if me else ()
        self._service = service

    def may(self, service_id: str | None, permission: Permission) -> bool:
        """Tell whether the person has ``permission`` in that service (None: in any)."""
        return any(permission in m.permissions for m in self._members if service_id in {None, m.service_id})

    def is_supervisor(self, service_id: str | None = None) -> bool:
        """Tell whether the person is 관리자 of that service (None: of any)."""
        return any(m.role is Role.SUPERVISOR for m in self._members if service_id in {None, m.service_id})

    def note_place(self, callback: Callback) -> NotePlace:
        """Return where the person's note on a callback belongs."""
        supervises = self.is_supervisor(callback.service_id)
        if callback.status is CallbackStatus.ASSIGNED and (supervises or callback.assignee_id == self._me):
            return NotePlace.SERVER
        takes = supervises or self.may(callback.service_id, Permission.CALLBACK_ASSIGN)
        return NotePlace.HERE if callback.status in ASSIGNABLE and takes else NotePlace.NOWHERE

    def callback_services(self) -> tuple[str, ...]:
        """Return the services whose callbacks the person works with."""
        return tuple(
            m.service_id
            for m in self._members
            if self._callbacks_on(m) and may_use_callbacks(m.role, m.permissions)
        )

    def assigning_services(self) -> tuple[str, ...]:
        """Return the services in which the person may assign and cancel."""
        return tuple(
            m.service_id for m in self._members if self._callbacks_on(m) and may_assign(m.role, m.permissions)
        )

    def supervised_services(self) -> tuple[str, ...]:
        """Return the services with callbacks in which the person is 관리자."""
        return tuple(
            m.service_id for m in self._members if self._callbacks_on(m) and m.role is Role.SUPERVISOR
        )

    def member_services(self) -> tuple[str, ...]:
        """Return the services with callbacks the person belongs to (tickets need no more than that)."""
        return tuple(m.service_id for m in self._members if self._callbacks_on(m))

    def sending_services(self) -> tuple[str, ...]:
        """Return the services in which the person may send texts."""
        return self._texting(Permission.SMS_SEND)

    def template_services(self) -> tuple[str, ...]:
        """Return the services whose categories and templates the person keeps."""
        return self._texting(Permission.SMS_MANAGE)

    def texting_services(self) -> tuple[str, ...]:
        """Return the services whose texts the person may see: their own, or as 관리자 all."""
        return self._texting(Permission.SMS_SEND, Permission.SMS_MANAGE)

    def _texting(self, *permissions: Permission) -> tuple[str, ...]:
        return tuple(
            m.service_id
            for m in self._members
            if any(p in m.permissions for p in permissions) and self._texts_on(m.service_id)
        )

    def _texts_on(self, service_id: str) -> bool:
        service = self._service(service_id)
        return service is None or service.sms_enabled

    def rooms(self) -> tuple[Room, ...]:
        """Return the tabs that are shown, in order; absent ones are not shown at all."""
        open_rooms = {
            Room.CALLBACKS: bool(self.callback_services()),
            Room.ASSIGNMENT: bool(self.assigning_services()),
            Room.CANCELLATION: bool(self.assigning_services()),
            Room.STATS: bool(self.supervised_services()),
            Room.SMS_SENDING: bool(self.sending_services()),
            Room.SMS_HISTORY: bool(self.sending_services()),
            Room.SMS_TEMPLATES: bool(self.template_services()),
        }
        return tuple(room for room, shown in open_rooms.items() if shown)

    def locked_to_self(self) -> bool:
        """Tell whether the assignee condition is locked to the person (agents without assignment rights)."""
        return not self.is_supervisor() and not self.assigning_services()

    def sees_own_texts_alone(self) -> bool:
        """Tell whether all texts the person sees are their own (관리자 of no service that texts)."""
        return not any(self.is_supervisor(service) for service in self.sending_services())

    def _callbacks_on(self, membership: Membership) -> bool:
        service = self._service(membership.service_id)
        return service is None or service.callback_enabled
